// SPDX-License-Identifier: MIT
#include "schedule/zone.hpp"

#include <catch2/catch.hpp>

namespace waymark::schedule {

using namespace std::chrono_literals;

static LocalMinute local(int year, unsigned month, unsigned day, std::chrono::minutes time) {
    return std::chrono::local_days{date_of(year, month, day).time_since_epoch()} + time;
}

TEST_CASE("A local time that is skipped is the end of the gap", "[schedule]") {
    const Zone london = *Zone::find("Europe/London");
    const Placed placed = london.instant_of(local(2026, 3, 29, 1h + 30min));
    CHECK(instant_text(placed.at) == "2026-03-29T01:00:00Z");
    CHECK(placed.shift == Shift::skipped);
    CHECK(local_text(london.local(placed.at)) == "2026-03-29 02:00");
    CHECK(london.abbreviation(placed.at) == "BST");
}

TEST_CASE("A local time that comes twice is its first time", "[schedule]") {
    const Zone london = *Zone::find("Europe/London");
    const Placed placed = london.instant_of(local(2026, 10, 25, 1h + 30min));
    CHECK(instant_text(placed.at) == "2026-10-25T00:30:00Z");
    CHECK(placed.shift == Shift::repeated);
    CHECK(london.abbreviation(placed.at) == "BST");
    CHECK(local_text(london.local(placed.at + 1h)) == "2026-10-25 01:30");
    CHECK(london.abbreviation(placed.at + 1h) == "GMT");
}

TEST_CASE("An ordinary local time is one instant, before 1970 too", "[schedule]") {
    const Zone kolkata = *Zone::find("Asia/Kolkata");
    const Placed placed = kolkata.instant_of(local(2026, 7, 1, 6h));
    CHECK(instant_text(placed.at) == "2026-07-01T00:30:00Z");
    CHECK(placed.shift == Shift::none);
    const Zone utc = *Zone::find("UTC");
    const Instant late{date_of(1969, 12, 31) + 23h + 59min + 59s};
    CHECK(local_text(utc.local(late)) == "1969-12-31 23:59");
    CHECK(date_text(utc.local_date(late)) == "1969-12-31");
}

TEST_CASE("The local date is that of the place", "[schedule]") {
    const Zone auckland = *Zone::find("Pacific/Auckland");
    CHECK(date_text(auckland.local_date(Instant{date_of(2026, 7, 1) + 13h})) == "2026-07-02");
}

TEST_CASE("A zone the system does not know is none", "[schedule]") {
    for (const char* name : {"Europe/Londinium", "", "/etc/passwd", "../etc/passwd", "BST",
                             "Europe", "Europe/London/"}) {
        CAPTURE(name);
        CHECK_FALSE(Zone::find(name).has_value());
    }
    CHECK(Zone::find("Europe/London").has_value());
    CHECK(Zone::find("GB").has_value());
}

TEST_CASE("An offset began when clocks last changed", "[schedule]") {
    const Zone london = *Zone::find("Europe/London");
    CHECK(instant_text(london.offset_since(Instant{date_of(2026, 7, 1)})) ==
          "2026-03-29T01:00:00Z");
}

}  // namespace waymark::schedule
