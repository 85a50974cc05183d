// SPDX-License-Identifier: MIT
#include "statistics/paired_change.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <span>
#include <utility>

#include "near.hpp"

namespace waymark::statistics {

using Pair = std::pair<double, double>;

static ChangeMoments moments_of(std::span<const Pair> pairs) {
    ChangeMoments moments;
    for (const auto& [first, last] : pairs) {
        ++moments.n;
        moments.first += first;
        moments.last += last;
        moments.first_first += first * first;
        moments.first_last += first * last;
        moments.last_last += last * last;
    }
    return moments;
}

static constexpr std::array<Pair, 10> worked{{{19, 14},
                                              {22, 20},
                                              {15, 15},
                                              {17, 11},
                                              {24, 17},
                                              {20, 19},
                                              {13, 14},
                                              {18, 12},
                                              {21, 15},
                                              {16, 13}}};

TEST_CASE("resilience example 5: paired change", "[statistics]") {
    const auto change = paired_change(moments_of(worked), Better::down);
    REQUIRE(change.has_value());
    CHECK(change->mean_first == printed(18.5, 6));
    CHECK(change->mean_last == printed(15.0, 6));
    CHECK(change->change.value == printed(3.5, 6));
    CHECK(*change->sd_change == printed(2.8771, 4));
    check_limits(change->change.interval, 1.4418, 5.5582, 4);
    CHECK(*change->sd_first == printed(3.3747, 4));
    CHECK(*change->correlation == printed(.58916, 5));
    CHECK(*change->cohens_d == printed(1.03712, 5));
    CHECK(*change->hedges_j == printed(.913875, 6));
    CHECK(change->hedges_g->value == printed(.94779, 5));
    CHECK(*change->hedges_g->standard_error == printed(.35649, 5));
    check_limits(change->hedges_g->interval, .2491, 1.6465, 4);
}

TEST_CASE("Where higher is better the same pairs are a change for the worse", "[statistics]") {
    const auto change = paired_change(moments_of(worked), Better::up);
    CHECK(change->change.value == printed(-3.5, 6));
    CHECK(change->hedges_g->value == printed(-.94779, 5));
    CHECK(*change->correlation == printed(.58916, 5));
}

TEST_CASE("Pairs too few or too alike have no effect size", "[statistics]") {
    CHECK_FALSE(paired_change({}, Better::up).has_value());
    const auto one = paired_change(moments_of(std::span(worked).first(1)), Better::up);
    CHECK(one->change.value == -5.0);
    CHECK_FALSE(one->change.interval.has_value());
    const auto two = paired_change(moments_of(std::span(worked).first(2)), Better::up);
    CHECK(two->change.interval.has_value());
    CHECK_FALSE(two->cohens_d.has_value());
    CHECK_FALSE(two->hedges_g.has_value());
    const std::array<Pair, 3> same_first{{{0.1, 5}, {0.1, 6}, {0.1, 8}}};
    const auto flat = paired_change(moments_of(same_first), Better::up);
    CHECK(flat->change.interval.has_value());
    CHECK_FALSE(flat->cohens_d.has_value());
    CHECK_FALSE(flat->correlation.has_value());
    const std::array<Pair, 3> same_last{{{5, 7}, {6, 7}, {8, 7}}};
    const auto levelled = paired_change(moments_of(same_last), Better::up);
    CHECK(levelled->hedges_g.has_value());
    CHECK_FALSE(levelled->hedges_g->interval.has_value());
}

}  // namespace waymark::statistics
