// SPDX-License-Identifier: MIT
#include "statistics/value.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "near.hpp"

namespace waymark::statistics {
namespace {

// The schedule of the Green Book, as a deployment would supply it.
constexpr std::array schedule{DiscountBand{30, .035}, DiscountBand{75, .03},
                              DiscountBand{125, .025}};

double factor(int year) {
    return discount_factor(schedule, year).value();
}

}  // namespace

TEST_CASE("statistics example 14: cost per outcome and net present value", "[statistics]") {
    const OutcomeChain chain{
        .referred = 120, .engaged = .8, .retained = .75, .impact = .30, .deadweight = .10};
    const double outcomes = net_outcomes(chain);
    CHECK(outcomes == Approx(14.4));
    const std::array benefits{outcomes * 2500, outcomes * 2500 / 2};
    const std::array costs{40'000.0};
    const auto result =
        appraisal(benefits, costs, {.benefit_cut = .15, .cost_rise = .10}, schedule);
    REQUIRE(result.has_value());
    CHECK(result->present_benefit == printed(45'382.61, 2));
    CHECK(result->present_cost == Approx(44'000));
    CHECK(result->net_present_value == printed(1'382.61, 2));
    CHECK(result->benefit_cost_ratio.value() == printed(1.0314, 4));
    CHECK(result->payback_year == 1);
    CHECK(cost_per_outcome(44'000, outcomes).value() == printed(3'055.56, 2));
    CHECK(incremental_cost({40'000, 18}, {52'000, 26}).ratio.value() == Approx(1500));
    CHECK(factor(0) == 1.0);
    CHECK(factor(1) == printed(.966184, 6));
    CHECK(factor(2) == printed(.933511, 6));
    CHECK(factor(3) == printed(.901943, 6));
    CHECK(factor(4) == printed(.871442, 6));
    CHECK(factor(5) == printed(.841973, 6));
    CHECK(factor(30) == printed(.356278, 6));
    CHECK(factor(31) == printed(.345901, 6));
}

TEST_CASE("No factor stands beyond the schedule", "[statistics]") {
    CHECK(discount_factor(schedule, 125).has_value());
    CHECK_FALSE(discount_factor(schedule, 126).has_value());
    CHECK_FALSE(discount_factor(schedule, -1).has_value());
    CHECK(discount_factor({}, 0) == 1.0);
    CHECK_FALSE(appraisal(std::array{1.0, 1.0}, {}, {}, {}).has_value());
}

TEST_CASE("Only a dearer and better, or cheaper and worse programme has a ratio", "[statistics]") {
    const auto told = [](double cost, double effect) {
        return incremental_cost({100, 10}, {100 + cost, 10 + effect});
    };
    CHECK(told(10, 2).verdict == CostEffectiveness::ratio);
    CHECK(told(10, 2).ratio == 5.0);
    CHECK(told(-10, -2).verdict == CostEffectiveness::ratio_of_saving);
    CHECK(told(-10, -2).ratio == 5.0);
    CHECK(told(-10, 2).verdict == CostEffectiveness::dominates);
    CHECK(told(0, 2).verdict == CostEffectiveness::dominates);
    CHECK(told(-10, 0).verdict == CostEffectiveness::dominates);
    CHECK(told(10, -2).verdict == CostEffectiveness::dominated);
    CHECK(told(10, 0).verdict == CostEffectiveness::dominated);
    CHECK_FALSE(told(10, 0).ratio.has_value());
    CHECK(told(0, 0).verdict == CostEffectiveness::equal);
    CHECK(net_benefit({100, 10}, {110, 12}, 20) == 30);
}

TEST_CASE("Without net outcomes nothing has a price", "[statistics]") {
    CHECK_FALSE(cost_per_outcome(100, 0).has_value());
    CHECK_FALSE(cost_per_outcome(100, -3).has_value());
    CHECK_FALSE(appraisal(std::array{5.0}, {}, {}, schedule)->benefit_cost_ratio.has_value());
    const auto never = appraisal(std::array{1.0}, std::array{5.0}, {}, schedule);
    CHECK_FALSE(never->payback_year.has_value());
}

}  // namespace waymark::statistics
