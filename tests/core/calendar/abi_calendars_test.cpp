// SPDX-License-Identifier: MIT
#include "calendar/abi_calendars.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <limits>

#include "base/error.hpp"
#include "calendar/open_days.hpp"
#include "calendar/period_set.hpp"

namespace waymark::calendar {

using std::chrono::days;

static PeriodSet two_calendars() {
    Calendar school;
    school.basis = Basis::school_calendar;
    school.spans = {
        {{Grain::term, 2024, 1}, {date_of(2024, 9, 2), date_of(2024, 12, 20)}, "Autumn"}};
    set_open_days(school, std::nullopt, {}, {});
    return PeriodSet({Calendar{}, school},
                     {.grains = {Grain::week, Grain::term},
                      .helpers = {Grain::month},
                      .windows = {*parse_window("0..6m"), *parse_window("6m..12m")},
                      .span = {date_of(2024, 8, 26), date_of(2024, 12, 31)},
                      .as_of = date_of(2024, 12, 31),
                      .reach = DateRange{date_of(2024, 7, 1), date_of(2024, 7, 1)}});
}

static bool has_same_arrays(const AbiCalendar& left, const AbiCalendar& right) {
    return pack(AbiCalendars(std::vector{left})) == pack(AbiCalendars(std::vector{right}));
}

TEST_CASE("A plugin finds a day's periods through its slot", "[calendar]") {
    const PeriodSet set = two_calendars();
    const AbiCalendars abi(set);
    REQUIRE(abi.size() == 2);
    for (std::uint32_t c = 0; c < abi.size(); ++c) {
        const wm_calendar& calendar = abi.data()[c];
        CHECK(calendar.size == sizeof(wm_calendar));
        CHECK(calendar.n_periods == set.size());
        CHECK(calendar.as_of_day == day_number(date_of(2024, 12, 31)));
        for (std::int32_t day = calendar.first_day; day <= calendar.last_day; ++day) {
            const std::uint16_t slot = calendar.slot_of_day[day - calendar.first_day];
            std::vector<std::uint32_t> found;
            if (slot != WM_NO_SLOT) {
                REQUIRE(slot < calendar.n_slots);
                found.assign(calendar.slot_periods + calendar.slot_first[slot],
                             calendar.slot_periods + calendar.slot_first[slot + 1]);
            }
            const auto expected = set.containing(c, date_of(day));
            CHECK(found == std::vector(expected.begin(), expected.end()));
        }
    }
}

TEST_CASE("A plugin sees keys, bounds and flags of periods", "[calendar]") {
    const PeriodSet set = two_calendars();
    const AbiCalendars abi(set);
    const auto term = set.find(*parse_period_key("202425-T1")).value();
    const wm_period& school_term = abi.data()[1].periods[term];
    CHECK(school_term.grain == WM_GRAIN_TERM);
    CHECK(school_term.year == 2024);
    CHECK(school_term.ordinal == 1);
    CHECK(school_term.basis == WM_BASIS_SCHOOL_CALENDAR);
    CHECK(school_term.first_day == day_number(date_of(2024, 9, 2)));
    CHECK(school_term.flags == WM_PERIOD_ASKED);
    CHECK(abi.data()[0].periods[term].flags == (WM_PERIOD_ASKED | WM_PERIOD_OPEN));
    CHECK(abi.data()[0].periods[set.find(*parse_period_key("2024-09")).value()].flags == 0);
    const wm_period& second_window = abi.data()[0].periods[set.first_window() + 1];
    CHECK(second_window.grain == WM_GRAIN_WINDOW);
    CHECK(second_window.ordinal == 1);
    CHECK(second_window.first_day == std::numeric_limits<std::int32_t>::min());
}

TEST_CASE("Open sessions are set in place and only where there are any", "[calendar]") {
    const PeriodSet set = two_calendars();
    AbiCalendars quiet(set);
    CHECK(quiet.data()[0].open_sessions == nullptr);
    CHECK(quiet.data()[1].open_sessions != nullptr);
    AbiCalendars observing(set, Observing::yes);
    const wm_calendar* const before = observing.data();
    const std::uint8_t* const sessions = before[0].open_sessions;
    REQUIRE(sessions != nullptr);
    const auto day_count = static_cast<std::size_t>(before[0].last_day - before[0].first_day + 1);
    std::vector<Sessions> seen(day_count, closed_day);
    seen[7] = afternoon;
    const AbiCalendars moved = [&] {
        observing.set_open_sessions(0, set.open_sessions(0, seen));
        return std::move(observing);
    }();
    CHECK(moved.data() == before);
    CHECK(moved.data()[0].open_sessions == sessions);
    CHECK(sessions[7] == afternoon);
    CHECK(sessions[8] == closed_day);
}

TEST_CASE("Unpacked calendars are the packed ones", "[calendar]") {
    const AbiCalendars abi(two_calendars());
    const AbiCalendars read = unpack(pack(abi));
    REQUIRE(read.size() == abi.size());
    for (std::uint32_t c = 0; c < abi.size(); ++c) {
        CHECK(has_same_arrays(read.calendars()[c], abi.calendars()[c]));
        CHECK(read.data()[c].n_slots == abi.data()[c].n_slots);
        CHECK((read.data()[c].open_sessions == nullptr) ==
              (abi.data()[c].open_sessions == nullptr));
    }
}

TEST_CASE("Calendars without a day or a period travel too", "[calendar]") {
    const PeriodSet nothing({Calendar{}}, {.grains = {Grain::month},
                                           .helpers = {},
                                           .windows = {},
                                           .span = {date_of(2024, 8, 1), date_of(2024, 8, 31)},
                                           .as_of = date_of(2024, 1, 1),
                                           .reach = std::nullopt});
    const AbiCalendars read = unpack(pack(AbiCalendars(nothing)));
    CHECK(read.data()[0].n_periods == 0);
    CHECK(read.data()[0].n_slots == 0);
    CHECK(read.data()[0].last_day == read.data()[0].first_day - 1);
}

TEST_CASE("Calendars cut short or too long are rejected", "[calendar]") {
    std::vector<std::byte> bytes = pack(AbiCalendars(two_calendars()));
    for (std::size_t size = 0; size < bytes.size(); size += 3) {
        CHECK_THROWS_AS(unpack(std::span(bytes).first(size)), Error);
    }
    bytes.push_back(std::byte{0});
    CHECK_THROWS_AS(unpack(bytes), Error);
}

// What a plugin may do with any calendar: follow every index it holds.
static std::size_t followed(const AbiCalendars& abi) {
    std::size_t sum = 0;
    for (std::uint32_t c = 0; c < abi.size(); ++c) {
        const wm_calendar& calendar = abi.data()[c];
        for (std::int64_t i = 0; i <= std::int64_t{calendar.last_day} - calendar.first_day; ++i) {
            const std::uint16_t slot = calendar.slot_of_day[i];
            if (slot == WM_NO_SLOT) {
                continue;
            }
            for (std::uint32_t p = calendar.slot_first[slot]; p < calendar.slot_first[slot + 1];
                 ++p) {
                const wm_period& period = calendar.periods[calendar.slot_periods[p]];
                sum += period.grain == WM_GRAIN_WEEK ? 1 : 2;
            }
        }
    }
    return sum;
}

TEST_CASE("Damaged calendars are rejected or safe to follow", "[calendar]") {
    const std::vector<std::byte> good = pack(AbiCalendars(two_calendars()));
    CHECK(rc::check([&] {
        std::vector<std::byte> bytes = good;
        const auto hits = *rc::gen::inRange(1, 5);
        for (int i = 0; i < hits; ++i) {
            const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
            bytes[at] = static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
        }
        try {
            RC_ASSERT(followed(unpack(bytes)) <= 2 * bytes.size() * bytes.size());
        } catch (const Error& error) {
            RC_ASSERT(error.kind() == ErrorKind::internal);
        }
    }));
}

}  // namespace waymark::calendar
