// SPDX-License-Identifier: MIT
#include "statistics/reliable_change.hpp"

#include <array>
#include <catch2/catch.hpp>

#include "near.hpp"

namespace waymark::statistics {

TEST_CASE("resilience example 4: reliable change of the SDQ parent total", "[statistics]") {
    const Precision sdq_parent{5.8, .82};
    CHECK(*difference_error(sdq_parent) == printed(3.480, 3));
    CHECK(*reliable_change_index(19, 12, sdq_parent) == printed(-2.011, 3));
    CHECK(*reliable_change_index(19, 13, sdq_parent) == printed(-1.724, 3));
    CHECK(*reliable_change_index(19, 26, sdq_parent) > 1.96);
}

TEST_CASE("Whole-number thresholds follow from deviation and reliability", "[statistics]") {
    struct Example {
        Precision precision;
        double limit;
        int points;
    };
    // The table of the resilience specification, section 4.
    constexpr std::array<Example, 5> table{{{{5.8, .82}, 6.82, 7},
                                            {{6.0, .87}, 6.00, 6},
                                            {{5.2, .80}, 6.45, 7},
                                            {{8.7, .91}, 7.23, 8},
                                            {{5.4, .85}, 5.80, 6}}};
    for (const Example& example : table) {
        CAPTURE(example.precision.sd);
        CHECK(1.96 * *difference_error(example.precision) == printed(example.limit, 2));
        CHECK(reliable_points(example.precision) == example.points);
    }
}

TEST_CASE("resilience example 9: criterion c of the SDQ", "[statistics]") {
    CHECK(*criterion_c({8.4, 5.8}, {19, 5.9}) == printed(13.65, 2));
}

TEST_CASE("Without spread or with perfect reliability there is no threshold", "[statistics]") {
    for (const Precision& precision :
         {Precision{0, .8}, Precision{-1, .8}, Precision{5, 1}, Precision{5, -.1}}) {
        CHECK_FALSE(difference_error(precision).has_value());
        CHECK_FALSE(reliable_change_index(1, 2, precision).has_value());
        CHECK_FALSE(reliable_points(precision).has_value());
    }
    CHECK_FALSE(criterion_c({8.4, 0}, {19, 5.9}).has_value());
}

}  // namespace waymark::statistics
