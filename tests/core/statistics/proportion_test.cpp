// SPDX-License-Identifier: MIT
#include "statistics/proportion.hpp"

#include <rapidcheck.h>
#include <array>
#include <catch2/catch.hpp>
#include <limits>

#include "near.hpp"
#include "statistics/distribution.hpp"

namespace waymark::statistics {

TEST_CASE("Wilson intervals match the published worked examples", "[statistics]") {
    // Newcombe, Stat. Med. 17 (1998) 857-872, table I, method 3; printed to four decimals.
    struct Example {
        double events, n, lower, upper;
    };
    constexpr std::array<Example, 4> published{{{81, 263, 0.2553, 0.3662},
                                                {15, 148, 0.0624, 0.1605},
                                                {0, 20, 0.0000, 0.1611},
                                                {1, 29, 0.0061, 0.1718}}};
    for (const Example& example : published) {
        CAPTURE(example.events, example.n);
        check_limits(wilson_interval(example.events, example.n), example.lower, example.upper, 4);
    }
}

TEST_CASE("statistics example 1: Wilson", "[statistics]") {
    check_limits(wilson_interval(65, 100), .552544, .736358, 6);
    check_limits(wilson_interval(65, 100, .998), .495495, .778354, 6);
    check_limits(wilson_interval(0, 20), 0, .161125, 6);
    check_limits(wilson_interval(20, 20), .838875, 1, 6);
    check_limits(wilson_interval(3, 12), .088942, .532305, 6);
}

TEST_CASE("resilience example 8: completion 31 of 47", "[statistics]") {
    CHECK(31.0 / 47.0 == printed(.660, 3));
    check_limits(wilson_interval(31, 47), .517, .778, 3);
}

TEST_CASE("Wilson limits hold the proportion and stay within 0 and 1", "[statistics]") {
    CHECK(rc::check([] {
        const auto n = *rc::gen::inRange(1, 1000000);
        const auto x = *rc::gen::inRange(0, n + 1);
        for (const double fraction : {0.0, 0.25, 0.5}) {
            const double successes = std::min<double>(n, x + fraction);
            const auto limits = wilson_interval(successes, n);
            RC_ASSERT(limits.has_value());
            RC_ASSERT(limits->lower >= 0.0);
            RC_ASSERT(limits->upper <= 1.0);
            RC_ASSERT(limits->lower <= successes / n + 1e-15);
            RC_ASSERT(limits->upper >= successes / n - 1e-15);
        }
    }));
}

TEST_CASE("A proportion nobody was observed for has no interval", "[statistics]") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(wilson_interval(0, 0).has_value());
    CHECK_FALSE(wilson_interval(1, -1).has_value());
    CHECK_FALSE(wilson_interval(3, 2).has_value());
    CHECK_FALSE(wilson_interval(-1, 2).has_value());
    CHECK_FALSE(wilson_interval(nan, 2).has_value());
    CHECK_FALSE(wilson_interval(1, nan).has_value());
    CHECK_FALSE(wilson_interval(1, std::numeric_limits<double>::infinity()).has_value());
}

TEST_CASE("The quantiles are those of the tables", "[statistics]") {
    CHECK(two_sided_z(.95) == printed(1.959963984540054, 14));
    CHECK(two_sided_z(.998) == printed(3.090232306167813, 14));
    CHECK(two_sided_t(.95, 9) == printed(2.26216, 5));
    CHECK(chi_squared_quantile(.95, 1) == printed(3.841459, 6));
}

}  // namespace waymark::statistics
