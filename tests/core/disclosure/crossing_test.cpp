// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::At;
using play::Table;

constexpr std::uint32_t february = 1;
constexpr std::uint32_t quarter = 2;

// Cells in strata and, for the total, in months and their quarter.
Table strata_and_months() {
    Table table(Kind::count);
    table.add_line({30, 40});
    table.add({0, 0, february, 0}, 60);
    table.add({0, 0, quarter, 0}, 130);
    return table;
}

}  // namespace

TEST_CASE("Exact totals on two kinds of line are refused with reason and remedy", "[disclosure]") {
    CHECK_THROWS_WITH(strata_and_months().pass("research_10"),
                      Catch::Contains("research_10") && Catch::Contains("strata of 'band'") &&
                          Catch::Contains("month within quarter") && Catch::Contains("nhs_hes"));
    try {
        (void)strata_and_months().pass("research_10");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::configuration);
    }
}

TEST_CASE("Profiles that round, or hide nothing, take cells on any lines", "[disclosure]") {
    CHECK_NOTHROW(strata_and_months().pass("nhs_hes"));
    CHECK_NOTHROW(strata_and_months().pass("opensafely"));
    CHECK_NOTHROW(strata_and_months().pass("open_data"));
}

TEST_CASE("Two kinds of stratum with the same total cross", "[disclosure]") {
    Table table(Kind::count);
    table.add_line({30, 40});
    table.add(At{0, 2, 0, 0}, 50);
    CHECK_THROWS_AS(table.pass("dfe_cla"), Error);
}

TEST_CASE("Parts of an indicator cross its strata", "[disclosure]") {
    Table table(Kind::count);
    table.add_line({30, 40});
    const auto part = table.add_indicator("part", "first");
    table.add({0, 0, 0, part}, 20);
    CHECK_THROWS_AS(table.pass("research_10"), Error);
}

TEST_CASE("A fine cell on the line of its quarter is protected by another month", "[disclosure]") {
    Table table(Kind::count);
    table.add(all, 4);
    table.add({0, 0, february, 0}, 60);
    table.add({0, 0, quarter, 0}, 64);
    const auto passed = table.pass("dfe_cla");
    CHECK(play::figures(passed, table, all).state == State::suppressed);
    CHECK(play::figures(passed, table, {0, 0, february, 0}).state == State::suppressed);
    CHECK(play::figures(passed, table, {0, 0, quarter, 0}).value == 64.0);
}

}  // namespace waymark::disclosure
