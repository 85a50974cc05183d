// SPDX-License-Identifier: MIT
// Rules of proven reoffending, section 7, over literal rows.
#include <catch2/catch.hpp>

#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using waymark::Day;

namespace {

const std::string matched = R"({"design": "matched"})";

wt::Outcome one(const wt::Values& changes, const std::string& parameters = matched,
                Day as_of = Day::of(2026, 1, 1)) {
    wt::Scene scene(waymark_measure());
    scene.parameters(parameters)
        .as_of(as_of)
        .period("2023", {.grain = waymark::Grain::calendar_year,
                         .first = Day::of(2023, 1, 1),
                         .last = Day::of(2023, 12, 31)});
    scene.add_case("ada", {});
    wt::Values row{{"index_date", "2023-05-15"}, {"group", "comparison"}, {"weight", 0.5},
                   {"reoffended", true},         {"reoffences", 3},       {"days_to_first", 40}};
    for (auto& [name, value] : row) {
        for (const auto& [changed, instead] : changes) {
            value = changed == name ? instead : value;
        }
    }
    scene.row("members", "ada", row);
    const auto outcome = scene.run();
    INFO(outcome.message);
    REQUIRE(outcome.status == WM_OK);
    return outcome;
}

std::int64_t found(const wt::Outcome& outcome, const std::string& code) {
    std::int64_t count = 0;
    for (const wt::FindingSeen& finding : outcome.findings) {
        count += finding.code == code ? finding.count : 0;
    }
    return count;
}

}  // namespace

TEST_CASE("A comparator counts with the weight of the matching", "[reoffending_matched]") {
    const auto outcome = one({});
    REQUIRE(outcome.of("comparison_rate").size() == 1);
    CHECK(outcome.of("comparison_rate")[0].a == 1.0);
    CHECK(outcome.of("comparison_rate")[0].b == 0.5);
    CHECK(outcome.of("squared_weights")[0].a == 0.25);
    CHECK(outcome.of("comparison_frequency")[0].a == 1.5);
    CHECK(outcome.of("comparison_frequency")[0].b == 0.5);
    CHECK(outcome.of("comparison_days_to_first")[0].a == 40.0);
    CHECK(outcome.of("comparison_days_to_first")[0].b == 0.5);
    CHECK(outcome.of("treated_rate").empty());
}

TEST_CASE("Who was supported counts once, whatever the weight", "[reoffending_matched]") {
    const auto outcome = one({{"group", "treated"}, {"reoffended", false}});
    CHECK(outcome.of("treated_rate")[0].a == 0.0);
    CHECK(outcome.of("treated_rate")[0].b == 1.0);
    CHECK(outcome.of("treated_frequency")[0].b == 1.0);
    CHECK(outcome.of("treated_days_to_first").empty());
    CHECK(outcome.of("squared_weights").empty());
    CHECK(found(outcome, "weight_ignored") == 1);
    CHECK(found(outcome, "days_without_reoffence") == 1);
}

TEST_CASE("A group that is not matched has its own indicator and no weights",
          "[reoffending_matched]") {
    const auto outcome = one({}, R"({"design": "unadjusted"})");
    CHECK(outcome.of("unadjusted_rate")[0].b == 1.0);
    CHECK(outcome.of("comparison_rate").empty());
    CHECK(outcome.of("squared_weights").empty());
}

TEST_CASE("A comparator without weight is left out and told", "[reoffending_matched]") {
    for (const wt::Value& weight : {wt::Value(nullptr), wt::Value(0.0)}) {
        const auto outcome = one({{"weight", weight}});
        CHECK(outcome.of("comparison_rate").empty());
        REQUIRE(outcome.exclusions.size() == 1);
        CHECK(outcome.exclusions[0].reason == "no_weight");
    }
}

TEST_CASE("Before the anniversary nothing is due, before the proof all is provisional",
          "[reoffending_matched]") {
    const auto at = [](Day as_of) {
        return one({}, matched, as_of).of("comparison_rate").at(0).state;
    };
    CHECK(at(Day::of(2024, 5, 14)) == waymark::State::not_due);
    CHECK(at(Day::of(2024, 5, 15)) == waymark::State::provisional);
    CHECK(at(Day::of(2024, 11, 15)) == waymark::State::observed);
}
