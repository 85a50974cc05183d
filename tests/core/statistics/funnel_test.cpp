// SPDX-License-Identifier: MIT
#include "statistics/funnel.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "near.hpp"

namespace waymark::statistics {
namespace {

const std::vector<FunnelUnit> twenty{{42, 120}, {32, 85},  {61, 240}, {17, 60},  {66, 150},
                                     {99, 310}, {52, 95},  {85, 180}, {27, 70},  {35, 130},
                                     {61, 205}, {43, 110}, {17, 90},  {48, 160}, {80, 260},
                                     {48, 140}, {27, 75},  {88, 190}, {78, 220}, {29, 100}};

}  // namespace

TEST_CASE("statistics example 8: the lines of a funnel", "[statistics]") {
    check_limits(proportion_funnel(.62, 50), .48546, .75454, 5);
    check_limits(proportion_funnel(.62, 50, .998), .40787, .83213, 5);
    check_limits(proportion_funnel(.62, 200), .55273, .68727, 5);
    const auto expected = ratio_funnel(10);
    REQUIRE(expected.has_value());
    CHECK(100 * 10 / expected->upper == printed(54.376, 3));
    CHECK(100 * 10 / expected->lower == printed(208.534, 3));
}

TEST_CASE("statistics example 9: overdispersion of twenty proportions", "[statistics]") {
    const auto model = overdispersion(twenty, FunnelScale::proportion);
    REQUIRE(model.has_value());
    CHECK(model->kept == 20);
    CHECK(model->phi == printed(3.057305, 6));
    CHECK(model->tau2 == printed(.00375037, 8));
    const Overdispersion chance{.target = model->target, .phi = 1, .tau2 = 0, .kept = 20};
    check_limits(overdispersed_funnel(chance, twenty[0], FunnelScale::proportion), .2639, .4333, 4);
    check_limits(overdispersed_funnel(*model, twenty[0], FunnelScale::proportion), .2127, .4933, 4);
}

TEST_CASE("Units are placed by the outermost limit they pass", "[statistics]") {
    const auto share = [](double events) {
        return std::string(text(proportion_place(.62, {events, 50}).value()));
    };
    CHECK(share(20) == "Low (0.001)");
    CHECK(share(24) == "Low (0.025)");
    CHECK(share(31) == "Not significant");
    CHECK(share(38) == "High (0.025)");
    CHECK(share(42) == "High (0.001)");
    const auto ratio = [](double events) {
        return std::string(text(ratio_place(1, {events, 20}).value()));
    };
    CHECK(ratio(6) == "Low (0.001)");
    CHECK(ratio(11) == "Low (0.025)");
    CHECK(ratio(20) == "Not significant");
    CHECK(ratio(32) == "High (0.025)");
    CHECK(ratio(40) == "High (0.001)");
}

TEST_CASE("A unit without a base has no place", "[statistics]") {
    CHECK_FALSE(proportion_place(.5, {0, 0}).has_value());
    CHECK_FALSE(proportion_place(.5, {3, 2}).has_value());
    CHECK_FALSE(proportion_place(1.5, {1, 2}).has_value());
    CHECK_FALSE(ratio_place(1, {1, 0}).has_value());
    CHECK_FALSE(ratio_place(1, {-1, 2}).has_value());
    CHECK_FALSE(ratio_funnel(-1).has_value());
    CHECK(ratio_funnel(0)->lower == 0.0);
    std::vector<FunnelUnit> nine(twenty.begin(), twenty.begin() + 9);
    CHECK_FALSE(overdispersion(nine, FunnelScale::proportion).has_value());
    auto wrong = twenty;
    wrong[3] = {2, 1};
    CHECK_FALSE(overdispersion(wrong, FunnelScale::proportion).has_value());
    CHECK(overdispersion(wrong, FunnelScale::ratio_of_counts).has_value());
    wrong[3] = {0, 10};
    CHECK_FALSE(overdispersion(wrong, FunnelScale::ratio_shmi).has_value());
    CHECK(overdispersion(wrong, FunnelScale::ratio_cqc).has_value());
    CHECK_FALSE(overdispersion(std::vector<FunnelUnit>(12, {0, 10}), FunnelScale::ratio_of_counts)
                    .has_value());
}

TEST_CASE("Units that differ no more than by chance have no variance between them",
          "[statistics]") {
    const std::vector<FunnelUnit> same(15, {40, 100});
    for (const auto scale : {FunnelScale::proportion, FunnelScale::ratio_of_counts}) {
        const auto model = overdispersion(same, scale);
        REQUIRE(model.has_value());
        CHECK(model->tau2 == 0.0);
        CHECK(std::fabs(model->phi) < 0.01);
    }
}

TEST_CASE("SHMI drops the outermost tenths instead of pulling them in", "[statistics]") {
    std::vector<FunnelUnit> units;
    for (int i = 0; i < 19; ++i) {
        units.push_back({80.0 + 2 * i, 100.004});
    }
    const auto model = overdispersion(units, FunnelScale::ratio_shmi);
    REQUIRE(model.has_value());
    // floor(10 rank / 20) is 0 for rank 1 and 9 or more for ranks 18 and 19.
    CHECK(model->kept == 16);
    CHECK(model->target == 0.0);
}

TEST_CASE("More variance between units never narrows a limit", "[statistics]") {
    CHECK(rc::check([] {
        const auto scale = *rc::gen::element(FunnelScale::proportion, FunnelScale::ratio_cqc,
                                             FunnelScale::ratio_of_counts, FunnelScale::ratio_shmi);
        const auto base = *rc::gen::inRange(1, 500);
        const FunnelUnit unit{double(*rc::gen::inRange(1, base + 1)), double(base)};
        const double target = scale == FunnelScale::ratio_cqc ? 1.0 : 0.5;
        const auto narrow = overdispersed_funnel({target, 1, 0.0, 10}, unit, scale);
        const auto wide =
            overdispersed_funnel({target, 2, *rc::gen::inRange(0, 100) / 1000.0, 10}, unit, scale);
        RC_ASSERT(narrow.has_value());
        RC_ASSERT(wide.has_value());
        RC_ASSERT(wide->lower <= narrow->lower);
        RC_ASSERT(wide->upper >= narrow->upper);
        RC_ASSERT(wide->lower >= 0.0);
    }));
}

}  // namespace waymark::statistics
