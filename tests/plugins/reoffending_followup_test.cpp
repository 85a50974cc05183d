// SPDX-License-Identifier: MIT
// Rules of proven reoffending, sections 3 and 8, over literal rows.
#include <catch2/catch.hpp>

#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using waymark::Day;

namespace {

const Day index_day = Day::of(2023, 5, 15);

/// One person with a window of a year ("(0..12m]": the day after the index to the anniversary).
wt::Outcome year_of(const wt::Values& outcome, Day as_of = Day::of(2025, 1, 1)) {
    wt::Scene scene(waymark_measure());
    scene.as_of(as_of).period("year", {.grain = waymark::Grain::window});
    scene.add_case("ada",
                   {.start = index_day, .windows = {{{index_day + 1, index_day.plus_months(12)}}}});
    scene.row("outcomes", "ada", outcome);
    return scene.run();
}

wt::Values on(Day day, bool reoffended) {
    return {{"last", day.text()}, {"reoffended", reoffended}};
}

}  // namespace

TEST_CASE("The anniversary is inside, the index day is not", "[reoffending_followup]") {
    const auto rate = [](Day day) { return year_of(on(day, true)).of("reoffended"); };
    REQUIRE(rate(Day::of(2024, 5, 15)).size() == 1);
    CHECK(rate(Day::of(2024, 5, 15))[0].a == 1.0);
    REQUIRE(rate(Day::of(2024, 5, 16)).size() == 1);
    CHECK(rate(Day::of(2024, 5, 16))[0].a == 0.0);
    CHECK(rate(index_day).empty());
}

TEST_CASE("Days to the reoffence count from the index date", "[reoffending_followup]") {
    const auto times = year_of(on(Day::of(2024, 5, 15), true)).of("not_reoffended");
    REQUIRE(times.size() == 1);
    CHECK(times[0].a == 366.0);
    CHECK(times[0].b == 1.0);
}

TEST_CASE("Who was not followed to the end, without a reoffence, is no case for the rate",
          "[reoffending_followup]") {
    const auto outcome = year_of(on(Day::of(2024, 1, 1), false));
    CHECK(outcome.of("reoffended").empty());
    REQUIRE(outcome.exclusions.size() == 1);
    CHECK(outcome.exclusions[0].reason == "followed_too_short");
    REQUIRE(outcome.of("not_reoffended").size() == 1);
    CHECK(outcome.of("not_reoffended")[0].b == 0.0);
}

TEST_CASE("A window that ends after as_of is not due", "[reoffending_followup]") {
    const auto outcome = year_of(on(Day::of(2023, 9, 1), true), Day::of(2024, 5, 14));
    REQUIRE(outcome.of("reoffended").size() == 1);
    CHECK(outcome.of("reoffended")[0].state == waymark::State::not_due);
}
