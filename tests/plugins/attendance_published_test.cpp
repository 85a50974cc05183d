// SPDX-License-Identifier: MIT
// Rates from the counts of published tables, against the percentages published beside them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <utility>

#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using waymark::Day;
using waymark::State;

namespace {

wt::Scene table() {
    wt::Scene scene(waymark_measure());
    scene.period("autumn", {.grain = waymark::Grain::term,
                            .first = Day::of(2024, 8, 1),
                            .last = Day::of(2024, 12, 31)});
    return scene;
}

struct Absent {
    wt::Value enrolments = 112979;
    wt::Value possible = 15688397;
    wt::Value overall = 695657;
    wt::Value persistent = 12909;
    wt::Value severe = 952;
};

wt::Outcome outcome(const Absent& row) {
    wt::Scene scene = table();
    scene.aggregate_row("absence", "row",
                        {{"period", "autumn"},
                         {"enrolments", row.enrolments},
                         {"sess_possible", row.possible},
                         {"sess_overall", row.overall},
                         {"sess_authorised", 400000},
                         {"sess_unauthorised", 295657},
                         {"sess_overall_percent", 4.434213387},
                         {"enrolments_pa_10_exact", row.persistent},
                         {"enrolments_pa_50_exact", row.severe}});
    return scene.run();
}

wt::Contribution only(const wt::Outcome& outcome, const std::string& indicator) {
    const auto found = outcome.of(indicator);
    REQUIRE(found.size() == 1);
    return found[0];
}

double percent(const wt::Outcome& outcome, const std::string& indicator) {
    const wt::Contribution one = only(outcome, indicator);
    const bool is_proportion = indicator.ends_with("_absence");
    return 100 * one.a / (is_proportion ? static_cast<double>(one.people) : one.b);
}

}  // namespace

TEST_CASE("attendance section 9: published arithmetic of the absence files",
          "[attendance_published]") {
    const wt::Outcome autumn = outcome({});
    CHECK(percent(autumn, "overall_absence_rate") == Approx(4.434213387).epsilon(1e-9));
    CHECK(percent(autumn, "persistent_absence") == Approx(11.42601722).epsilon(1e-9));
    CHECK(percent(autumn, "severe_absence") == Approx(0.842634472).epsilon(1e-9));
    CHECK(only(autumn, "published_absence_rate").a == Approx(0.04434213387).epsilon(1e-9));
    CHECK(autumn.of("attendance_rate").empty());
    const wt::Outcome primary = outcome({.possible = 525568504, .overall = 30023843});
    CHECK(percent(primary, "overall_absence_rate") == Approx(5.71264).epsilon(1e-6));
}

TEST_CASE("A hidden count of enrolments hides what rests on it, and nothing else",
          "[attendance_published]") {
    const wt::Outcome hidden = outcome({.persistent = State::suppressed_at_source});
    CHECK(only(hidden, "persistent_absence").state == State::suppressed_at_source);
    CHECK(only(hidden, "severe_absence").state == State::observed);
    CHECK(only(hidden, "overall_absence_rate").state == State::observed);
    const wt::Outcome all = outcome({.enrolments = State::suppressed_at_source});
    CHECK(only(all, "persistent_absence").state == State::suppressed_at_source);
    CHECK(only(all, "severe_absence").state == State::suppressed_at_source);
}

TEST_CASE("More absent enrolments than enrolments are told and have no proportion",
          "[attendance_published]") {
    const wt::Outcome wrong = outcome({.persistent = 112980});
    CHECK(only(wrong, "persistent_absence").state == State::unavailable);
    CHECK(only(wrong, "severe_absence").state == State::observed);
    REQUIRE(wrong.findings.size() == 1);
    CHECK(wrong.findings[0].code == "more_than_enrolments");
    CHECK(only(outcome({.enrolments = 0, .persistent = 0, .severe = 0}), "persistent_absence")
              .state == State::not_applicable);
}

TEST_CASE("A long file's reasons add up to rates, and one hidden reason hides them",
          "[attendance_published]") {
    const auto week = [](const wt::Value& unauthorised) {
        wt::Scene scene = table();
        const auto row = [&](const char* name, const char* kind, const wt::Value& sessions) {
            scene.aggregate_row(
                "reasons", name,
                {{"period", "autumn"}, {"kind", kind}, {"session_count", sessions}});
        };
        row("present", "attended", 900);
        row("visit", "attended", 20);
        row("illness", "authorised", 50);
        row("other", "unauthorised", unauthorised);
        return scene.run();
    };
    const auto sum = [](const wt::Outcome& outcome, const std::string& indicator) {
        std::pair<double, double> parts{0, 0};
        for (const wt::Contribution& one : outcome.of(indicator)) {
            parts = {parts.first + one.a, parts.second + one.b};
        }
        return parts;
    };
    using Parts = std::pair<double, double>;
    const wt::Outcome told = week(30);
    CHECK(sum(told, "attendance_rate") == Parts{920, 1000});
    CHECK(sum(told, "overall_absence_rate") == Parts{80, 1000});
    CHECK(sum(told, "authorised_absence_rate") == Parts{50, 1000});
    CHECK(sum(told, "unauthorised_absence_rate") == Parts{30, 1000});
    CHECK(sum(told, "possible_sessions").first == 1000);
    const wt::Outcome hidden = week(State::suppressed_at_source);
    for (const char* indicator : {"attendance_rate", "overall_absence_rate", "possible_sessions"}) {
        const auto found = hidden.of(indicator);
        CHECK(std::count_if(found.begin(), found.end(), [](const wt::Contribution& one) {
                  return one.state == State::suppressed_at_source;
              }) == 1);
    }
}
