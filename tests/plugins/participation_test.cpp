// SPDX-License-Identifier: MIT
// Participation in education, employment or training over literal rows.
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "../../plugins/participation/days_covered.hpp"
#include "waymark/testing.hpp"

namespace wt = waymark::testing;
using participation::DaysCovered;
using participation::Span;
using waymark::Day;

namespace {

const Day entry = Day::of(2023, 9, 4);
const Day point = entry.plus_months(12) - 1;       // of the window 0..12m
const Day six_months = point.plus_months(-6) + 1;  // first of the six months up to it

struct Told {
    Day first;
    std::optional<Day> last;
    std::string activity = "employment";
};

struct Setting {
    std::string parameters = "{}";
    wt::Values facts = {};
    Day as_of = Day::of(2025, 12, 31);
    std::optional<Day> end = {};
};

wt::Outcome outcome_of(const std::vector<Told>& spells, const Setting& setting = {},
                       const wt::Cut& cut = {}) {
    wt::Scene scene(waymark_measure());
    scene.parameters(setting.parameters)
        .as_of(setting.as_of)
        .period("window", {.grain = waymark::Grain::window})
        .period("quarter", {.grain = waymark::Grain::quarter,
                            .first = Day::of(2024, 1, 1),
                            .last = Day::of(2024, 3, 31)});
    scene.add_case("ada", {.start = entry,
                           .end = setting.end,
                           .columns = setting.facts,
                           .windows = {{{entry, point}}}});
    for (const Told& one : spells) {
        scene.row("activities", "ada",
                  {{"first_day", one.first.text()},
                   {"last_day", one.last ? wt::Value(one.last->text()) : wt::Value(nullptr)},
                   {"activity", one.activity}});
    }
    return scene.run(cut);
}

/// What was told of an indicator for a period: "1", "0" or "-".
std::string told(const wt::Outcome& outcome, const std::string& indicator,
                 const std::string& period = "window") {
    for (const wt::Contribution& one : outcome.of(indicator)) {
        if (one.period == period) {
            return one.a == 1 ? "1" : "0";
        }
    }
    return "-";
}

bool is_excluded(const wt::Outcome& outcome, const std::string& reason, const std::string& period) {
    return std::any_of(outcome.exclusions.begin(), outcome.exclusions.end(), [&](const auto& one) {
        return one.reason == reason && one.period == period;
    });
}

}  // namespace

TEST_CASE("The last day of the period is what counts", "[participation]") {
    CHECK(told(outcome_of({{point, point}}), "participating") == "1");
    CHECK(told(outcome_of({{entry, point - 1}, {point, {}, "none"}}), "participating") == "0");
    CHECK(told(outcome_of({{point + 1, {}}, {entry, point, "none"}}), "participating") == "0");
    CHECK(told(outcome_of({{entry - 500, {}}}), "participating") == "1");
}

TEST_CASE("A day no row covers is unknown, not idle", "[participation]") {
    const auto outcome = outcome_of({{entry, point - 1}});
    CHECK(told(outcome, "participating") == "-");
    CHECK(told(outcome, "status_known") == "0");
    CHECK(is_excluded(outcome, "not_known", "window"));
}

TEST_CASE("Kinds of activity are told apart and may be several", "[participation]") {
    const auto outcome = outcome_of({{entry, {}, "education"}, {entry, {}, "employment"}});
    CHECK(told(outcome, "in_education") == "1");
    CHECK(told(outcome, "in_employment") == "1");
    CHECK(told(outcome, "in_training") == "0");
    CHECK(told(outcome, "participating") == "1");
}

TEST_CASE("Sustained asks for every day of the six months up to the point", "[participation]") {
    CHECK(six_months == Day::of(2024, 3, 4));
    CHECK(told(outcome_of({{six_months, point}}), "sustained") == "1");
    CHECK(told(outcome_of({{six_months + 1, point}, {entry, six_months, "none"}}), "sustained") ==
          "0");
    CHECK(told(outcome_of({{six_months, entry + 300, "education"}, {entry + 301, {}, "training"}}),
               "sustained") == "1");
    // A gap of which nothing is known: neither yes nor no.
    const auto unknown = outcome_of({{six_months + 1, point}});
    CHECK(told(unknown, "sustained") == "-");
    CHECK(told(unknown, "participating") == "1");
    // Idle at the point: no, whatever is unknown before.
    CHECK(told(outcome_of({{point, point, "none"}}), "sustained") == "0");
}

TEST_CASE("Short breaks are bridged when the deployment says so", "[participation]") {
    const Setting two_weeks{.parameters = R"({"break_days": 14})"};
    const auto with_break = [&](int days) {
        return std::vector<Told>{{entry, six_months + 29},
                                 {six_months + 30, six_months + 29 + days, "none"},
                                 {six_months + 30 + days, {}}};
    };
    CHECK(told(outcome_of(with_break(14), two_weeks), "sustained") == "1");
    CHECK(told(outcome_of(with_break(15), two_weeks), "sustained") == "0");
    CHECK(told(outcome_of(with_break(1)), "sustained") == "0");
}

TEST_CASE("In a calendar period only people with the service on its last day count",
          "[participation]") {
    const Day last = Day::of(2024, 3, 31);
    const std::vector<Told> always{{entry, {}}};
    CHECK(told(outcome_of(always, {.end = last}), "participating", "quarter") == "1");
    const auto gone = outcome_of(always, {.end = last - 1});
    CHECK(told(gone, "participating", "quarter") == "-");
    CHECK(is_excluded(gone, "not_in_service", "quarter"));
    // A quarter still running is told as of today.
    const auto running =
        outcome_of({{entry, Day::of(2024, 2, 15)}}, {.as_of = Day::of(2024, 2, 15)});
    CHECK(told(running, "participating", "quarter") == "1");
}

TEST_CASE("The dead are in no share after their death", "[participation]") {
    const auto outcome = outcome_of({{entry, {}}}, {.facts = {{"died", point.text()}}});
    CHECK(told(outcome, "participating") == "-");
    CHECK(is_excluded(outcome, "died_before", "window"));
    CHECK(told(outcome, "participating", "quarter") == "1");
}

TEST_CASE("A spell that ends before it starts is told of and does not count", "[participation]") {
    const auto outcome = outcome_of({{point, point - 3}, {entry, {}, "none"}});
    CHECK(told(outcome, "participating") == "0");
    REQUIRE(outcome.findings.size() == 1);
    CHECK(outcome.findings[0].code == "ends_before_start");
}

TEST_CASE("An activity beside none of them holds, and is told of", "[participation]") {
    const auto outcome = outcome_of({{entry, {}}, {point, point, "none"}});
    CHECK(told(outcome, "participating") == "1");
    CHECK(outcome.findings.at(0).code == "none_beside_activity");
}

TEST_CASE("Participation does not depend on order, cut or repetition of the rows",
          "[participation]") {
    CHECK(rc::check([] {
        std::vector<Told> spells;
        const int rows = *rc::gen::inRange(0, 8);
        for (int row = 0; row < rows; ++row) {
            const Day first = entry - 100 + *rc::gen::inRange(0, 500);
            const auto last = *rc::gen::inRange(0, 6) == 0
                                  ? std::nullopt
                                  : std::optional(first + *rc::gen::inRange(-2, 200));
            spells.push_back(
                {first, last,
                 *rc::gen::element<std::string>("education", "employment", "training", "none")});
        }
        const auto before = outcome_of(spells);
        std::mt19937 random(*rc::gen::inRange(0U, 1000U));
        std::shuffle(spells.begin(), spells.end(), random);
        RC_ASSERT(outcome_of(spells, {}, {.rows = 1, .cases = 1, .offset = 3}) == before);
        const auto twice = spells;
        spells.insert(spells.end(), twice.begin(), twice.end());
        const auto again = outcome_of(spells);
        RC_ASSERT(again.contributions == before.contributions);
        RC_ASSERT(again.exclusions == before.exclusions);
    }));
}

TEST_CASE("Days covered are those of a set of days", "[participation]") {
    CHECK(rc::check([] {
        DaysCovered covered;
        std::set<int> days;
        const int spans = *rc::gen::inRange(0, 8);
        for (int span = 0; span < spans; ++span) {
            const int first = *rc::gen::inRange(0, 40);
            const int last = first + *rc::gen::inRange(-2, 10);
            covered.add({Day{first}, Day{last}});
            for (int day = first; day <= last; ++day) {
                days.insert(day);
            }
        }
        const int from = *rc::gen::inRange(0, 40);
        const int to = from + *rc::gen::inRange(0, 20);
        std::set<int> missing;
        for (const Span& gap : covered.gaps({Day{from}, Day{to}})) {
            RC_ASSERT(!gap.is_empty());
            for (Day day = gap.first; day <= gap.last; day = day + 1) {
                missing.insert(day.number);
            }
        }
        for (int day = from; day <= to; ++day) {
            RC_ASSERT(covered.contains(Day{day}) == days.contains(day));
            RC_ASSERT(missing.contains(day) == !days.contains(day));
        }
    }));
}
