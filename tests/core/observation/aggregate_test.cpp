// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "play.hpp"

namespace waymark::observation {
namespace {

using contract::Kind;
using play::find_cell;
using play::first_sums;
using play::Run;

// Rows for girls, boys and the published total of one month.
Run table(Kind kind) {
    Run run(kind);
    run.aggregate = true;
    run.frame.strata = {{"all", {"all"}}, {"sex", {"girls", "boys", "total"}}};
    run.cases = {{0, 0, {0}}, {1, 0, {1}}, {2, 0, {2}, true}};
    return run;
}

constexpr std::uint32_t quarter = 3;

}  // namespace

TEST_CASE("A published total stands in place of the sum of the parts", "[observation]") {
    const auto observed =
        table(Kind::count)
            .observed({{0, 40, 1, 0, 0, 40}, {1, 45, 1, 0, 0, 45}, {2, 87, 1, 0, 0, 87}});
    CHECK(first_sums(observed).a == 87);
    CHECK(first_sums(observed).people == 87);
    CHECK(observed.cells.size() == 3);
    CHECK(find_cell(observed, {0, 0, 0, 0, 1, 2}) == nullptr);
}

TEST_CASE("Without a published total, all is the sum of the parts", "[observation]") {
    const auto observed = table(Kind::count).observed({{0, 40, 1, 0, 0, 40}, {1, 45, 1, 0, 0, 45}});
    CHECK(first_sums(observed).a == 85);
    CHECK(first_sums(observed).people == 85);
}

TEST_CASE("A total hidden in the published table hides all, whatever the parts say",
          "[observation]") {
    const auto observed = table(Kind::count)
                              .observed({{0, 40, 1, 0, 0, 40},
                                         {2, 0, 0, 0, 0, 0, WM_STATE_SUPPRESSED_AT_SOURCE, {}}});
    CHECK(find_cell(observed, CellKey{})->state == State::suppressed_at_source);
    CHECK(find_cell(observed, {0, 0, 0, 0, 1, 0})->state == State::observed);
}

TEST_CASE("Published values are never summed to all", "[observation]") {
    const auto observed =
        table(Kind::published).observed({{0, 0.93, 1, 0, 0, 40}, {1, 0.91, 1, 0, 0, 45}});
    CHECK(find_cell(observed, CellKey{}) == nullptr);
    CHECK(find_cell(observed, {0, 0, 0, 0, 1, 1})->sums.a == static_cast<long double>(0.91));
    CHECK(find_cell(observed, {0, 0, 0, 0, 1, 1})->sums.people == 45);
}

TEST_CASE("Two published values for one cell are refused with the cell's name", "[observation]") {
    Run run = table(Kind::published);
    run.cases.push_back({3, 0, {0}});
    CHECK_THROWS_WITH(run.observed({{0, 0.93}, {3, 0.91}}),
                      Catch::Contains("2 published values") && Catch::Contains("service 'north'") &&
                          Catch::Contains("2024-01") && Catch::Contains("sex 'girls'"));
}

TEST_CASE("Counts roll up to the coarse period with the most people of its parts",
          "[observation]") {
    Run run(std::vector<Kind>{Kind::ratio, Kind::published, Kind::quantile});
    run.aggregate = true;
    run.cases = {{0, 0, {}}, {1, 0, {}}, {2, 0, {}}, {3, 1, {}}};
    run.roll_ups = {{0, quarter}, {1, quarter}, {2, quarter}};
    const auto observed = run.observed({{0, 5, 100, 0, 0, 20},
                                        {1, 6, 110, 0, 1, 25},
                                        {2, 7, 120, 0, 2, 22},
                                        {0, 0.9, 1, 1, 0, 20},
                                        {0, 3, 1, 2, 0, 20}});
    const auto* coarse = find_cell(observed, {0, 0, 0, quarter, 0, 0});
    REQUIRE(coarse != nullptr);
    CHECK(coarse->sums.a == 18);
    CHECK(coarse->sums.b == 330);
    CHECK(coarse->sums.people == 25);
    CHECK(coarse->sums.contributions == 3);
    CHECK(find_cell(observed, {0, 1, 0, quarter, 0, 0}) == nullptr);
    CHECK(find_cell(observed, {0, 2, 0, quarter, 0, 0}) == nullptr);
}

TEST_CASE("A coarse cell has the same bits whether its fine ones were asked for or not",
          "[observation]") {
    Run run(std::vector<Kind>{Kind::mean, Kind::ratio});
    run.aggregate = true;
    run.frame.strata = {{"all", {"all"}}, {"sex", {"girls", "boys", "total"}}};
    run.roll_ups = {{2, quarter}, {0, quarter}, {1, quarter}};
    std::vector<play::Told> told;
    for (std::uint32_t row = 0; row < 60; ++row) {
        run.cases.push_back({row, row % 2, {row % 3}, row % 3 == 2});
        const double figure = 1.0 / (1 + row * row);
        const std::uint32_t period = (row * 7) % 3;
        told.push_back({row, figure, 1, 0, period, row});
        told.push_back({row, 1 - figure, figure, 1, period, 60 - row});
    }
    told[8].state = WM_STATE_SUPPRESSED_AT_SOURCE;
    const auto all = run.observed(told);
    for (std::uint32_t month = 0; month < quarter; ++month) {
        run.frame.periods[month].asked = false;
    }
    const std::uint32_t shards = GENERATE(1, 4);
    const auto coarse = run.observed(told, shards);

    std::size_t compared = 0;
    for (const Observation& cell : all.cells) {
        const auto* same = find_cell(coarse, cell.key);
        REQUIRE((same != nullptr) == (cell.key.period == quarter));
        if (same != nullptr) {
            ++compared;
            CHECK(same->state == cell.state);
            CHECK(same->sums.people == cell.sums.people);
            CHECK(same->sums.contributors == cell.sums.contributors);
            CHECK(same->sums.a == cell.sums.a);
            CHECK(same->sums.bb == cell.sums.bb);
        }
    }
    CHECK(compared == coarse.cells.size());
    CHECK(compared == 12);  // two services, two indicators; all, girls and boys
}

TEST_CASE("A period nobody asked for has no cell", "[observation]") {
    Run run(Kind::count);
    run.cases = {{0, 0, {}}};
    run.frame.periods[0].asked = false;
    const auto observed = run.observed({{0, 5, 1, 0, 0, 1}, {0, 5, 1, 0, 1, 1}});
    REQUIRE(observed.cells.size() == 1);
    CHECK(observed.cells[0].key.period == 1);
}

TEST_CASE("A coarse period told by the table itself is not rolled up", "[observation]") {
    Run run(Kind::count);
    run.aggregate = true;
    run.cases = {{0, 0, {}}, {1, 0, {}}};
    run.roll_ups = {{0, quarter}};
    const auto observed = run.observed({{0, 5, 1, 0, 0, 5}, {1, 9, 1, 0, quarter, 9}});
    CHECK(find_cell(observed, {0, 0, 0, quarter, 0, 0})->sums.a == 9);
}

TEST_CASE("A coarse period whose last part has not come of a service is open", "[observation]") {
    Run run(Kind::count);
    run.aggregate = true;
    run.cases = {{0, 0, {}}, {1, 0, {}}, {2, 0, {}}, {3, 1, {}}, {4, 1, {}}};
    run.roll_ups = {{0, quarter}, {1, quarter}, {2, quarter}};
    const auto observed = run.observed({{0, 5, 1, 0, 0, 5},
                                        {1, 6, 1, 0, 1, 6},
                                        {2, 7, 1, 0, 2, 7},
                                        {3, 5, 1, 0, 0, 5},
                                        {4, 6, 1, 0, 1, 6}});
    const auto* whole = find_cell(observed, {0, 0, 0, quarter, 0, 0});
    const auto* to_date = find_cell(observed, {1, 0, 0, quarter, 0, 0});
    CHECK(whole->maturity == Maturity::final);
    CHECK(to_date->maturity == Maturity::open);
    CHECK(to_date->sums.a == 11);
    CHECK_FALSE(has(to_date->flags, Flag::low_completion));
    CHECK(find_cell(observed, {1, 0, 0, 1, 0, 0})->maturity == Maturity::final);
}

TEST_CASE("A coarse period that lacks an earlier part of a service is flagged", "[observation]") {
    Run run(Kind::count);
    run.aggregate = true;
    run.cases = {{0, 0, {}}, {1, 0, {}}, {2, 1, {}}};
    run.roll_ups = {{0, quarter}, {1, quarter}, {2, quarter}};
    const auto observed =
        run.observed({{0, 5, 1, 0, 0, 5}, {1, 7, 1, 0, 2, 7}, {2, 6, 1, 0, 1, 6}});
    const auto* inner = find_cell(observed, {0, 0, 0, quarter, 0, 0});
    const auto* first_and_last = find_cell(observed, {1, 0, 0, quarter, 0, 0});
    CHECK(has(inner->flags, Flag::low_completion));
    CHECK(inner->maturity == Maturity::final);
    CHECK(has(first_and_last->flags, Flag::low_completion));
    CHECK(first_and_last->maturity == Maturity::open);
}

TEST_CASE("A hidden fine cell hides the coarse one", "[observation]") {
    Run run(Kind::count);
    run.aggregate = true;
    run.cases = {{0, 0, {}}, {1, 0, {}}};
    run.roll_ups = {{0, quarter}, {1, quarter}};
    const auto observed =
        run.observed({{0, 5, 1, 0, 0, 5}, {1, 0, 0, 0, 1, 0, WM_STATE_SUPPRESSED_AT_SOURCE, {}}});
    CHECK(find_cell(observed, {0, 0, 0, quarter, 0, 0})->state == State::suppressed_at_source);
}

TEST_CASE("Persons are never rolled up", "[observation]") {
    Run run(Kind::count);
    run.cases = {{0, 0, {}}};
    run.roll_ups = {{0, quarter}};
    const auto observed = run.observed({{0, 5, 1, 0, 0, 1}});
    CHECK(find_cell(observed, {0, 0, 0, quarter, 0, 0}) == nullptr);
}

}  // namespace waymark::observation
