// SPDX-License-Identifier: MIT
#include "schedule/schedule.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>
#include <vector>

#include "schedule/term_ends.hpp"

namespace waymark::schedule {

using namespace std::chrono_literals;
using std::chrono::days;

static Schedule by_cron(const std::string& cron, const std::string& zone = "Europe/London") {
    return {std::get<Cron>(Cron::parse(cron)), *Zone::find(zone)};
}

static Schedule by_name(Named named, days offset, std::chrono::minutes at,
                        const calendar::Calendar& calendar = {}) {
    return {NamedRule{named, offset, at}, *Zone::find("Europe/London"), term_ends(calendar)};
}

// The due times in [from, to) as "instant local shift".
static std::vector<std::string> dues(const Schedule& schedule, Instant from, Instant to) {
    static constexpr const char* words[] = {"", " skipped", " repeated"};
    std::vector<std::string> told;
    for (auto due = schedule.next(from - 1us); due && due->at < to; due = schedule.next(due->at)) {
        told.push_back(instant_text(due->at) + " " + local_text(due->wanted) +
                       words[static_cast<std::size_t>(due->shift)]);
    }
    return told;
}

using Texts = std::vector<std::string>;

TEST_CASE("01:30 in London on the day clocks go forward runs at 02:00", "[schedule]") {
    CHECK(dues(by_cron("30 1 * * *"), date_of(2026, 3, 28), date_of(2026, 3, 31)) ==
          Texts{"2026-03-28T01:30:00Z 2026-03-28 01:30",
                "2026-03-29T01:00:00Z 2026-03-29 01:30 skipped",
                "2026-03-30T00:30:00Z 2026-03-30 01:30"});
}

TEST_CASE("01:30 in London on the day clocks go back runs once", "[schedule]") {
    CHECK(dues(by_cron("30 1 * * *"), date_of(2026, 10, 24), date_of(2026, 10, 27)) ==
          Texts{"2026-10-24T00:30:00Z 2026-10-24 01:30",
                "2026-10-25T00:30:00Z 2026-10-25 01:30 repeated",
                "2026-10-26T01:30:00Z 2026-10-26 01:30"});
}

TEST_CASE("Several times of one gap, and the time after it, are due once", "[schedule]") {
    CHECK(dues(by_cron("0,20,40 0-2 29 3 *"), date_of(2026, 3, 29), date_of(2026, 3, 30)) ==
          Texts{"2026-03-29T00:00:00Z 2026-03-29 00:00", "2026-03-29T00:20:00Z 2026-03-29 00:20",
                "2026-03-29T00:40:00Z 2026-03-29 00:40",
                "2026-03-29T01:00:00Z 2026-03-29 01:00 skipped",
                "2026-03-29T01:20:00Z 2026-03-29 02:20", "2026-03-29T01:40:00Z 2026-03-29 02:40"});
}

TEST_CASE("Asked in the second pass of a repeated hour, the next time is after it", "[schedule]") {
    const Instant second_pass{date_of(2026, 10, 25) + 1h + 10min};
    const auto due = by_cron("*/15 * * * *").next(second_pass);
    REQUIRE(due.has_value());
    CHECK(instant_text(due->at) == "2026-10-25T02:00:00Z");
}

TEST_CASE("A day that a place skipped altogether runs at the start of the next", "[schedule]") {
    // Samoa had no 30 December 2011.
    CHECK(dues(by_cron("0 6 * * *", "Pacific/Apia"), date_of(2011, 12, 29), date_of(2012, 1, 1)) ==
          Texts{"2011-12-29T16:00:00Z 2011-12-29 06:00",
                "2011-12-30T10:00:00Z 2011-12-30 06:00 skipped",
                "2011-12-30T16:00:00Z 2011-12-31 06:00", "2011-12-31T16:00:00Z 2012-01-01 06:00"});
}

TEST_CASE("Named schedules are due after a period has ended, plus the offset", "[schedule]") {
    const Instant from{date_of(2026, 3, 20)};
    CHECK(dues(by_name(Named::weekly, days{0}, 5h), from, date_of(2026, 4, 1)) ==
          Texts{"2026-03-23T05:00:00Z 2026-03-23 05:00", "2026-03-30T04:00:00Z 2026-03-30 05:00"});
    CHECK(dues(by_name(Named::monthly, days{4}, 7h), from, date_of(2026, 5, 6)) ==
          Texts{"2026-04-05T06:00:00Z 2026-04-05 07:00", "2026-05-05T06:00:00Z 2026-05-05 07:00"});
    CHECK(dues(by_name(Named::quarterly, days{1}, 5h), from, date_of(2027, 1, 3)) ==
          Texts{"2026-04-02T04:00:00Z 2026-04-02 05:00", "2026-07-02T04:00:00Z 2026-07-02 05:00",
                "2026-10-02T04:00:00Z 2026-10-02 05:00", "2027-01-02T05:00:00Z 2027-01-02 05:00"});
    CHECK(dues(by_name(Named::quarterly, days{100}, 5h), from, date_of(2026, 7, 12)) ==
          Texts{"2026-04-11T04:00:00Z 2026-04-11 05:00", "2026-07-10T04:00:00Z 2026-07-10 05:00"});
}

TEST_CASE("A named time can fall into a gap as well", "[schedule]") {
    const auto due =
        by_name(Named::weekly, days{6}, 1h + 30min).next(Instant{date_of(2026, 3, 28)});
    REQUIRE(due.has_value());
    CHECK(due->shift == Shift::skipped);
    CHECK(instant_text(due->at) == "2026-03-29T01:00:00Z");
}

TEST_CASE("Termly takes the calendar's terms, and ends with them", "[schedule]") {
    calendar::Calendar calendar;
    calendar.spans = {
        {{calendar::Grain::term, 2025, 1, {}}, {date_of(2025, 9, 2), date_of(2025, 12, 19)}, ""},
        {{calendar::Grain::term, 2025, 2, {}}, {date_of(2026, 1, 5), date_of(2026, 3, 27)}, ""}};
    CHECK(dues(by_name(Named::termly, days{7}, 5h, calendar), date_of(2025, 9, 1),
               date_of(2029, 1, 1)) ==
          Texts{"2025-12-27T05:00:00Z 2025-12-27 05:00", "2026-04-04T04:00:00Z 2026-04-04 05:00"});
    CHECK_FALSE(by_name(Named::termly, days{7}, 5h, calendar).next(Instant{date_of(2026, 5, 1)}));
}

TEST_CASE("Termly without a calendar file goes by the census terms for ever", "[schedule]") {
    const Schedule termly = by_name(Named::termly, days{0}, 5h);
    CHECK(dues(termly, date_of(2024, 9, 1), date_of(2027, 9, 1)).size() == 9);
}

TEST_CASE("Due times strictly increase and none is left out", "[schedule]") {
    static const std::vector<std::string> zones{"Europe/London",       "America/St_Johns",
                                                "Australia/Lord_Howe", "Pacific/Apia",
                                                "Africa/Casablanca",   "UTC"};
    static const std::vector<std::string> crons{"*/7 * * * *", "30 1 * * *", "15 0-3 * * *",
                                                "0 0 1 * *", "45 23 * * 0,3"};
    CHECK(rc::check("next is the least due time after", [] {
        const Zone zone = *Zone::find(*rc::gen::elementOf(zones));
        const std::string text = *rc::gen::elementOf(crons);
        const Cron cron = std::get<Cron>(Cron::parse(text));
        const Schedule schedule(cron, zone);
        const auto minute = *rc::gen::inRange<std::int64_t>(0, 40L * 366 * 1440);
        const Instant after{date_of(1995, 1, 1) + std::chrono::minutes{minute}};
        const auto due = schedule.next(after);
        RC_ASSERT(due.has_value());
        RC_ASSERT(due->at > after);
        RC_ASSERT(schedule.next(due->at - 1us)->at == due->at);
        // Every local minute in between that fits is due at another time, not in (after, due).
        const LocalMinute last = zone.local(due->at) + 1h;
        LocalMinute local = cron.at_or_after(last - 2h);
        for (; local < last; local = cron.at_or_after(local + 1min)) {
            const Instant at = zone.instant_of(local).at;
            RC_ASSERT(at <= after || at >= due->at);
        }
        RC_ASSERT(zone.instant_of(due->wanted).at == due->at);
        RC_ASSERT(cron.at_or_after(due->wanted) == due->wanted);
    }));
}

}  // namespace waymark::schedule
