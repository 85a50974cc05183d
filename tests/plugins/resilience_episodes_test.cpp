// SPDX-License-Identifier: MIT
// Which episodes count, and when: Resilience and wellbeing measures, sections 4 and 5.
#include <rapidcheck.h>

#include "episodes.hpp"

using namespace waymark::tests;
using waymark::Day;

TEST_CASE("Age counts at the baseline, so who turns too old in between stays", "[resilience]") {
    const std::string keys = "better = \"up\"\nscore_min = 0\nscore_max = 40\n";
    std::string document = instrument("x", 0, 0, 1, keys);
    document.insert(document.find("licence"), "age_min = 11\nage_max = 17\n");
    Episodes four(Setup{.instruments = document});
    four.person("ada", {{"born", start.plus_months(-18 * 12) + 30}}).pair("ada", 20, 25);
    four.person("bob", {{"age", 18}}).pair("bob", 20, 25);
    four.person("cyd", {{"age", 11}}).pair("cyd", 20, 25);
    four.person("dot").pair("dot", 20, 25);
    CHECK(four.share("completion_rate", made) == std::pair(3, 3));
    const auto outcome = four.outcome();
    CHECK(reasons(outcome, "bob") == std::vector<std::string>{"age_outside"});
    CHECK(found(outcome, "age_unknown") == 1);
}

TEST_CASE("An episode counts when it has ended with two contacts, on the day it ended",
          "[resilience]") {
    Episodes all(scores_down(""));
    all.person("open", {}, start, std::nullopt).pair("open", 20, 10);
    all.person("later", {}, start, Day::of(2025, 8, 1)).pair("later", 20, 10);
    all.person("once", {{"contacts", 1}}).pair("once", 20, 10);
    all.person("twice", {{"contacts", 2}}).pair("twice", 20, 10);
    all.person("backwards", {}, end, start).pair("backwards", 20, 10);
    all.person("unknown", {}, waymark::far_past, end).pair("unknown", 20, 10);
    all.person("before", {}, start - 400, start - 200).pair("before", 20, 10);
    const auto outcome = all.outcome();
    CHECK(all.share("completion_rate", made) == std::pair(1, 1));
    CHECK(reasons(outcome, "open") == std::vector<std::string>{"episode_open"});
    CHECK(reasons(outcome, "later") == std::vector<std::string>{"episode_open"});
    CHECK(reasons(outcome, "once") == std::vector<std::string>{"too_few_contacts"});
    CHECK(reasons(outcome, "backwards") == std::vector<std::string>{"end_before_start"});
    CHECK(reasons(outcome, "unknown") == std::vector<std::string>{"no_start"});
}

TEST_CASE("Until the follow-up window has passed a figure is provisional", "[resilience]") {
    const auto state = [](Day as_of) {
        Episodes one(scores_down(""), as_of);
        one.person("ada").score("ada", start, 20.0).score("ada", end + 20, 10.0);
        const auto told = one.of("completion_rate", made);
        REQUIRE(told.size() == 1);
        return std::pair(told[0].state, told[0].a);
    };
    CHECK(state(end + 19) == std::pair(waymark::State::provisional, 0.0));
    CHECK(state(end + 27) == std::pair(waymark::State::provisional, 1.0));
    CHECK(state(end + 28) == std::pair(waymark::State::observed, 1.0));
}

TEST_CASE("Only scores in the follow-up window make no pair, and say so", "[resilience]") {
    Episodes two(scores_down(""));
    two.person("ada").score("ada", end, 10.0);
    two.person("bob").score("bob", start, 10.0);
    const auto outcome = two.outcome();
    CHECK(reasons(outcome, "ada") == std::vector<std::string>{"no_baseline"});
    CHECK(reasons(outcome, "bob") == std::vector<std::string>{"no_follow_up"});
    CHECK(two.share("baseline_rate", made) == std::pair(1, 2));
}

TEST_CASE("Of several episodes of a person that end in a period the first counts", "[resilience]") {
    const auto two_episodes = [](const std::string& more) {
        Episodes two(scores_down(six_points, more));
        two.scene().period("quarter", {.grain = waymark::Grain::quarter,
                                       .first = Day::of(2025, 1, 1),
                                       .last = Day::of(2025, 3, 31)});
        two.person("first").pair("first", 20, 8);
        // Ends in the same year and quarter as the one before, and in one of them.
        two.person("later", {{"previous_end", "2025-02-01"}}).pair("later", 20, 19);
        two.person("next", {{"previous_end", "2024-12-01"}}).pair("next", 20, 18);
        return two;
    };
    const auto in_period = [](const Episodes& episodes, const std::string& period) {
        std::string about;
        for (const wt::Contribution& one : episodes.of("reliable_improvement", made)) {
            about += one.period == period ? one.about + " " : "";
        }
        return about;
    };
    const Episodes first = two_episodes("");
    CHECK(in_period(first, "year") == "first ");
    CHECK(in_period(first, "quarter") == "first next ");
    const auto excluded = first.outcome().exclusions;
    CHECK(std::count_if(excluded.begin(), excluded.end(), [](const wt::ExclusionSeen& one) {
              return one.reason == "later_episode";
          }) == 3);

    const Episodes all = two_episodes("\"episodes\": \"all\"");
    CHECK(in_period(all, "year") == "first later next ");
    for (const wt::Contribution& one : all.of("reliable_improvement", made)) {
        const bool is_later = one.about == "later" || (one.about == "next" && one.period == "year");
        CAPTURE(one);
        CHECK(std::count(one.strata.begin(), one.strata.end(),
                         is_later ? "episode=later" : "episode=first") == 1);
    }
}

TEST_CASE("Episodes moved to other years, over turns of the year and leap days, say the same",
          "[resilience]") {
    CHECK(rc::check([] {
        struct One {
            int begins = 0;
            int lasts = 0;
            int first = 0;
            int last = 0;
        };
        const auto people = *rc::gen::container<std::vector<One>>(
            rc::gen::build<One>(rc::gen::set(&One::begins, rc::gen::inRange(-60, 60)),
                                rc::gen::set(&One::lasts, rc::gen::inRange(0, 200)),
                                rc::gen::set(&One::first, rc::gen::inRange(0, 41)),
                                rc::gen::set(&One::last, rc::gen::inRange(0, 41))));
        const auto told = [&](int days) {
            Episodes moved(scores_down(six_points), Day::of(2025, 7, 31) + days);
            moved.scene().period("moved", {.grain = waymark::Grain::academic_year,
                                           .first = Day::of(2024, 8, 1) + days,
                                           .last = Day::of(2025, 7, 31) + days});
            for (std::size_t at = 0; at < people.size(); ++at) {
                const One& one = people[at];
                const std::string name = "p" + std::to_string(at);
                const Day from = start + days + one.begins;
                moved.person(name, {}, from, from + one.lasts);
                moved.score(name, from, one.first).score(name, from + one.lasts, one.last);
            }
            std::vector<std::tuple<std::string, std::string, double, double>> answers;
            for (const wt::Contribution& answer : moved.outcome().contributions) {
                if (answer.period == "moved") {
                    answers.emplace_back(answer.indicator, answer.about, answer.a, answer.b);
                }
            }
            return answers;
        };
        RC_ASSERT(told(0) == told(*rc::gen::inRange(400, 2500)));
    }));
}
