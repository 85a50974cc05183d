// SPDX-License-Identifier: MIT
#include "disclosure/figures.hpp"

#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::figures;
using play::Table;

}  // namespace

TEST_CASE("The keys of a release are public names", "[disclosure]") {
    Table table(Kind::count);
    table.add({1}, 40);
    const auto passed = table.pass("nhs_hes");
    const release::Release& one = passed.publication.releases().at(0);
    CHECK(one.key().service_id == "north");
    CHECK(one.key().measure_id == "org.example.table");
    CHECK(one.key().definition_version == "2");
    CHECK(one.key().grain == "month");
    CHECK(one.key().period_key == "2024-01");
    CHECK(one.key().period_basis == "civil");
    CHECK(one.key().stratum_kind == "band");
    CHECK(one.key().stratum_value == "b");
    CHECK(one.figures().period_end == date_of(2024, 1, 31));
    CHECK(one.figures().disclosure_profile == "nhs_hes");
    CHECK(passed.behind.at(0).parts == ExactParts{40, 40, 40});
    CHECK(passed.publication.definitions().at(0).indicator_id == "first");
}

TEST_CASE("Value and interval of a proportion come from the rounded parts", "[disclosure]") {
    Table table(Kind::proportion);
    table.add(all, 102, 63);
    const auto passed = table.pass("nhs_hes");
    const auto& shown = figures(passed, table, all);
    CHECK(shown.numerator == 65.0);
    CHECK(shown.denominator == 100.0);
    CHECK(shown.people == 100.0);
    CHECK(shown.value == 0.65);
    CHECK(*shown.lower == Approx(0.552544).margin(5e-7));  // Wilson 65/100, statistics example 1
    CHECK(*shown.upper == Approx(0.736358).margin(5e-7));
}

TEST_CASE("The interval of a count comes from the rounded count", "[disclosure]") {
    Table table(Kind::count);
    table.add(all, 63);
    const auto passed = table.pass("nhs_hes");
    CHECK(figures(passed, table, all).value == 65.0);
    CHECK(*figures(passed, table, all).lower == Approx(50.163188).margin(1e-6));  // Byar 65
    CHECK(*figures(passed, table, all).upper == Approx(82.849139).margin(1e-6));
    CHECK_FALSE(figures(passed, table, all).denominator.has_value());
}

TEST_CASE("A rate is of rounded events and an exposure of three digits", "[disclosure]") {
    Table table(Kind::rate);
    auto& cell = table.add(all, 200, 62);
    cell.sums.b = 12345.678L;
    const auto passed = table.pass("nhs_hes");
    CHECK(figures(passed, table, all).denominator == 12300.0);
    CHECK(figures(passed, table, all).value == 60.0 / 12300.0);
}

TEST_CASE("The interval of a ratio respects people and needs ten of them", "[disclosure]") {
    // Statistics section 1: 5/50, 10/200, 12/150, here four times over.
    Table table(Kind::ratio);
    auto& cell = table.add(all, 12);
    cell.sums.a = 4 * 27;
    cell.sums.b = 4 * 400;
    cell.sums.aa = 4 * (25 + 100 + 144);
    cell.sums.ab = 4 * (250 + 2000 + 1800);
    cell.sums.bb = 4 * (2500 + 40000 + 22500);
    const auto exact = table.pass("open_data");
    const auto passed = table.pass("research_10");
    CHECK(figures(passed, table, all).value == 0.0675);
    CHECK(*figures(passed, table, all).lower ==
          Approx(*figures(exact, table, all).lower).margin(0.0005));
    CHECK(*figures(passed, table, all).lower != *figures(exact, table, all).lower);

    table.observed.cells[0].sums.people = 8;
    const auto few = table.pass("dfe_cla");
    CHECK(figures(few, table, all).value.has_value());
    CHECK_FALSE(figures(few, table, all).lower.has_value());
}

TEST_CASE("Aggregates have no interval", "[disclosure]") {
    for (const Kind kind : {Kind::count, Kind::proportion, Kind::ratio, Kind::rate}) {
        Table table(kind);
        table.add(all, 100, 50).sums.from_aggregates = true;
        const auto passed = table.pass("nhs_hes");
        CHECK(figures(passed, table, all).value.has_value());
        CHECK_FALSE(figures(passed, table, all).lower.has_value());
    }
}

TEST_CASE("Too few people for a rate withhold it, while counts are told", "[disclosure]") {
    Table table(Kind::proportion);
    table.description.indicators[0].min_people_for_rate = 30;
    table.add(all, 29, 12);
    const auto passed = table.pass("dfe_cla");
    CHECK(figures(passed, table, all).state == State::unavailable);
    CHECK_FALSE(figures(passed, table, all).value.has_value());
    CHECK_FALSE(figures(passed, table, all).lower.has_value());
    CHECK(figures(passed, table, all).numerator == 12.0);

    Table counts(Kind::count);
    counts.description.indicators[0].min_people_for_rate = 30;
    counts.add(all, 29);
    CHECK(figures(counts.pass("moj_small"), counts, all).value == 29.0);
}

TEST_CASE("moj_small gives no rate on a cohort under 30", "[disclosure]") {
    Table table(Kind::proportion);
    table.add(all, 29, 12);
    table.add({0, 0, 1, 0}, 30, 12);
    const auto passed = table.pass("moj_small");
    CHECK(figures(passed, table, all).state == State::unavailable);
    CHECK(figures(passed, table, {0, 0, 1, 0}).value == 0.4);
}

TEST_CASE("dfe_cla tells whole percentages", "[disclosure]") {
    Table table(Kind::proportion);
    table.add(all, 101, 35);
    const auto passed = table.pass("dfe_cla");
    CHECK(figures(passed, table, all).value == 0.35);
    CHECK(figures(passed, table, all).numerator == 35.0);
}

TEST_CASE("Of nobody there is no rate", "[disclosure]") {
    Table table(Kind::ratio);
    table.add(all, 0);
    const auto passed = table.pass("nhs_hes");
    CHECK(figures(passed, table, all).state == State::not_applicable);
    CHECK_FALSE(figures(passed, table, all).value.has_value());
}

}  // namespace waymark::disclosure
