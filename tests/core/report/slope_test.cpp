// SPDX-License-Identifier: MIT
#include "report/slope.hpp"

#include <catch2/catch.hpp>

#include "core/disclosure/table.hpp"
#include "store/store.hpp"

using namespace waymark;

namespace {

const FixedClock noon{date_of(2024, 12, 1) + std::chrono::hours{12}};

// The slopes of a store with strata a, b, ... of "band", each with its people and events.
std::vector<report::SlopeFigure> slopes_of(
    const std::vector<std::pair<std::int64_t, std::int64_t>>& strata, const std::string& profile,
    contract::Kind kind = contract::Kind::proportion) {
    store::Store store(":memory:", noon);
    disclosure::play::Table table(kind);
    std::int64_t people = 0;
    std::int64_t events = 0;
    for (std::uint32_t value = 0; value < strata.size(); ++value) {
        table.add({value}, strata[value].first, strata[value].second);
        people += strata[value].first;
        events += strata[value].second;
    }
    table.add(disclosure::play::all, people, events);
    static_cast<void>(store.commit(table.pass(profile).publication));
    return report::slopes(store.reader(), {"band", {}, {}, {}});
}

}  // namespace

TEST_CASE("statistics example 15: the slope index over released quintiles", "[report]") {
    const auto found =
        slopes_of({{1200, 336}, {1100, 264}, {1000, 200}, {900, 153}, {800, 104}}, "open_data");
    REQUIRE(found.size() == 1);
    const release::Figures& figures = found[0].slope.figures();
    CHECK(figures.value.value() == Approx(-0.183835).margin(5e-7));
    CHECK(figures.lower.value() == Approx(-0.22307).margin(5e-4));
    CHECK(figures.upper.value() == Approx(-0.14460).margin(5e-4));
    CHECK(found[0].relative.value() == Approx(0.393920).margin(5e-7));
    CHECK(found[0].slope.key().indicator_id == "first.slope_index");
    CHECK(found[0].groups == 5);
    CHECK(found[0].vintages.size() == 1);
}

TEST_CASE("A hidden group hides the slope, four groups have none", "[report]") {
    const auto hidden =
        slopes_of({{1200, 336}, {1100, 264}, {1000, 200}, {900, 3}, {800, 104}}, "nhs_hes");
    REQUIRE(hidden.size() == 1);
    CHECK(hidden[0].slope.figures().state == State::suppressed);
    CHECK_FALSE(hidden[0].relative);
    const auto four = slopes_of({{1200, 336}, {1100, 264}, {1000, 200}, {900, 153}}, "open_data");
    CHECK(four[0].slope.figures().state == State::not_applicable);
}

TEST_CASE("Counts have no slope", "[report]") {
    CHECK(slopes_of({{10, 10}, {20, 20}, {30, 30}, {40, 40}, {50, 50}}, "open_data",
                    contract::Kind::count)
              .empty());
}
