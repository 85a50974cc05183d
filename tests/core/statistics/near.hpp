// SPDX-License-Identifier: MIT
// Comparing figures with published ones, which are printed to so many decimals.
#pragma once

#include <catch2/catch.hpp>
#include <cmath>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Equal when rounded to `decimals`: within half a unit of the last decimal.
inline Approx printed(double value, int decimals) {
    return Approx(value).epsilon(0.0).margin(0.5000001 * std::pow(10.0, -decimals));
}

inline void check_limits(const std::optional<Interval>& interval, double lower, double upper,
                         int decimals) {
    REQUIRE(interval.has_value());
    CHECK(interval->lower == printed(lower, decimals));
    CHECK(interval->upper == printed(upper, decimals));
}

}  // namespace waymark::statistics
