// SPDX-License-Identifier: MIT
#include "disclosure/moments.hpp"

#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::figures;
using play::Table;

// Ten people who scored 1 to 10.
Table ten_scores() {
    Table table(Kind::mean);
    auto& cell = table.add(all, 10);
    cell.sums.a = 55;
    cell.sums.b = 10;
    cell.sums.aa = 385;
    cell.sums.bb = 10;
    return table;
}

// Statistics example 12: 20 people, followed for a year.
Table twenty_people() {
    Table table(Kind::time_to_event);
    auto& cell = table.add(all, 20, 10);
    for (const double time : {30., 45., 60., 75., 90., 150., 180., 240., 300.}) {
        cell.sums.times[time].first += time == 150. ? 2 : 1;
    }
    for (const double time : {60., 120., 200.}) {
        cell.sums.times[time].second += 1;
    }
    cell.sums.times[365.].second += 7;
    table.description.indicators[0].points = {"60", "180", "365"};
    return table;
}

}  // namespace

TEST_CASE("reoffending example 11: the mean time free of the event is told at its point",
          "[disclosure]") {
    Table table(Kind::time_to_event);
    auto& cell = table.add(all, 6, 3);
    cell.sums.times[90.].first = 1;
    cell.sums.times[200.].first = 2;
    cell.sums.times[150.].second = 1;
    cell.sums.times[365.].second = 2;
    table.description.indicators[0].points = {"200", "mean:365"};
    const auto passed = table.pass("open_data");
    CHECK(*figures(passed, table, all, "200").value == Approx(5.0 / 12));
    CHECK(*figures(passed, table, all, "mean:365").value == Approx(3005.0 / 12));
    CHECK_FALSE(figures(passed, table, all, "mean:365").lower.has_value());
    CHECK(figures(table.pass("nhs_hes"), table, all, "mean:365").state == State::suppressed);
}

TEST_CASE("A mean is told to three digits and of ten people", "[disclosure]") {
    Table table = ten_scores();
    const auto passed = table.pass("research_10");
    CHECK(figures(passed, table, all).value == 5.5);
    CHECK(figures(passed, table, all).lower == 3.33);  // 5.5 -+ 2.262157 * 3.027650 / sqrt 10
    CHECK(figures(passed, table, all).upper == 7.67);
    CHECK_FALSE(figures(passed, table, all).numerator.has_value());

    table.observed.cells[0].sums.people = 9;
    CHECK(figures(table.pass("nhs_hes"), table, all).state == State::suppressed);
    CHECK(figures(table.pass("open_data"), table, all).state == State::observed);
}

TEST_CASE("A change is told as mean, spread and effect size", "[disclosure]") {
    // Ten people with first scores 1 to 10; every second one improves by 2, the others by 4.
    Table table(Kind::change);
    auto& cell = table.add(all, 10);
    cell.sums.a = cell.sums.b = cell.sums.aa = cell.sums.ab = cell.sums.bb = 0;
    for (int first = 1; first <= 10; ++first) {
        const int last = first + (first % 2 == 0 ? 2 : 4);
        cell.sums.a += first;
        cell.sums.b += last;
        cell.sums.aa += first * first;
        cell.sums.ab += first * last;
        cell.sums.bb += last * last;
    }
    const auto passed = table.pass("research_10");
    CHECK(figures(passed, table, all, "mean").value == 3.0);
    CHECK(figures(passed, table, all, "mean").lower == 2.25);  // 3 -+ 2.262157 * 1.054093 / sqrt 10
    CHECK(figures(passed, table, all, "sd").value == 3.03);
    CHECK_FALSE(figures(passed, table, all, "sd").lower.has_value());
    // d = 3 / 3.027650; J(9) = 0.913875 (exact): g = 0.905528
    CHECK(figures(passed, table, all, "effect_size").value == 0.906);
    CHECK(figures(passed, table, all, "effect_size").lower.has_value());
}

TEST_CASE("All points of a hidden cell are hidden", "[disclosure]") {
    Table table(Kind::change);
    table.add(all, 5);
    const auto passed = table.pass("nhs_hes");
    for (const char* point : {"mean", "sd", "effect_size"}) {
        CHECK(figures(passed, table, all, point).state == State::suppressed);
    }
}

TEST_CASE("Survival is told at its points while enough people are watched", "[disclosure]") {
    const Table table = twenty_people();
    SECTION("exactly, for open data") {
        const auto passed = table.pass("open_data");
        CHECK(*figures(passed, table, all, "365").value == Approx(0.444979).margin(5e-7));
        CHECK(*figures(passed, table, all, "365").lower == Approx(0.211337).margin(5e-7));
        CHECK(figures(passed, table, all, "365").denominator == 7.0);
    }
    SECTION("not where few are at risk, nor where one of few had the event") {
        const auto passed = table.pass("dfe_cla");
        CHECK(figures(passed, table, all, "365").state == State::suppressed);
        CHECK(figures(passed, table, all, "180").value == 0.572);
        CHECK(figures(passed, table, all, "60").state == State::suppressed);
    }
}

TEST_CASE("A quantile is never the least or the greatest value", "[disclosure]") {
    Table table(Kind::quantile);
    auto& cell = table.add(all, 12);
    for (int value = 1; value <= 12; ++value) {
        cell.sums.values[value] = 1;
    }
    table.description.indicators[0].points = {"0", "0.5", "1"};
    const auto passed = table.pass("research_10");
    CHECK(figures(passed, table, all, "0").state == State::suppressed);
    CHECK(figures(passed, table, all, "0.5").value == 6.5);
    CHECK(figures(passed, table, all, "1").state == State::suppressed);
    CHECK(figures(table.pass("open_data"), table, all, "1").value == 12.0);
}

}  // namespace waymark::disclosure
