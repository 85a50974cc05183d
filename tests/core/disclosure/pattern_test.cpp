// SPDX-License-Identifier: MIT
#include "disclosure/pattern.hpp"

#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::figures;
using play::Table;

bool shows_nothing(const release::Figures& shown) {
    return !shown.value && !shown.numerator && !shown.denominator && !shown.people &&
           !shown.lower && !shown.upper;
}

}  // namespace

TEST_CASE("Small groups are hidden whole: no part, no value, no interval", "[disclosure]") {
    Table table(Kind::proportion);
    SECTION("few people") {
        table.add(all, 7, 3);
    }
    SECTION("few of many have it") {
        table.add(all, 100, 7);
    }
    SECTION("few of many do not") {
        table.add(all, 100, 93);
    }
    SECTION("all of fewer than ten") {
        table.add(all, 9, 9);
    }
    SECTION("none of fewer than ten") {
        table.add(all, 8, 0);
    }
    const auto passed = table.pass("nhs_hes");
    CHECK(figures(passed, table, all).state == State::suppressed);
    CHECK(shows_nothing(figures(passed, table, all)));
}

TEST_CASE("Zero is a number, and all of ten may be told", "[disclosure]") {
    Table table(Kind::proportion);
    table.add(all, 10, 0);
    table.add({0, 0, 1, 0}, 10, 10);
    const auto passed = table.pass("nhs_hes");
    CHECK(figures(passed, table, all).value == 0.0);
    CHECK(figures(passed, table, {0, 0, 1, 0}).value == 1.0);
}

TEST_CASE("Few contributors hide a ratio of many people", "[disclosure]") {
    Table table(Kind::ratio);
    auto& cell = table.add(all, 100, 4);
    cell.sums.a = 400;
    CHECK(figures(table.pass("nhs_hes"), table, all).state == State::suppressed);
}

TEST_CASE("A cell without figures is neither hidden nor shown", "[disclosure]") {
    Table table(Kind::count);
    table.add(all, 3).state = State::not_due;
    const auto passed = table.pass("research_10");
    CHECK(figures(passed, table, all).state == State::not_due);
    CHECK(shows_nothing(figures(passed, table, all)));
}

TEST_CASE("Few successes of many people are protected by a second cell", "[disclosure]") {
    Table table(Kind::proportion);
    table.add({0}, 100, 3);
    table.add({1}, 120, 40);
    table.add({2}, 130, 60);
    table.add(all, 350, 103);
    const auto passed = table.pass("dfe_cla");
    CHECK(figures(passed, table, {0}).state == State::suppressed);
    CHECK(figures(passed, table, {1}).state == State::suppressed);
    CHECK(figures(passed, table, {2}).numerator == 60.0);
    CHECK(figures(passed, table, all).numerator == 103.0);
}

TEST_CASE("Indicators that share their people hide the same small group alike", "[disclosure]") {
    // The second indicator has few contributors in "c" already, which could stand in for "b".
    Table table(Kind::ratio);
    const auto second = table.add_indicator("second");
    const std::vector<std::int64_t> people{4, 20, 30};
    for (std::uint32_t value = 0; value < people.size(); ++value) {
        table.add({value}, people[value]);
        table.add({value, 1, 0, second}, people[value], value == 2 ? 3 : people[value]);
    }
    table.add(all, 54);
    table.add({0, 0, 0, second}, 54, 27);
    const auto passed = table.pass("dfe_cla");
    for (const std::uint32_t indicator : {0u, second}) {
        CHECK(figures(passed, table, {0, 1, 0, indicator}).state == State::suppressed);
        CHECK(figures(passed, table, {1, 1, 0, indicator}).state == State::suppressed);
    }
    CHECK(figures(passed, table, {2}).people == 30.0);
}

TEST_CASE("A hidden part is not the difference of its whole and the other part", "[disclosure]") {
    Table table(Kind::ratio);
    const auto authorised = table.add_indicator("authorised", "first");
    const auto unauthorised = table.add_indicator("unauthorised", "first");
    table.add(all, 100, 60);
    table.add({0, 0, 0, authorised}, 100, 57);
    table.add({0, 0, 0, unauthorised}, 100, 3);
    const auto passed = table.pass("research_10");
    CHECK(figures(passed, table, all).numerator == 60.0);
    CHECK(figures(passed, table, {0, 0, 0, authorised}).state == State::suppressed);
    CHECK(figures(passed, table, {0, 0, 0, unauthorised}).state == State::suppressed);
}

TEST_CASE("Rounding profiles hide no second cell", "[disclosure]") {
    Table table(Kind::count);
    table.add_line({3, 8, 21, 43});
    CHECK(play::line_text(table.pass("nhs_hes")) == "- 10 20 45 | 75");
}

TEST_CASE("A published value is shown as given, unless it stands for persons", "[disclosure]") {
    Table table(Kind::published);
    auto& cell = table.add(all, 1);
    cell.sums.a = 0.934L;
    CHECK(figures(table.pass("nhs_hes"), table, all).state == State::suppressed);
    table.observed.cells[0].sums.from_aggregates = true;
    const auto passed = table.pass("nhs_hes");
    CHECK(figures(passed, table, all).value == 0.934);
    CHECK_FALSE(figures(passed, table, all).people.has_value());
}

}  // namespace waymark::disclosure
