// SPDX-License-Identifier: MIT
#include "statistics/mean.hpp"

#include <catch2/catch.hpp>

#include "near.hpp"

namespace waymark::statistics {

TEST_CASE("A mean has the t interval of the textbook", "[statistics]") {
    // Student, Biometrika 6 (1908) 20: additional hours of sleep of ten patients under drug 2 minus
    // drug 1, mean 1.58, s = 1.23 with n - 1; 95 % limits .70 to 2.46.
    Moments moments;
    for (const double gain : {1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4}) {
        ++moments.n;
        moments.sum += gain;
        moments.squares += gain * gain;
    }
    const auto sleep = mean(moments);
    CHECK(sleep->value == printed(1.58, 2));
    CHECK(*standard_deviation(moments) == printed(1.23, 2));
    check_limits(sleep->interval, .70, 2.46, 2);
}

TEST_CASE("A mean of nobody is undefined, of one person it has no interval", "[statistics]") {
    CHECK_FALSE(mean({}).has_value());
    const auto one = mean({1, 3, 9});
    CHECK(one->value == 3.0);
    CHECK_FALSE(one->interval.has_value());
    CHECK_FALSE(standard_deviation({1, 3, 9}).has_value());
}

TEST_CASE("Equal values deviate by exactly 0, whatever their sums round to", "[statistics]") {
    for (const double value : {0.1, 1.0 / 3.0, 1e6 + 0.7, 47.0}) {
        Moments moments;
        for (int i = 0; i < 1000; ++i) {
            ++moments.n;
            moments.sum += value;
            moments.squares += static_cast<double>(value * value);
        }
        CHECK(squared_deviations(moments) == 0.0);
    }
}

TEST_CASE("Equal weights give the plain mean, unequal ones the effective size", "[statistics]") {
    // Values 3, 7, 8, -2.
    const auto plain = mean({4, 16, 126});
    const auto weighted = weighted_mean({4, 8, 16, 32, 252});
    CHECK(weighted->value == Approx(plain->value));
    CHECK(weighted->interval->lower == Approx(plain->interval->lower));
    CHECK(weighted->interval->upper == Approx(plain->interval->upper));
    // Values 10 and 20 with weights 3 and 1: mean 12.5, variance 18.75, effective size 1.6.
    const auto unequal = weighted_mean({2, 4, 10, 50, 700});
    CHECK(unequal->value == Approx(12.5));
    CHECK(*unequal->standard_error == Approx(std::sqrt(18.75 / 0.6)));
}

TEST_CASE("Without weight there is no mean, with one weight no interval", "[statistics]") {
    CHECK_FALSE(weighted_mean({}).has_value());
    CHECK_FALSE(weighted_mean({2, 0, 0, 0, 0}).has_value());
    CHECK(weighted_mean({1, 2, 4, 6, 18})->value == 3.0);
    CHECK_FALSE(weighted_mean({1, 2, 4, 6, 18})->interval.has_value());
    CHECK_FALSE(weighted_mean({2, 2, 4, 6, 18})->interval.has_value());
}

}  // namespace waymark::statistics
