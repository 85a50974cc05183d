// SPDX-License-Identifier: MIT
#include "statistics/rate.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <limits>

#include "near.hpp"

namespace waymark::statistics {

TEST_CASE("statistics example 2: Byar from 10 events, exact below", "[statistics]") {
    check_limits(count_interval(65), 50.163188, 82.849139, 6);
    check_limits(count_interval(8), 3.453832, 15.763189, 6);
    check_limits(count_interval(0), 0, 3.688879, 6);
    check_limits(count_interval(9), 4.115373, 17.084803, 6);
    check_limits(count_interval(10), 4.787450, 18.391459, 6);
    const auto rate = rate_interval(65, 10000);
    REQUIRE(rate.has_value());
    CHECK(100000 * rate->lower == printed(501.63, 2));
    CHECK(100000 * rate->upper == printed(828.49, 2));
}

TEST_CASE("Exact Poisson limits match the published table", "[statistics]") {
    // Garwood, Biometrika 28 (1936) 437-442, as printed to two decimals in many tables.
    check_limits(count_interval(1), 0.03, 5.57, 2);
    check_limits(count_interval(5), 1.62, 11.67, 2);
}

TEST_CASE("A count or exposure that cannot be has no limits", "[statistics]") {
    CHECK_FALSE(count_interval(-1).has_value());
    CHECK_FALSE(count_interval(std::numeric_limits<double>::quiet_NaN()).has_value());
    CHECK_FALSE(rate_interval(5, 0).has_value());
    CHECK_FALSE(rate_interval(5, -3).has_value());
}

TEST_CASE("A standardised rate of one stratum is its rate with the interval of its count",
          "[statistics]") {
    const std::array strata{StandardStratum{65, 10000, 5000}};
    const auto standardised = standardised_rate(strata);
    const auto crude = rate_interval(65, 10000);
    REQUIRE(standardised.has_value());
    CHECK(standardised->value == Approx(0.0065));
    CHECK(standardised->interval->lower == Approx(crude->lower));
    CHECK(standardised->interval->upper == Approx(crude->upper));
}

TEST_CASE("A standardised rate weights strata by the standard population", "[statistics]") {
    // By hand: rates .01 and .04, weights 1 and 3: (.01 + .12) / 4; variance 10/1000^2 and
    // 40/1000^2 * 9, over 16: 370e-6 / 16; Byar limits of 50 events are 37.108666 and 65.919275.
    const std::array strata{StandardStratum{10, 1000, 1}, StandardStratum{40, 1000, 3}};
    const auto rate = standardised_rate(strata);
    REQUIRE(rate.has_value());
    CHECK(rate->value == Approx(.0325));
    CHECK(*rate->standard_error == Approx(std::sqrt(370e-6 / 16)));
    const auto byar = count_interval(50);
    CHECK(byar->lower == printed(37.11, 2));
    const double scale = std::sqrt(370e-6 / 16 / 50);
    CHECK(rate->interval->lower == Approx(.0325 + scale * (byar->lower - 50)));
    CHECK(rate->interval->upper == Approx(.0325 + scale * (byar->upper - 50)));
}

TEST_CASE("A standardised rate is withheld under 10 events", "[statistics]") {
    CHECK_FALSE(standardised_rate(std::array{StandardStratum{9, 100, 1}}).has_value());
    CHECK_FALSE(standardised_rate(std::array{StandardStratum{20, 0, 1}}).has_value());
    CHECK_FALSE(standardised_rate(std::array{StandardStratum{20, 100, 0}}).has_value());
    CHECK_FALSE(standardised_rate({}).has_value());
}

}  // namespace waymark::statistics
