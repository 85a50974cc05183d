// SPDX-License-Identifier: MIT
#include "statistics/quantile.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "near.hpp"

namespace waymark::statistics {

TEST_CASE("Type 7 quantiles interpolate between order statistics", "[statistics]") {
    // R: quantile(c(1, 2, 2, 4, 8, 16), c(0, .1, .25, .5, .9, 1)).
    const std::array values{ValueCount{1, 1}, ValueCount{2, 2}, ValueCount{4, 1}, ValueCount{8, 1},
                            ValueCount{16, 1}};
    CHECK(*quantile_type_7(values, 0) == Approx(1));
    CHECK(*quantile_type_7(values, .1) == Approx(1.5));
    CHECK(*quantile_type_7(values, .25) == Approx(2));
    CHECK(*quantile_type_7(values, .5) == Approx(3));
    CHECK(*quantile_type_7(values, .9) == Approx(12));
    CHECK(*quantile_type_7(values, 1) == Approx(16));
}

TEST_CASE("One value is its own quantile, none has no quantile", "[statistics]") {
    CHECK(quantile_type_7(std::array{ValueCount{7, 3}}, .3) == 7.0);
    CHECK_FALSE(quantile_type_7({}, .5).has_value());
    CHECK_FALSE(quantile_type_7(std::array{ValueCount{7, 0}}, .5).has_value());
    CHECK_FALSE(quantile_type_7(std::array{ValueCount{7, 1}}, 1.5).has_value());
}

}  // namespace waymark::statistics
