// SPDX-License-Identifier: MIT
#include "statistics/deprivation.hpp"

#include <rapidcheck.h>

#include <array>
#include <catch2/catch.hpp>
#include <vector>

#include "near.hpp"
#include "statistics/proportion.hpp"

namespace waymark::statistics {
namespace {

std::vector<DeprivedGroup> fifths() {
    constexpr std::array<double, 5> people{1200, 1100, 1000, 900, 800};
    constexpr std::array<double, 5> events{336, 264, 200, 153, 104};
    std::vector<DeprivedGroup> groups;
    for (std::size_t i = 0; i < people.size(); ++i) {
        groups.push_back(
            {people[i], events[i] / people[i], wilson_interval(events[i], people[i]).value()});
    }
    return groups;
}

}  // namespace

TEST_CASE("statistics example 15: the slope of inequality", "[statistics]") {
    const auto plain = slope_of_inequality(fifths(), SlopeScale::plain, SlopeScale::logit);
    REQUIRE(plain.has_value());
    CHECK(plain->index == printed(-.183835, 6));
    CHECK(plain->at_most_deprived == printed(.303317, 6));
    CHECK(plain->relative.value() == printed(.393920, 6));
    check_limits(plain->interval, -.22307, -.14460, 5);
    const auto logit = slope_of_inequality(fifths(), SlopeScale::logit, SlopeScale::logit);
    REQUIRE(logit.has_value());
    CHECK(logit->index == printed(-.187968, 6));
    CHECK(logit->relative.value() == printed(.404682, 6));
}

TEST_CASE("A straight line is found exactly on any scale", "[statistics]") {
    std::vector<DeprivedGroup> groups;
    for (int i = 0; i < 10; ++i) {
        const double position = (i + 0.5) / 10;
        const double figure = 0.6 - 0.4 * position;
        groups.push_back({500, figure, {figure - 0.01, figure + 0.01}});
    }
    const auto found = slope_of_inequality(groups);
    CHECK(found->index == Approx(-0.4));
    CHECK(found->relative.value() == Approx(0.2 / 0.6));
    CHECK(found->interval->lower < -0.4);
    CHECK(found->interval->upper > -0.4);
}

TEST_CASE("A slope needs five groups with people, and figures its scale knows", "[statistics]") {
    auto groups = fifths();
    groups.pop_back();
    CHECK_FALSE(slope_of_inequality(groups).has_value());
    groups = fifths();
    groups[2].population = 0;
    CHECK_FALSE(slope_of_inequality(groups).has_value());
    groups = fifths();
    groups[2].figure = 0;
    CHECK(slope_of_inequality(groups).has_value());
    CHECK_FALSE(slope_of_inequality(groups, SlopeScale::log).has_value());
    groups = fifths();
    groups[2].limits.lower = 0;
    CHECK_FALSE(slope_of_inequality(groups, SlopeScale::plain, SlopeScale::log)->interval);
    CHECK(slope_of_inequality(groups)->interval.has_value());
}

TEST_CASE("A line that goes below zero has a slope and no ratio of its ends", "[statistics]") {
    std::vector<DeprivedGroup> groups;
    for (int i = 0; i < 5; ++i) {
        const double figure = 0.4 - 0.1 * i;
        groups.push_back({100, figure, {figure - 0.01, figure + 0.01}});
    }
    const auto found = slope_of_inequality(groups);
    CHECK(found->index == Approx(-0.5));
    CHECK_FALSE(found->relative.has_value());
}

TEST_CASE("Deciles of areas cut the ranks in ten", "[statistics]") {
    CHECK(deprivation_decile(1, 32'844) == 1);
    CHECK(deprivation_decile(3'284, 32'844) == 1);
    CHECK(deprivation_decile(3'285, 32'844) == 2);
    CHECK(deprivation_decile(32'844, 32'844) == 10);
    CHECK_FALSE(deprivation_decile(0, 32'844).has_value());
    CHECK_FALSE(deprivation_decile(32'845, 32'844).has_value());
}

TEST_CASE("Quantiles of areas share equal values and leave missing ones out", "[statistics]") {
    using Values = std::vector<std::optional<double>>;
    const Values ten{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    const auto fifth = area_quantiles(ten, 5);
    for (int i = 0; i < 10; ++i) {
        CHECK(fifth[static_cast<std::size_t>(i)] == i / 2 + 1);
    }
    CHECK(area_quantiles(ten, 5, QuantileOrder::high_first).front() == 5);
    const auto shared = area_quantiles(Values{3, std::nullopt, 3, 3, 9, 1}, 5);
    CHECK(shared[0] == shared[2]);
    CHECK_FALSE(shared[1].has_value());
    CHECK(area_quantiles(Values{1, 2, 3}, 5) == std::vector<std::optional<int>>(3));
    CHECK(rc::check([] {
        const auto numbers = *rc::gen::container<std::vector<int>>(*rc::gen::inRange(5, 60),
                                                                   rc::gen::inRange(0, 30));
        const Values values(numbers.begin(), numbers.end());
        const auto found = area_quantiles(values, 5);
        for (std::size_t i = 0; i < values.size(); ++i) {
            RC_ASSERT(*found[i] >= 1);
            RC_ASSERT(*found[i] <= 5);
            for (std::size_t j = 0; j < values.size(); ++j) {
                RC_ASSERT(!(*values[i] <= *values[j]) || *found[i] <= *found[j]);
            }
        }
    }));
}

}  // namespace waymark::statistics
