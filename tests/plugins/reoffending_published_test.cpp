// SPDX-License-Identifier: MIT
// Rate and frequency from the counts of published tables, over literal rows.
#include <catch2/catch.hpp>
#include <cmath>

#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using waymark::Day;
using waymark::State;

namespace {

wt::Scene table() {
    wt::Scene scene(waymark_measure());
    scene.period("2013/14", {.grain = waymark::Grain::financial_year,
                             .year = 2013,
                             .first = Day::of(2013, 4, 1),
                             .last = Day::of(2014, 3, 31)});
    return scene;
}

wt::Values cohort(wt::Value offenders, wt::Value reoffenders, wt::Value reoffences) {
    return {{"period", "2013/14"},
            {"offenders", std::move(offenders)},
            {"reoffenders", std::move(reoffenders)},
            {"reoffences", std::move(reoffences)}};
}

/// The sum over the rows, as the host forms it, and how it is printed.
double figure(const wt::Outcome& outcome, const std::string& indicator, int decimals) {
    double a = 0;
    double b = 0;
    for (const wt::Contribution& one : outcome.of(indicator)) {
        CHECK(one.state == State::observed);
        a += one.a;
        b += one.b * static_cast<double>(indicator == "reoffending_rate" ? one.people : 1);
    }
    const double scale = std::pow(10.0, decimals);
    return std::round(a / b * scale) / scale;
}

}  // namespace

TEST_CASE("reoffending example 10: published vector", "[reoffending_published]") {
    const auto adults =
        table().aggregate_row("cohorts", "adults", cohort(468134, 117864, 367605)).run();
    CHECK(figure(adults, "reoffending_rate", 3) == 0.252);
    CHECK(figure(adults, "reoffences_per_reoffender", 2) == 3.12);
    CHECK(figure(adults, "reoffences_per_offender", 2) == 0.79);
    const auto all = table()
                         .aggregate_row("cohorts", "adults", cohort(468134, 117864, 367605))
                         .aggregate_row("cohorts", "juveniles", cohort(42299, 16083, 50184))
                         .run();
    CHECK(figure(all, "reoffending_rate", 3) == 0.262);
    CHECK(figure(all, "reoffences_per_reoffender", 2) == 3.12);
}

TEST_CASE("A count hidden in the table hides what rests on it, and nothing else",
          "[reoffending_published]") {
    const auto outcome =
        table().aggregate_row("cohorts", "few", cohort(12, State::suppressed_at_source, 9)).run();
    REQUIRE(outcome.of("reoffending_rate").size() == 1);
    CHECK(outcome.of("reoffending_rate")[0].state == State::suppressed_at_source);
    CHECK(outcome.of("reoffences_per_reoffender")[0].state == State::suppressed_at_source);
    CHECK(outcome.of("reoffences_per_offender")[0].state == State::observed);
    const auto no_cohort =
        table().aggregate_row("cohorts", "none", cohort(State::unavailable, 3, 9)).run();
    CHECK(no_cohort.of("reoffending_rate")[0].state == State::unavailable);
}

TEST_CASE("More reoffenders than offenders give no figure", "[reoffending_published]") {
    const auto outcome = table().aggregate_row("cohorts", "wrong", cohort(12, 13, 20)).run();
    for (const wt::Contribution& one : outcome.contributions) {
        CHECK(one.state == State::unavailable);
    }
    REQUIRE(outcome.findings.size() == 1);
    CHECK(outcome.findings[0].code == "more_reoffenders");
}

TEST_CASE("Counts that are no whole numbers are rounded to people", "[reoffending_published]") {
    const auto outcome = table().aggregate_row("cohorts", "adults", cohort(11.4, 4.6, 9)).run();
    REQUIRE(outcome.of("reoffending_rate").size() == 1);
    CHECK(outcome.of("reoffending_rate")[0].a == 5);
    CHECK(outcome.of("reoffending_rate")[0].people == 11);
    const auto half = table().aggregate_row("cohorts", "one", cohort(1.4, 1.45, 2)).run();
    CHECK(half.of("reoffending_rate")[0].a == 1);
}
