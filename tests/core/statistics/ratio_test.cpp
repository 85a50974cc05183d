// SPDX-License-Identifier: MIT
#include "statistics/ratio.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <span>

#include "near.hpp"
#include "statistics/mean.hpp"

namespace waymark::statistics {

struct Person {
    double a, b;
};

static PairMoments moments_of(std::span<const Person> people) {
    PairMoments moments;
    for (const Person& person : people) {
        ++moments.n;
        moments.a += person.a;
        moments.b += person.b;
        moments.aa += person.a * person.a;
        moments.ab += person.a * person.b;
        moments.bb += person.b * person.b;
    }
    return moments;
}

TEST_CASE("statistics section 1: the ratio of 5/50, 10/200 and 12/150", "[statistics]") {
    const std::array people{Person{5, 50}, Person{10, 200}, Person{12, 150}};
    const auto absence = ratio(moments_of(people), share);
    REQUIRE(absence.has_value());
    CHECK(absence->value == printed(.067500, 6));
    CHECK(*absence->standard_error == printed(.013136, 6));
    check_limits(absence->interval, .010980, .124020, 6);
}

TEST_CASE("With b = 1 a ratio is a mean, limits and all", "[statistics]") {
    const std::array people{Person{3, 1}, Person{7, 1}, Person{8, 1}, Person{-2, 1}};
    const auto by_ratio = ratio(moments_of(people), any_number);
    const auto by_mean = mean({4, 16, 126});
    CHECK(by_ratio->value == Approx(by_mean->value));
    CHECK(by_ratio->interval->lower == Approx(by_mean->interval->lower));
    CHECK(by_ratio->interval->upper == Approx(by_mean->interval->upper));
}

TEST_CASE("Limits of a ratio do not leave its range", "[statistics]") {
    const std::array people{Person{1, 10}, Person{9, 10}};
    check_limits(ratio(moments_of(people), share)->interval, 0, 1, 12);
    CHECK(ratio(moments_of(people), not_negative)->interval->lower == 0.0);
    CHECK(ratio(moments_of(people), not_negative)->interval->upper > 1.0);
}

TEST_CASE("A ratio without denominator is undefined, of one person it has no interval",
          "[statistics]") {
    CHECK_FALSE(ratio({}, share).has_value());
    CHECK_FALSE(ratio(moments_of(std::array{Person{0, 0}, Person{0, 0}}), share).has_value());
    const auto one = ratio(moments_of(std::array{Person{1, 4}}), share);
    CHECK(one->value == 0.25);
    CHECK_FALSE(one->interval.has_value());
    // Equal ratios leave a sum of squares that rounding could make negative.
    const std::array equal{Person{0.1, 0.3}, Person{0.2, 0.6}, Person{0.7, 2.1}};
    const auto constant = ratio(moments_of(equal), share);
    CHECK(*constant->standard_error == Approx(0).margin(1e-9));
}

}  // namespace waymark::statistics
