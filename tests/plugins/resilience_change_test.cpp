// SPDX-License-Identifier: MIT
// Pairing, reliable change and eligibility of Resilience and wellbeing measures, sections 4 to 6.
#include <rapidcheck.h>

#include "episodes.hpp"
#include "statistics/paired_change.hpp"
#include "statistics/proportion.hpp"

using namespace waymark::tests;
using waymark::Day;

namespace {

// The reliable change of one person: 1 better, -1 worse, 0 neither.
int verdict(const Setup& setup, double first, double last) {
    Episodes one(setup);
    one.person("ada").pair("ada", first, last);
    return one.share("reliable_improvement", made).first -
           one.share("reliable_deterioration", made).first;
}

const std::string sdq_parent =
    "sd = 5.8\nreliability = 0.82\nsources = { sd = \"example 4\", reliability = \"example 4\" }\n";

}  // namespace

TEST_CASE("resilience example 4: reliable change from SD and reliability", "[resilience]") {
    const Setup setup = scores_down(sdq_parent);
    CHECK(verdict(setup, 19, 12) == 1);
    CHECK(verdict(setup, 19, 13) == 0);
    CHECK(verdict(setup, 19, 26) == -1);
}

TEST_CASE("resilience example 9: a cut-off from criterion c", "[resilience]") {
    const std::string groups =
        "criterion_c = { clinical_mean = 19, clinical_sd = 5.9, general_mean = 8.4, general_sd = "
        "5.8, source = \"example 9\" }\nclinical = \"at_or_above\"\n";
    Episodes two(scores_down(groups));
    two.person("ada").pair("ada", 14, 13);
    two.person("ben").pair("ben", 13, 14);
    CHECK(two.share("clinical_at_baseline", made) == std::pair(1, 2));
    CHECK(two.share("recovery", made) == std::pair(1, 1));

    const auto refusal = [](const std::string& keys) {
        return Episodes(scores_down(keys)).person("ada").refusal();
    };
    CHECK_THAT(refusal(groups + "cutoff = 14\nsources = { cutoff = \"-\" }\n"),
               Catch::Contains("a cutoff or criterion_c, not both"));
    std::string flat = groups;
    flat.replace(flat.find("5.9"), 3, "0");
    CHECK_THAT(refusal(flat), Catch::Contains("standard deviations above 0"));
}

TEST_CASE("resilience example 5: paired change with effect size", "[resilience]") {
    constexpr int first[] = {19, 22, 15, 17, 24, 20, 13, 18, 21, 16};
    constexpr int last[] = {14, 20, 15, 11, 17, 19, 14, 12, 15, 13};
    Episodes ten(scores_down(""));
    for (std::size_t i = 0; i < 10; ++i) {
        const std::string name = "p" + std::to_string(i);
        ten.person(name).pair(name, first[i], last[i]);
    }
    waymark::statistics::ChangeMoments sums;
    for (const wt::Contribution& one : ten.of("mean_change", made)) {
        ++sums.n;
        sums.first += one.a;
        sums.last += one.b;
        sums.first_first += one.a * one.a;
        sums.first_last += one.a * one.b;
        sums.last_last += one.b * one.b;
    }
    const auto change = waymark::statistics::paired_change(sums, waymark::statistics::Better::up);
    REQUIRE(change);
    CHECK(change->change.value == Approx(3.5));
    CHECK(change->change.interval->lower == Approx(1.4418).margin(0.00005));
    CHECK(change->change.interval->upper == Approx(5.5582).margin(0.00005));
    CHECK(change->hedges_g->value == Approx(0.94779).margin(0.000005));
    CHECK(change->hedges_g->interval->lower == Approx(0.2491).margin(0.00005));
    CHECK(change->hedges_g->interval->upper == Approx(1.6465).margin(0.00005));
}

TEST_CASE("resilience example 6: NHS Talking Therapies and CORC on PHQ-9 and GAD-7",
          "[resilience]") {
    Episodes eight(Setup{.files = {"phq9", "gad7", "talking_therapies"}});
    constexpr int scores[8][4] = {{18, 14, 9, 7},   {15, 12, 8, 9},   {10, 7, 9, 6},
                                  {9, 7, 3, 3},     {12, 10, 18, 11}, {20, 6, 13, 11},
                                  {11, 15, 11, 10}, {8, 8, 7, 5}};
    for (std::size_t i = 0; i < 8; ++i) {
        const std::string name(1, static_cast<char>('A' + i));
        const auto& [phq_first, gad_first, phq_last, gad_last] = scores[i];
        eight.person(name)
            .pair(name, phq_first, phq_last, {{"instrument", "phq9"}})
            .pair(name, gad_first, gad_last, {{"instrument", "gad7"}});
    }
    const std::string nhs = "talking_therapies";
    CHECK(eight.share("joint_completion_rate", nhs) == std::pair(8, 8));
    CHECK(eight.share("joint_recovery", nhs) == std::pair(3, 7));
    CHECK(eight.share("joint_improvement", nhs) == std::pair(4, 8));
    CHECK(eight.share("joint_deterioration", nhs) == std::pair(1, 8));
    CHECK(eight.share("joint_reliable_recovery", nhs) == std::pair(1, 7));
    // F, better on one and worse on the other, is no change there and deterioration here.
    CHECK(eight.share("joint_improvement", "corc") == std::pair(4, 8));
    CHECK(eight.share("joint_deterioration", "corc") == std::pair(2, 8));
}

TEST_CASE("The Talking Therapies rule needs every scale paired, CORC's at least one",
          "[resilience]") {
    Episodes one(Setup{.files = {"phq9", "gad7", "talking_therapies"}});
    one.person("ada").pair("ada", 18, 9, {{"instrument", "phq9"}});
    CHECK(one.share("joint_completion_rate", "talking_therapies") == std::pair(0, 1));
    CHECK(one.share("joint_completion_rate", "corc") == std::pair(1, 1));
    CHECK(one.share("joint_improvement", "corc") == std::pair(1, 1));
}

TEST_CASE("resilience example 8: 31 paired of 47 eligible", "[resilience]") {
    Episodes cohort(scores_down(""));
    for (int i = 0; i < 47; ++i) {
        const std::string name = "p" + std::to_string(i);
        cohort.person(name).score(name, start, 20.0);
        if (i < 31) {
            cohort.score(name, end, 15.0);
        }
    }
    const auto [paired, eligible] = cohort.share("completion_rate", made);
    CHECK(cohort.share("baseline_rate", made) == std::pair(47, 47));
    const auto interval = waymark::statistics::wilson_interval(paired, eligible);
    REQUIRE(interval);
    CHECK(100.0 * paired / eligible == Approx(66.0).margin(0.05));
    CHECK(100.0 * interval->lower == Approx(51.7).margin(0.05));
    CHECK(100.0 * interval->upper == Approx(77.8).margin(0.05));
    CHECK(cohort.of("baseline_mean_unpaired", made).size() == 16);
}

TEST_CASE("A threshold met exactly is reliable, also between decimals", "[resilience]") {
    CHECK(verdict(scores_down(six_points), 20, 14) == 1);
    CHECK(verdict(scores_down(six_points), 20, 15) == 0);
    const Setup decimals = scores_down("rc_threshold = 2.87\nsources = { rc_threshold = \"-\" }\n");
    CHECK(verdict(decimals, 24.11, 21.24) == 1);
    CHECK(verdict(decimals, 24.11, 21.25) == 0);
}

TEST_CASE("Who starts too near the best score stays in the denominators and is told as no room",
          "[resilience]") {
    Episodes two(scores_down(six_points));
    two.person("ada").pair("ada", 5, 0);
    two.person("bob").pair("bob", 6, 0);
    CHECK(two.share("no_room", made) == std::pair(1, 2));
    CHECK(two.share("reliable_improvement", made) == std::pair(1, 2));
}

TEST_CASE("A score equal to the cut-off is clinical for a scale of symptoms, not for one below it",
          "[resilience]") {
    Episodes down(scores_down(six_points));
    down.person("ada").pair("ada", 10, 9);
    CHECK(down.share("clinical_at_baseline", made) == std::pair(1, 1));
    CHECK(down.share("recovery", made) == std::pair(1, 1));
    CHECK(down.share("reliable_recovery", made) == std::pair(0, 1));
    Episodes below(
        scores_down("cutoff = 25\nclinical = \"below\"\nsources = { cutoff = \"-\" }\n"));
    below.person("ada").score("ada", start, 25.0);
    CHECK(below.share("clinical_at_baseline", made) == std::pair(0, 1));
}

TEST_CASE("Without a threshold or cut-off the verdicts are not applicable, never zero",
          "[resilience]") {
    Episodes one(scores_down(""));
    one.person("ada").pair("ada", 20, 10);
    for (const char* indicator : {"reliable_improvement", "reliable_deterioration", "recovery"}) {
        const auto told = one.of(indicator, made);
        REQUIRE(told.size() == 1);
        CHECK(told[0].state == waymark::State::not_applicable);
    }
}

TEST_CASE("The windows of baseline and follow-up hold their ends", "[resilience]") {
    const auto completes = [](Day first, Day last) {
        Episodes one(scores_down(""));
        one.person("ada").score("ada", first, 20.0).score("ada", last, 10.0);
        return one.share("completion_rate", made).first == 1;
    };
    CHECK(completes(start - 28, end));
    CHECK_FALSE(completes(start - 29, end));
    CHECK(completes(start + 42, end));
    CHECK_FALSE(completes(start + 43, end));
    CHECK(completes(start, end + 28));
    CHECK_FALSE(completes(start, end + 29));
    CHECK(completes(start, start + 14));
    CHECK_FALSE(completes(start, start + 13));
    CHECK_FALSE(completes(start, start));
}

TEST_CASE("The baseline is the first score, the follow-up the last", "[resilience]") {
    Episodes one(scores_down(""));
    one.person("ada")
        .score("ada", start + 10, 22.0)
        .score("ada", start - 5, 25.0)
        .score("ada", end - 60, 12.0)
        .score("ada", end + 3, 11.0)
        .score("ada", end + 40, 3.0);
    const auto told = one.of("mean_change", made);
    REQUIRE(told.size() == 1);
    CHECK(told[0].a == -25.0);
    CHECK(told[0].b == -11.0);
}

TEST_CASE("first_within takes the score nearest to the middle of the span, of two the later",
          "[resilience]") {
    const auto follow_up = [](const std::vector<int>& days) {
        Episodes one(scores_down(
            "", R"("follow_up": "first_within", "within_from": 120, "within_to": 240)"));
        one.person("ada").score("ada", start, 20.0);
        for (const int day : days) {
            one.score("ada", start + day, day / 10.0);
        }
        const auto told = one.of("follow_up_mean", made);
        return told.empty() ? -1 : static_cast<int>(10 * told[0].a + 0.5);
    };
    CHECK(follow_up({121, 170, 191, 239}) == 170);
    CHECK(follow_up({170, 190}) == 190);
    CHECK(follow_up({119, 241}) == -1);
    CHECK(follow_up({120}) == 120);
}

TEST_CASE("Of two scores on a day the more complete counts, else the higher record",
          "[resilience]") {
    Episodes one(Setup{.files = {"phq9"}});
    one.person("ada")
        .form("ada", start, answers({3, 3, 3, 3, 3, 3, 3, blank, blank}), {{"record", 9}})
        .form("ada", start, answers({1, 1, 1, 1, 1, 1, 1, 1, 1}), {{"record", 2}})
        .form("ada", start, answers({2, 2, 2, 2, 2, 2, 2, 2, 2}), {{"record", 3}});
    const auto told = one.of("baseline_mean", "phq9/1/self/0-3/total");
    REQUIRE(told.size() == 1);
    CHECK(told[0].a == 18.0);
    CHECK(found(one.outcome(), "same_day_scores") == 2);
}

TEST_CASE("The same form given twice is one record", "[resilience]") {
    Episodes one(Setup{.files = {"phq9"}});
    const auto items = answers({1, 1, 1, 1, 1, 1, 1, 1, 1});
    one.person("ada")
        .form("ada", start, items, {{"record", 1}})
        .form("ada", start, items, {{"record", 2}});
    CHECK(found(one.outcome(), "duplicate_forms") == 1);
    CHECK(found(one.outcome(), "same_day_scores") == 0);
    CHECK(one.share("baseline_rate", "phq9/1/self/0-3/total") == std::pair(1, 1));
}

TEST_CASE("Scores are never paired across languages or informants", "[resilience]") {
    Episodes one(scores_down(""));
    one.person("ada")
        .score("ada", start, 20.0, {{"language", "en"}})
        .score("ada", end, 10.0, {{"language", "so"}});
    CHECK(one.share("completion_rate", made) == std::pair(0, 1));
    CHECK(found(one.outcome(), "other_language") == 1);
    Episodes other(scores_down(""));
    other.person("ada")
        .score("ada", start, 20.0, {{"informant", "self"}})
        .score("ada", end, 10.0, {{"informant", "parent"}});
    CHECK(other.share("completion_rate", made) == std::pair(0, 1));
    CHECK(found(other.outcome(), "unknown_forms") == 1);
}

TEST_CASE("A prorated baseline is paired and told", "[resilience]") {
    Episodes one(Setup{.files = {"phq9"}});
    one.person("ada")
        .form("ada", start, answers({2, 2, 1, blank, 3, 1, 2, 0, 1}))
        .form("ada", end, answers({1, 1, 1, 1, 1, 1, 1, 1, 1}));
    CHECK(one.share("completion_rate", "phq9/1/self/0-3/total") == std::pair(1, 1));
    CHECK(found(one.outcome(), "prorated_pairs") == 1);
}

TEST_CASE("Calibration answers with the items of complete baselines alone", "[resilience]") {
    Episodes two(Setup{.files = {"brs"}, .more = R"("calibration": true)"});
    two.person("ada").form("ada", start, answers({4, 2, 4, 2, 5, 1}));
    two.person("bob").form("bob", start, answers({4, 2, 4, 2, 5, blank}));
    const auto outcome = two.outcome();
    CHECK(outcome.of("completion_rate").empty());
    REQUIRE(outcome.of("calibration_sum").size() == 1);
    CHECK(outcome.of("calibration_sum")[0].a == 26.0);
    CHECK(outcome.of("calibration_score")[0].a == Approx(26.0 / 6.0));
    const auto items = outcome.of("calibration_item");
    REQUIRE(items.size() == 6);
    CHECK(items[1].a == 4.0);
    CHECK(items[1].strata == std::vector<std::string>{"item=2", ""});
}

TEST_CASE("Rows in any order, cut anywhere, give the same answers", "[resilience]") {
    const bool holds = rc::check("any order, any cut", [] {
        struct Row {
            std::string name;
            int day;
            std::vector<int> items;
            int record;
        };
        std::vector<Row> rows;
        const int count = *rc::gen::inRange(0, 25);
        for (int i = 0; i < count; ++i) {
            const int person = *rc::gen::inRange(0, 4);
            // Few days and few answers, so that days and whole forms coincide.
            rows.push_back({"p" + std::to_string(person), *rc::gen::element(-28, 0, 20, 182, 190),
                            *rc::gen::container<std::vector<int>>(9, rc::gen::inRange(blank, 4)),
                            i});
            if (i > 0 && *rc::gen::inRange(0, 4) == 0) {
                rows.back() = rows[static_cast<std::size_t>(*rc::gen::inRange(0, i))];
                rows.back().record = i;
            }
        }
        const auto run = [&](const wt::Cut& cut) {
            Episodes episodes(Setup{.files = {"phq9"}});
            for (int person = 0; person < 4; ++person) {
                episodes.person("p" + std::to_string(person));
            }
            for (const Row& row : rows) {
                episodes.form(row.name, start + row.day, answers(row.items),
                              {{"record", row.record}});
            }
            return episodes.outcome(cut);
        };
        const wt::Outcome whole = run({});
        const int rotation = *rc::gen::inRange(0, count + 1);
        std::rotate(rows.begin(), rows.begin() + rotation, rows.end());
        if (*rc::gen::arbitrary<bool>()) {
            std::reverse(rows.begin(), rows.end());
        }
        const wt::Cut cut{.rows = static_cast<std::size_t>(*rc::gen::inRange(1, 9)),
                          .cases = static_cast<std::size_t>(*rc::gen::inRange(1, 5)),
                          .offset = *rc::gen::inRange(0, 3)};
        RC_ASSERT(run(cut) == whole);
    });
    CHECK(holds);
}
