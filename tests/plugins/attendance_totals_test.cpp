// SPDX-License-Identifier: MIT
// Absence from totals per enrolment and term, over literal rows.
#include <catch2/catch.hpp>

#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using waymark::Day;
using waymark::Grain;

namespace {

wt::Scene year() {
    wt::Scene scene(waymark_measure());
    scene.period(
        "autumn",
        {.grain = Grain::term, .first = Day::of(2024, 8, 1), .last = Day::of(2024, 12, 31)});
    scene.period(
        "spring",
        {.grain = Grain::term, .first = Day::of(2025, 1, 1), .last = Day::of(2025, 4, 20)});
    scene.period("2024/25", {.grain = Grain::academic_year,
                             .year = 2024,
                             .first = Day::of(2024, 8, 1),
                             .last = Day::of(2025, 7, 31)});
    scene.add_case("ada", {.start = waymark::far_past});
    return scene;
}

wt::Values totals(const std::string& date, int possible, int authorised, int unauthorised) {
    return {{"unit", "hill"},
            {"date", date},
            {"possible", possible},
            {"authorised", authorised},
            {"unauthorised", unauthorised}};
}

wt::Values totals(const std::string& date, int possible, int authorised, int unauthorised,
                  int reasons) {
    wt::Values row = totals(date, possible, authorised, unauthorised);
    row.push_back({"reasons", reasons});
    return row;
}

double a_of(const wt::Outcome& outcome, const std::string& indicator, const std::string& period) {
    INFO(outcome);
    std::vector<double> found;
    for (const wt::Contribution& one : outcome.of(indicator)) {
        if (one.period == period) {
            found.push_back(one.a);
        }
    }
    REQUIRE(found.size() == 1);
    return found[0];
}

}  // namespace

TEST_CASE("attendance example 12: census totals against reasons", "[attendance_totals]") {
    const struct {
        int authorised, unauthorised, reasons, expected;
    } returns[]{{15, 35, 42, 50}, {30, 10, 50, 50}, {20, 5, 25, 25}};
    for (const auto& one : returns) {
        wt::Scene scene = year();
        scene.row("totals", "ada",
                  totals("2024-10-03", 140, one.authorised, one.unauthorised, one.reasons));
        CHECK(a_of(scene.run(), "overall_absence_rate", "autumn") == one.expected);
    }
}

TEST_CASE("A year is worked out from counts, not from the flags of its terms",
          "[attendance_totals]") {
    wt::Scene scene = year();
    scene.row("totals", "ada", totals("2024-10-03", 140, 14, 0));
    scene.row("totals", "ada", totals("2025-01-16", 120, 3, 0));
    const wt::Outcome outcome = scene.run();
    CHECK(a_of(outcome, "persistent_absence", "autumn") == 1);  // 14 of 140: exactly 10 %
    CHECK(a_of(outcome, "persistent_absence", "spring") == 0);
    CHECK(a_of(outcome, "persistent_absence", "2024/25") == 0);  // 17 of 260
    CHECK(a_of(outcome, "overall_absence_rate", "2024/25") == 17);
}

TEST_CASE("A return with more absent than possible sessions does not count and is told",
          "[attendance_totals]") {
    wt::Scene scene = year();
    scene.row("totals", "ada", totals("2024-10-03", 10, 9, 2));
    const wt::Outcome outcome = scene.run();
    CHECK(outcome.of("overall_absence_rate").empty());
    CHECK(outcome.exclusions.size() == 3);  // both terms and the year
    CHECK(
        outcome.findings[0] ==
        wt::FindingSeen{
            .code = "more_than_possible", .period = "autumn", .about = "ada", .count = 1, .of = 1});
}
