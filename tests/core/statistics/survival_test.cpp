// SPDX-License-Identifier: MIT
#include "statistics/survival.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "near.hpp"

namespace waymark::statistics {

static constexpr std::array<TimeCount, 11> twenty{{{30, 1, 0},
                                                   {45, 1, 0},
                                                   {60, 1, 1},
                                                   {75, 1, 0},
                                                   {90, 1, 0},
                                                   {120, 0, 1},
                                                   {150, 2, 0},
                                                   {180, 1, 0},
                                                   {200, 0, 1},
                                                   {240, 1, 0},
                                                   {300, 1, 0}}};

static std::vector<TimeCount> twenty_people() {
    std::vector<TimeCount> times(twenty.begin(), twenty.end());
    times.push_back({365, 0, 7});
    return times;
}

TEST_CASE("statistics example 12: Kaplan-Meier of 20 people", "[statistics]") {
    const auto curve = kaplan_meier(twenty_people(), 1);
    REQUIRE(curve.has_value());
    CHECK(curve->at(180)->value == printed(.572115, 6));
    const auto year = curve->at(365);
    CHECK(year->value == printed(.444979, 6));
    CHECK(*year->standard_error == printed(.119876, 6));
    check_limits(year->interval, .211337, .655841, 6);
    CHECK(1.0 - year->value == printed(.555, 3));
}

TEST_CASE("reoffending example 11: six people, one of whom died", "[statistics]") {
    const std::array<TimeCount, 4> times{{{90, 1, 0}, {150, 0, 1}, {200, 2, 0}, {365, 0, 2}}};
    const auto curve = kaplan_meier(times, 1);
    REQUIRE(curve.has_value());
    CHECK(curve->at(89)->value == 1.0);
    CHECK(curve->at(90)->value == Approx(5.0 / 6));
    CHECK(curve->at(199)->value == Approx(5.0 / 6));
    CHECK(curve->at(200)->value == Approx(5.0 / 12));
    const double error = *curve->at(365)->standard_error;
    CHECK(std::pow(error / (5.0 / 12), 2) == Approx(17.0 / 60));
    CHECK(*curve->restricted_mean(365) == Approx(3005.0 / 12));
    CHECK(1.0 - curve->at(365)->value == Approx(7.0 / 12));
}

TEST_CASE("A curve stops where fewer are at risk than may be shown", "[statistics]") {
    const auto curve = kaplan_meier(twenty_people(), 10);
    REQUIRE(curve.has_value());
    // Ten are at risk up to day 200, nine after the one censored there.
    CHECK(curve->end == 200);
    CHECK(curve->steps.back().time == 180);
    CHECK(curve->steps.back().at_risk == 11);
    CHECK(curve->at(200)->value == printed(.572115, 6));
    CHECK_FALSE(curve->at(201).has_value());
    CHECK(curve->restricted_mean(200).has_value());
    CHECK_FALSE(curve->restricted_mean(365).has_value());
    CHECK_FALSE(kaplan_meier(twenty_people(), 21).has_value());
    CHECK_FALSE(kaplan_meier({}, 0).has_value());
}

TEST_CASE("Survival is 1 without limits before, and 0 without limits after, everybody's event",
          "[statistics]") {
    const std::array<TimeCount, 1> times{{{10, 3, 0}}};
    const auto curve = kaplan_meier(times, 1);
    CHECK(curve->at(0)->value == 1.0);
    CHECK_FALSE(curve->at(0)->interval.has_value());
    CHECK(curve->at(10)->value == 0.0);
    CHECK_FALSE(curve->at(10)->interval.has_value());
    CHECK(curve->at(1000)->value == 0.0);
    CHECK(*curve->restricted_mean(1000) == Approx(10));
    CHECK_FALSE(curve->at(-1).has_value());
}

TEST_CASE("Without censoring before the horizon survival is the share without event",
          "[statistics]") {
    const std::array<TimeCount, 3> times{{{5, 3, 0}, {9, 2, 0}, {365, 0, 5}}};
    CHECK(kaplan_meier(times, 1)->at(365)->value == Approx(0.5));
}

}  // namespace waymark::statistics
