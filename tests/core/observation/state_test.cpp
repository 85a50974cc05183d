// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <utility>

#include "play.hpp"

namespace waymark::observation {
namespace {

using contract::Kind;
using play::Run;

// The cell of two cases in these states.
Observation cell_of(std::int32_t first, std::int32_t second, bool open = false) {
    Run run(Kind::count);
    run.frame.periods[0].open = open;
    run.cases = {{0, 0, {}}, {1, 0, {}}};
    const auto observed =
        run.observed({{0, 1, 1, 0, 0, 1, first, {}}, {1, 1, 1, 0, 0, 1, second, {}}});
    REQUIRE(observed.cells.size() == 1);
    return observed.cells[0];
}

ShardSums shard_of(const Run& run) {
    return ShardSums(Shape{&run.description, 2, run.frame.periods, {1}, 0, false, {}});
}

const std::vector<std::uint32_t> services{0, 0, 0, 0};
const std::vector<std::uint32_t> persons{0, 1, 2, 3};
const std::vector<std::uint8_t> more{0, 0, 0, 0};
const CaseColumns four_cases{services, persons, more, {}, {}};

// Four cases contribute to the first two months; a finding is told of 2 of 30 in the first.
Observations with_finding(double limit, std::uint32_t period) {
    Run run(Kind::count);
    run.description.findings = {{"conflict", "two marks for one session", limit, 0.06}};
    std::vector<ShardSums> shards;
    shards.push_back(shard_of(run));
    const std::vector<std::uint32_t> cases{0, 1, 2, 3};
    shards[0].add({0, 0, 0, cases, {}, {}, {}, {}, {}, {}}, four_cases);
    shards[0].add({0, 0, 1, cases, {}, {}, {}, {}, {}, {}}, four_cases);
    shards[0].find({0, 0, period, 2, 10}, four_cases);
    shards[0].find({0, 1, period, 0, 20}, four_cases);
    return summed(shards, run.frame);
}

}  // namespace

TEST_CASE("The gravest state of the contributions decides", "[observation]") {
    CHECK(cell_of(WM_STATE_OBSERVED, WM_STATE_NOT_DUE).state == State::not_due);
    CHECK(cell_of(WM_STATE_SUPPRESSED_AT_SOURCE, WM_STATE_UNAVAILABLE).state ==
          State::suppressed_at_source);
    CHECK(cell_of(WM_STATE_MISSING, WM_STATE_UNAVAILABLE).state == State::unavailable);
    CHECK(cell_of(WM_STATE_OBSERVED, WM_STATE_MISSING).state == State::missing);
    CHECK(cell_of(WM_STATE_OBSERVED, WM_STATE_ROUNDS_TO_ZERO).state == State::observed);
    CHECK(cell_of(WM_STATE_NOT_APPLICABLE, WM_STATE_ROUNDS_TO_ZERO).state == State::rounds_to_zero);
    CHECK(cell_of(WM_STATE_NOT_APPLICABLE, WM_STATE_OBSERVED).state == State::observed);
    CHECK(cell_of(WM_STATE_NOT_APPLICABLE, WM_STATE_NOT_APPLICABLE).state == State::not_applicable);
}

TEST_CASE("A provisional contribution counts and is told", "[observation]") {
    const auto cell = cell_of(WM_STATE_OBSERVED, WM_STATE_PROVISIONAL);
    CHECK(cell.state == State::observed);
    CHECK(cell.maturity == Maturity::provisional);
    CHECK(cell.sums.people == 2);
    CHECK(cell_of(WM_STATE_OBSERVED, WM_STATE_OBSERVED).maturity == Maturity::final);
    CHECK(cell_of(WM_STATE_OBSERVED, WM_STATE_PROVISIONAL, true).maturity == Maturity::open);
}

TEST_CASE("A cell that is not due is never final", "[observation]") {
    CHECK(cell_of(WM_STATE_OBSERVED, WM_STATE_NOT_DUE).maturity == Maturity::provisional);
    CHECK(cell_of(WM_STATE_NOT_DUE, WM_STATE_NOT_DUE, true).maturity == Maturity::open);
}

TEST_CASE("Figures without a state to carry them are left out", "[observation]") {
    const auto cell = cell_of(WM_STATE_MISSING, WM_STATE_OBSERVED);
    CHECK(cell.sums.people == 1);
    CHECK(cell.sums.a == 1);
}

TEST_CASE("Periods not asked for and grains not allowed have no cells", "[observation]") {
    Run run(Kind::count);
    run.cases = {{0, 0, {}}};
    run.frame.periods[1].asked = false;
    run.description.indicators[0].grains = {calendar::Grain::month};
    const auto observed = run.observed({{0, 1, 1, 0, 0}, {0, 1, 1, 0, 1}, {0, 1, 1, 0, 3}});
    REQUIRE(observed.cells.size() == 1);
    CHECK(observed.cells[0].key.period == 0);
}

TEST_CASE("A finding above its share flags the cells of its service and period", "[observation]") {
    const auto flagged = with_finding(0.05, 0);
    CHECK(has(play::find_cell(flagged, CellKey{})->flags, Flag::low_quality));
    CHECK_FALSE(has(play::find_cell(flagged, {0, 0, 0, 1, 0, 0})->flags, Flag::low_quality));
    CHECK_FALSE(has(with_finding(0.07, 0).cells[0].flags, Flag::low_quality));
    CHECK(has(with_finding(0.05, WM_ALL).cells[1].flags, Flag::low_quality));
    CHECK(with_finding(0.07, 0).cells[0].flags == with(0, Flag::low_completion));
    REQUIRE(flagged.findings.size() == 1);
    CHECK(flagged.findings[0].count == 2);
    CHECK(flagged.findings[0].of == 30);
    CHECK(flagged.findings[0].cases == 2);
}

TEST_CASE("A case excluded twice for one reason counts once", "[observation]") {
    const Run run(Kind::count);
    std::vector<ShardSums> shards;
    shards.push_back(shard_of(run));
    shards.push_back(shard_of(run));
    for (ShardSums& shard : shards) {
        shard.exclude(WM_ALL, 1, 0, 3, four_cases);
        shard.exclude(WM_ALL, 2, 0, 3, four_cases);
        shard.exclude(WM_ALL, 1, 0, 3, four_cases);
    }
    const auto observed = summed(shards, run.frame);
    REQUIRE(observed.exclusions.size() == 1);
    CHECK(observed.exclusions[0].cases == 4);
    CHECK(observed.exclusions[0].reason == 3);
    CHECK(observed.exclusions[0].period == 0u);
    CHECK_FALSE(observed.exclusions[0].indicator.has_value());
}

TEST_CASE("Findings of a fine period are told of the coarse one its figures add up to",
          "[observation]") {
    Run run(Kind::count);
    run.description.findings = {{"conflict", "two marks for one session", 0.06, {}}};
    run.frame.periods[0].asked = false;  // a month of which only the term, period 1, is asked for
    std::vector<ShardSums> shards;
    shards.emplace_back(
        Shape{&run.description, 2, run.frame.periods, {1}, 0, true, {{.fine = 0, .coarse = 1}}});
    shards[0].find({0, 0, 0, 2, 10}, four_cases);
    shards[0].find({0, 1, 0, 1, 20}, four_cases);
    const Observations observed = summed(shards, run.frame);
    REQUIRE(observed.findings.size() == 1);
    CHECK(observed.findings[0].period == 1U);
    CHECK(observed.findings[0].count == 3);
    CHECK(observed.findings[0].of == 30);
    CHECK(observed.findings[0].cases == 2);
}

}  // namespace waymark::observation
