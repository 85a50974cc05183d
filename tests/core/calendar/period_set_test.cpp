// SPDX-License-Identifier: MIT
#include "calendar/period_set.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "calendar/open_days.hpp"

namespace waymark::calendar {

using std::chrono::days;

// Autumn 2024 with a half-term break, as a file would give it; `start` moves the first day of term.
static Calendar autumn_calendar(Date start) {
    Calendar calendar;
    calendar.id = "exampleshire";
    calendar.basis = Basis::school_calendar;
    calendar.spans = {
        {{Grain::half_term, 2024, 1}, {start, date_of(2024, 10, 25)}, ""},
        {{Grain::half_term, 2024, 2}, {date_of(2024, 11, 4), date_of(2024, 12, 20)}, ""},
        {{Grain::term, 2024, 1}, {start, date_of(2024, 12, 20)}, ""},
    };
    set_open_days(calendar, std::nullopt, {}, {});
    return calendar;
}

static PeriodRequest request_for(std::vector<Grain> grains, Date first, Date last) {
    return {.grains = std::move(grains),
            .helpers = {},
            .windows = {},
            .span = {first, last},
            .as_of = date_of(2030, 1, 1),
            .reach = std::nullopt};
}

static std::vector<std::string> texts(const PeriodSet& set,
                                      std::span<const std::uint32_t> indices) {
    std::vector<std::string> out;
    for (const std::uint32_t i : indices) {
        out.push_back(set.key(i).text());
    }
    return out;
}

using Texts = std::vector<std::string>;

TEST_CASE("A period that shares a day with the span belongs to the run, with all its days",
          "[calendar]") {
    const PeriodSet set({Calendar{}}, request_for({Grain::month, Grain::academic_year},
                                                  date_of(2024, 7, 31), date_of(2024, 9, 1)));
    REQUIRE(set.size() == 5);
    CHECK(set.key(0).text() == "2024-07");
    CHECK(set.key(2).text() == "2024-09");
    CHECK(set.key(3).text() == "202324");
    CHECK(set.key(4).text() == "202425");
    CHECK(set.periods(0)[2].days == DateRange{date_of(2024, 9, 1), date_of(2024, 9, 30)});
    CHECK(set.find(*parse_period_key("2024-08")) == 1);
    CHECK_FALSE(set.find(*parse_period_key("2024-10")).has_value());
    CHECK(set.slots(0).days == DateRange{date_of(2023, 8, 1), date_of(2025, 7, 31)});
}

TEST_CASE("What begins after as_of is left out, what is not over then is open", "[calendar]") {
    PeriodRequest request = request_for({Grain::month}, date_of(2024, 8, 1), date_of(2024, 12, 31));
    request.as_of = date_of(2024, 9, 30);
    const PeriodSet set({Calendar{}}, request);
    REQUIRE(set.size() == 2);
    CHECK_FALSE(set.periods(0)[0].open);
    CHECK(set.periods(0)[1].open);
}

TEST_CASE("Dates that stand for no end, or were mistyped, make no periods of their own",
          "[calendar]") {
    const PeriodSet set({Calendar{}},
                        request_for({Grain::calendar_year}, parse_date("0000-01-01").value(),
                                    date_of(9999, 12, 31)));
    CHECK(set.key(0).text() == "0001");
    CHECK(set.key(set.size() - 1).text() == "2030");
    CHECK(set.slots(0).days.last == date_of(2030, 12, 31));
}

TEST_CASE("A span that begins after as_of holds nothing", "[calendar]") {
    PeriodRequest request = request_for({Grain::month}, date_of(2024, 8, 1), date_of(2024, 12, 31));
    request.as_of = date_of(2024, 1, 1);
    const PeriodSet set({Calendar{}}, request);
    CHECK(set.size() == 0);
    CHECK(set.slots(0).slot_of_day.empty());
    CHECK(set.containing(0, date_of(2024, 8, 1)).empty());
}

TEST_CASE("Every calendar has the same keys and its own days", "[calendar]") {
    const PeriodSet set(
        {autumn_calendar(date_of(2024, 9, 2)), autumn_calendar(date_of(2024, 9, 4)), Calendar{}},
        request_for({Grain::half_term, Grain::term}, date_of(2024, 9, 1), date_of(2025, 7, 1)));
    Texts keys;
    for (std::uint32_t i = 0; i < set.size(); ++i) {
        keys.push_back(set.key(i).text());
        CHECK(set.periods(1)[i].key == set.key(i));
        CHECK(set.periods(2)[i].key == set.key(i));
    }
    CHECK(keys == Texts{"202425-H1", "202425-H2", "202425-H5", "202425-H6", "202425-T1",
                        "202425-T2", "202425-T3"});
    CHECK(set.periods(0)[0].days->first == date_of(2024, 9, 2));
    CHECK(set.periods(1)[0].days->first == date_of(2024, 9, 4));
    CHECK_FALSE(set.periods(2)[0].days.has_value());
    CHECK_FALSE(set.periods(0)[2].days.has_value());
    CHECK(set.periods(2)[4].days->first == date_of(2024, 8, 1));
    CHECK(set.periods(2)[4].basis == Basis::census);
}

TEST_CASE("A day tells its periods, and a break between half terms is in no half term",
          "[calendar]") {
    const PeriodSet set({autumn_calendar(date_of(2024, 9, 2))},
                        request_for({Grain::week, Grain::half_term, Grain::term},
                                    date_of(2024, 10, 21), date_of(2024, 11, 8)));
    CHECK(texts(set, set.containing(0, date_of(2024, 10, 23))) ==
          Texts{"2024-W43", "202425-H1", "202425-T1"});
    CHECK(texts(set, set.containing(0, date_of(2024, 10, 30))) == Texts{"2024-W44", "202425-T1"});
    CHECK(texts(set, set.containing(0, date_of(2024, 9, 5))) == Texts{"202425-H1", "202425-T1"});
    CHECK(set.containing(0, date_of(2024, 8, 1)).empty());
}

TEST_CASE("The slots of a day agree with the bounds of every period", "[calendar]") {
    CHECK(rc::check([] {
        const Date first = date_of(*rc::gen::inRange(19000, 21000));
        const Date last = first + days{*rc::gen::inRange(0, 500)};
        const PeriodSet set({Calendar{}, autumn_calendar(date_of(2024, 9, 2))},
                            request_for({Grain::week, Grain::month, Grain::half_term, Grain::term,
                                         Grain::academic_year, Grain::financial_year},
                                        first, last));
        for (std::uint32_t calendar = 0; calendar < 2; ++calendar) {
            for (Date date = first - days{40}; date <= last + days{40}; date += days{1}) {
                std::vector<std::uint32_t> expected;
                for (std::uint32_t i = 0; i < set.size(); ++i) {
                    const auto& range = set.periods(calendar)[i].days;
                    if (range && range->contains(date)) {
                        expected.push_back(i);
                    }
                }
                const auto found = set.containing(calendar, date);
                RC_ASSERT(std::vector(found.begin(), found.end()) == expected);
            }
        }
    }));
}

TEST_CASE("Windows keep the order given, come last and never hold a date", "[calendar]") {
    PeriodRequest request =
        request_for({Grain::calendar_year}, date_of(2024, 1, 1), date_of(2024, 1, 2));
    request.windows = {*parse_window("6..12m"), *parse_window("-12m..0"), *parse_window("6m..12m")};
    const PeriodSet set({Calendar{}}, request);
    REQUIRE(set.size() == 3);
    REQUIRE(set.windows().size() == 2);
    CHECK(set.first_window() == 1);
    CHECK(set.key(1).text() == "w:6m..12m");
    CHECK(set.key(2).text() == "w:-12m..0");
    CHECK(set.periods(0)[1].asked);
    CHECK_FALSE(set.periods(0)[1].days.has_value());
    CHECK(texts(set, set.containing(0, date_of(2024, 1, 1))) == Texts{"2024"});
}

TEST_CASE("Helper grains are in the set without being asked for", "[calendar]") {
    PeriodRequest request = request_for({Grain::month}, date_of(2024, 9, 2), date_of(2024, 9, 8));
    request.helpers = {Grain::week, Grain::month};
    const PeriodSet set({Calendar{}}, request);
    REQUIRE(set.size() == 2);
    CHECK_FALSE(set.periods(0)[0].asked);
    CHECK(set.periods(0)[1].asked);
}

TEST_CASE("Months make up a quarter, weeks do not", "[calendar]") {
    const PeriodSet set({Calendar{}}, request_for({Grain::week, Grain::month, Grain::quarter},
                                                  date_of(2024, 7, 1), date_of(2024, 10, 1)));
    const auto quarter = set.find(*parse_period_key("2024-Q3")).value();
    CHECK(texts(set, set.tiling(0, quarter, Grain::month).value()) ==
          Texts{"2024-07", "2024-08", "2024-09"});
    CHECK_FALSE(set.tiling(0, quarter, Grain::week).has_value());
    // Only October of the fourth quarter is in the set.
    CHECK_FALSE(set.tiling(0, set.find(*parse_period_key("2024-Q4")).value(), Grain::month));
}

TEST_CASE("Weeks make up a term when its open days are known, not by every day", "[calendar]") {
    const PeriodSet set(
        {autumn_calendar(date_of(2024, 9, 2))},
        request_for({Grain::week, Grain::half_term, Grain::term, Grain::academic_year},
                    date_of(2024, 8, 1), date_of(2024, 12, 20)));
    const auto term = set.find(*parse_period_key("202425-T1")).value();
    // The last week reaches beyond 20 December, where the file does not know the open days yet.
    CHECK_FALSE(set.tiling(0, term, Grain::week).has_value());
    const auto half = set.find(*parse_period_key("202425-H1")).value();
    const auto weeks = set.tiling(0, half, Grain::week);
    REQUIRE(weeks.has_value());
    CHECK(weeks->size() == 8);
    CHECK(set.key(weeks->front()).text() == "2024-W36");
    CHECK_FALSE(set.tiling(0, half, Grain::week, TilingDays::all).has_value());
    CHECK(set.tiling(0, term, Grain::half_term)->size() == 2);
    CHECK_FALSE(set.tiling(0, term, Grain::half_term, TilingDays::all).has_value());
}

TEST_CASE("Observed sessions fill only the days the calendar does not know", "[calendar]") {
    const PeriodSet set({autumn_calendar(date_of(2024, 9, 2))},
                        request_for({Grain::month}, date_of(2024, 12, 1), date_of(2025, 1, 31)));
    const std::vector<Sessions> observed(62, whole_day);
    const std::vector<Sessions> open = set.open_sessions(0, observed);
    CHECK(open[0] == closed_day);   // Sunday 1 December
    CHECK(open[1] == whole_day);    // Monday
    CHECK(open[13] == closed_day);  // Saturday 14 December
    CHECK(open[20] == whole_day);   // 21 December: after what the file knows
    CHECK(set.open_sessions(0)[20] == closed_day);
}

TEST_CASE("A span of more pieces than a day table can number is refused with advice",
          "[calendar]") {
    const auto request = request_for({Grain::day}, date_of(202, 9, 1), date_of(2024, 9, 1));
    CHECK_THROWS_AS(PeriodSet({Calendar{}}, request), Error);
}

}  // namespace waymark::calendar
