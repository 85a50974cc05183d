// SPDX-License-Identifier: MIT
#include "statistics/interrupted_series.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <span>
#include <vector>

#include "near.hpp"

namespace waymark::statistics {

static constexpr std::array<double, 24> series{59,   62.7, 59,   61.3, 64.1, 60.9, 61.4, 61.4,
                                               62.3, 63.2, 65.1, 62.4, 57.8, 59,   57.4, 58.6,
                                               57.7, 55.1, 58.6, 57.6, 59.2, 59,   59.6, 58.3};

TEST_CASE("statistics example 10: interrupted series", "[statistics]") {
    const auto fit = interrupted_series(series, 12);
    REQUIRE(fit.has_value());
    // Printed 59.95 and .30 with those trailing digits: both are exact to the sixth decimal.
    constexpr std::array<double, 4> b{59.95, .30, -6.034848, -.201049};
    constexpr std::array<double, 4> ordinary{.846103, .114963, 1.128354, .162582};
    constexpr std::array<double, 4> newey_west{.494342, .060656, .654600, .082484};
    for (std::size_t j = 0; j < 4; ++j) {
        CAPTURE(j);
        CHECK(fit->coefficients[j] == printed(b[j], j < 2 ? 2 : 6));
        CHECK(fit->ordinary_errors[j] == printed(ordinary[j], 6));
        CHECK(fit->newey_west_errors[j] == printed(newey_west[j], 6));
    }
    CHECK(fit->jump.value == printed(-6.235897, 6));
    CHECK(*fit->durbin_watson == printed(2.51788, 5));
}

TEST_CASE("The small-sample correction widens every Newey-West error alike", "[statistics]") {
    const auto plain = interrupted_series(series, 12);
    const auto corrected = interrupted_series(series, 12, {.lags = 3, .small_sample = true});
    for (std::size_t j = 0; j < 4; ++j) {
        CHECK(corrected->newey_west_errors[j] ==
              Approx(plain->newey_west_errors[j] * std::sqrt(24.0 / 20.0)));
    }
    CHECK(*corrected->jump.standard_error ==
          Approx(*plain->jump.standard_error * std::sqrt(24.0 / 20.0)));
}

TEST_CASE("A series without noise is found exactly", "[statistics]") {
    std::vector<double> y;
    for (int t = 1; t <= 20; ++t) {
        y.push_back(5 + 2 * t + (t > 10 ? -8 + 3 * (t - 10) : 0));
    }
    const auto fit = interrupted_series(y, 10);
    CHECK(fit->coefficients[0] == Approx(5));
    CHECK(fit->coefficients[1] == Approx(2));
    CHECK(fit->coefficients[2] == Approx(-8));
    CHECK(fit->coefficients[3] == Approx(3));
    CHECK(fit->jump.value == Approx(-5));
    CHECK(fit->newey_west_errors[2] == Approx(0).margin(1e-9));
}

TEST_CASE("Fewer than eight points on a side are too few", "[statistics]") {
    CHECK_FALSE(interrupted_series(series, 7).has_value());
    CHECK_FALSE(interrupted_series(series, 17).has_value());
    CHECK_FALSE(interrupted_series(std::span(series).first(15), 8).has_value());
    CHECK(interrupted_series(std::span(series).first(16), 8).has_value());
}

}  // namespace waymark::statistics
