// SPDX-License-Identifier: MIT
// Crisis contacts over literal rows.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using waymark::Day;

namespace {

const Day entry = Day::of(2023, 3, 1);

struct Told {
    Day date;
    std::string kind = "emergency";
    wt::Value number = nullptr;
};

/// One person with windows of a year before the entry and after it, and a quarter in which the
/// service ends on its last day but one.
wt::Scene scene_of(const std::vector<Told>& contacts, const wt::Values& facts = {},
                   Day as_of = Day::of(2024, 12, 31)) {
    wt::Scene scene(waymark_measure());
    scene.as_of(as_of)
        .period("before", {.grain = waymark::Grain::window})
        .period("after", {.grain = waymark::Grain::window})
        .period("quarter", {.grain = waymark::Grain::quarter,
                            .first = Day::of(2023, 1, 1),
                            .last = Day::of(2023, 3, 31)});
    scene.add_case("ada", {.start = entry,
                           .end = Day::of(2023, 3, 30),
                           .columns = facts,
                           .windows = {{{entry.plus_months(-12), entry - 1}},
                                       {{entry, entry.plus_months(12) - 1}}}});
    for (const Told& one : contacts) {
        scene.row("contacts", "ada",
                  {{"date", one.date.text()}, {"kind", one.kind}, {"contact_id", one.number}});
    }
    return scene;
}

wt::Contribution of_period(const wt::Outcome& outcome, const std::string& indicator,
                           const std::string& period) {
    for (const wt::Contribution& one : outcome.of(indicator)) {
        if (one.period == period) {
            return one;
        }
    }
    FAIL(indicator << " has nothing for " << period);
    return {};
}

}  // namespace

TEST_CASE("Contacts are told over the days observed, before the entry and after it",
          "[crisis_contacts]") {
    const auto outcome = scene_of({{entry - 365},
                                   {entry - 366},  // a day too early
                                   {entry - 1, "police"},
                                   {entry},
                                   {entry.plus_months(12) - 1},
                                   {entry.plus_months(12)}})
                             .run();
    const auto before = of_period(outcome, "crisis_contacts", "before");
    CHECK(before.a == 2);
    CHECK(before.b == 365);
    const auto after = of_period(outcome, "crisis_contacts", "after");
    CHECK(after.a == 2);
    CHECK(after.b == 366);  // with 29 February 2024
    CHECK(of_period(outcome, "police_callouts", "before").a == 1);
    CHECK(of_period(outcome, "emergency_attendances", "before").a == 1);
    CHECK(of_period(outcome, "people_in_crisis", "after").a == 1);
}

TEST_CASE("In a calendar period only days with the service are observed", "[crisis_contacts]") {
    const auto outcome = scene_of({{entry - 1}, {entry}, {Day::of(2023, 3, 31)}}).run();
    const auto quarter = of_period(outcome, "crisis_contacts", "quarter");
    CHECK(quarter.a == 1);
    CHECK(quarter.b == 30);
}

TEST_CASE("The change compares as many days before the entry as after it", "[crisis_contacts]") {
    const auto outcome = scene_of({{entry - 366}, {entry - 1}, {entry + 1}}).run();
    const auto change = of_period(outcome, "change_after_entry", "after");
    CHECK(change.a == 2 * 365.25 / 366);
    CHECK(change.b == 365.25 / 366);
    CHECK(outcome.of("change_after_entry").size() == 1);
}

TEST_CASE("Days before birth and after death are not observed", "[crisis_contacts]") {
    const auto born_late = scene_of({{entry - 20}}, {{"born", (entry - 10).text()}}).run();
    CHECK(of_period(born_late, "crisis_contacts", "before").b == 10);
    CHECK(of_period(born_late, "crisis_contacts", "before").a == 0);
    CHECK(born_late.of("change_after_entry").empty());
    REQUIRE(born_late.findings.size() == 2);
    CHECK(born_late.findings[1].code == "outside_of_life");
    CHECK(born_late.findings[1].count == 1);

    const auto died = scene_of({}, {{"died", (entry - 1).text()}}).run();
    CHECK(died.of("crisis_contacts").size() == 1);
    CHECK(std::count_if(died.exclusions.begin(), died.exclusions.end(),
                        [](const auto& one) { return one.reason == "no_days"; }) == 2);
}

TEST_CASE("Nothing after as_of is observed", "[crisis_contacts]") {
    const auto outcome = scene_of({{entry + 9}, {entry + 10}}, {}, entry + 9).run();
    CHECK(of_period(outcome, "crisis_contacts", "after").b == 10);
    CHECK(of_period(outcome, "crisis_contacts", "after").a == 1);
}

TEST_CASE("Rows of one contact count once, on the earliest of their days", "[crisis_contacts]") {
    const auto outcome = scene_of({{entry, "police", "7"}, {entry - 1, "police", "7"}}).run();
    CHECK(of_period(outcome, "crisis_contacts", "before").a == 1);
    CHECK(of_period(outcome, "crisis_contacts", "after").a == 0);
    CHECK(outcome.findings[0].code == "same_contact_twice");
    CHECK(outcome.findings[0].count == 1);
}

TEST_CASE("Crisis contacts do not depend on order or cut of the rows", "[crisis_contacts]") {
    CHECK(rc::check([] {
        std::vector<Told> told;
        const int rows = *rc::gen::inRange(0, 12);
        for (int row = 0; row < rows; ++row) {
            told.push_back({entry - 400 + *rc::gen::inRange(0, 800),
                            *rc::gen::element<std::string>("emergency", "police"),
                            std::to_string(*rc::gen::inRange(0, 8))});
        }
        const auto before = scene_of(told).run();
        std::mt19937 random(*rc::gen::inRange(0U, 1000U));
        std::shuffle(told.begin(), told.end(), random);
        RC_ASSERT(scene_of(told).run({.rows = 1, .cases = 1, .offset = 3}) == before);
        const auto twice = told;
        told.insert(told.end(), twice.begin(), twice.end());
        RC_ASSERT(scene_of(told).run().contributions == before.contributions);
    }));
}
