// SPDX-License-Identifier: MIT
#include "statistics/difference.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "near.hpp"

namespace waymark::statistics {

TEST_CASE("Newcombe's differences match the published worked examples", "[statistics]") {
    // Newcombe, Stat. Med. 17 (1998) 873-890, table II, method 10; printed to four decimals.
    struct Example {
        Share first, second;
        double lower, upper;
    };
    constexpr std::array<Example, 4> published{{{{56, 70}, {48, 80}, 0.0524, 0.3339},
                                                {{9, 10}, {3, 10}, 0.1705, 0.8090},
                                                {{10, 10}, {0, 20}, 0.6791, 1.0000},
                                                {{5, 56}, {0, 29}, -0.0381, 0.1926}}};
    for (const Example& example : published) {
        CAPTURE(example.first.successes);
        check_limits(newcombe_difference(example.first, example.second)->interval, example.lower,
                     example.upper, 4);
    }
}

TEST_CASE("statistics example 3: Newcombe and Welch", "[statistics]") {
    const auto newcombe = newcombe_difference({45, 100}, {30, 100});
    CHECK(newcombe->value == printed(.15, 12));
    check_limits(newcombe->interval, .015852, .276831, 6);
    const auto welch = welch_difference({93.2, 4.1, 40}, {90.5, 6.0, 35});
    CHECK(welch->value == printed(2.7, 12));
    CHECK(welch->degrees_of_freedom == printed(58.89, 2));
    check_limits(welch->interval, .2914, 5.1086, 4);
}

TEST_CASE("statistics example 11: difference in differences of proportions", "[statistics]") {
    const auto estimate =
        difference_in_differences({*group_point(Share{48, 120}), *group_point(Share{36, 118}),
                                   *group_point(Share{60, 150}), *group_point(Share{58, 149})});
    CHECK(estimate.value == printed(-.084177, 6));
    CHECK(*estimate.standard_error == printed(.083620, 6));
    check_limits(estimate.interval, -.248068, .079714, 6);
}

TEST_CASE("Few clusters give a difference without an interval", "[statistics]") {
    const BeforeAfter points{*group_point(Sample{10, 2, 50}), *group_point(Sample{12, 2, 50}),
                             *group_point(Sample{10, 2, 50}), *group_point(Sample{11, 2, 50})};
    CHECK(difference_in_differences(points, 9).value == Approx(1.0));
    CHECK_FALSE(difference_in_differences(points, 9).interval.has_value());
    const auto many = difference_in_differences(points, 10);
    CHECK(*many.standard_error == Approx(std::sqrt(4 * 4.0 / 50)));
    CHECK(many.interval.has_value());
}

TEST_CASE("reoffending example 12: matched comparison", "[statistics]") {
    const auto unclear = unpooled_difference({30, 100}, {160, 400});
    CHECK(100 * unclear->value == printed(-10.0, 10));
    CHECK(100 * *unclear->standard_error == printed(5.196, 3));
    CHECK(100 * unclear->interval->lower == printed(-20.2, 1));
    CHECK(100 * unclear->interval->upper == printed(.2, 1));
    CHECK(verdict(*unclear->interval) == Verdict::inconclusive);
    const auto clear = unpooled_difference({20, 100}, {160, 400});
    CHECK(100 * clear->value == printed(-20.0, 10));
    CHECK(100 * *clear->standard_error == printed(4.690, 3));
    CHECK(100 * clear->interval->lower == printed(-29.2, 1));
    CHECK(100 * clear->interval->upper == printed(-10.8, 1));
    CHECK(verdict(*clear->interval) == Verdict::significant_decrease);
    CHECK(verdict({.1, .2}) == Verdict::significant_increase);
    CHECK(verdict({0, .2}) == Verdict::inconclusive);
}

TEST_CASE("A difference of what is undefined is undefined", "[statistics]") {
    CHECK_FALSE(newcombe_difference({0, 0}, {1, 2}).has_value());
    CHECK_FALSE(newcombe_difference({1, 2}, {3, 2}).has_value());
    CHECK_FALSE(unpooled_difference({1, 2}, {0, 0}).has_value());
    CHECK_FALSE(welch_difference({1, 1, 1}, {1, 1, 9}).has_value());
    CHECK_FALSE(welch_difference({1, 0, 9}, {2, 0, 9}).has_value());
    CHECK_FALSE(group_point(Sample{1, 1, 1}).has_value());
}

}  // namespace waymark::statistics
