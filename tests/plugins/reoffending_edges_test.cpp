// SPDX-License-Identifier: MIT
// The edge cases of Proven reoffending, section 9, row by row, and the cohort rules of section 2.
#include "reoffending_story.hpp"

using namespace reoffending_test;

namespace {

const std::string q2 = "2023-Q2";
const std::string q3 = "2023-Q3";

Parts offences_of(const wt::Outcome& outcome, const std::string& period = q2) {
    return parts(outcome, "reoffences_per_offender", period);
}

Story entered(const std::string& parameters = "{}") {
    Story story("2026-01-01", parameters);
    story.person("ada").index_event(1, "caution", "2023-04-20");
    return story;
}

/// The strata of the one entry in a period.
std::vector<std::string> strata_of(const wt::Outcome& outcome, const std::string& period = q2) {
    const auto entries = told(outcome, "reoffending_rate", period);
    REQUIRE(entries.size() == 1);
    return entries.front().strata;
}

bool has(const std::vector<std::string>& strata, const std::string& wanted) {
    return std::find(strata.begin(), strata.end(), wanted) != strata.end();
}

bool is_excluded(const wt::Outcome& outcome, const std::string& reason) {
    return std::any_of(outcome.exclusions.begin(), outcome.exclusions.end(),
                       [&](const wt::ExclusionSeen& one) { return one.reason == reason; });
}

}  // namespace

TEST_CASE("An offence before the index date is history only if it was proven before it",
          "[reoffending]") {
    auto later = entered();
    later.offence(1, "2023-03-01", "2023-08-01");
    CHECK(has(strata_of(later.outcome()), "previous_offences=0"));
    CHECK(found(later.outcome(), "pseudo", q2) == 1);
    auto before = entered();
    before.offence(1, "2023-01-01", "2023-02-01").offence(2, "2022-01-01", "2022-02-01");
    before.offence(3, "2022-01-01", "2022-02-01", {{"recordable", false}});
    CHECK(has(strata_of(before.outcome()), "previous_offences=1-2"));
    CHECK(found(before.outcome(), "pseudo", q2) == 0);
}

TEST_CASE("The offence of the index event is no previous one, also where it was proven long before",
          "[reoffending]") {
    const auto outcome = Story().person("ada").index_event(1, "custody_release", "2023-05-01");
    CHECK(has(strata_of(outcome.outcome()), "previous_offences=0"));
}

TEST_CASE("An offence on the index date counts only with the option", "[reoffending]") {
    const auto left_out = entered().offence(1, "2023-04-20", "2023-06-30").outcome();
    CHECK(offences_of(left_out) == Parts{0, 1});
    CHECK(found(left_out, "same_day", q2) == 1);
    const std::string option = R"({"day_0": "include"})";
    const auto counted = entered(option).offence(1, "2023-04-20", "2023-06-30").outcome();
    CHECK(offences_of(counted) == Parts{1, 1});
    CHECK(parts(counted, "days_to_first_reoffence", q2).a == 0);
    const auto proven_that_day = entered(option).offence(1, "2023-04-20", "2023-04-20").outcome();
    CHECK(offences_of(proven_that_day) == Parts{0, 1});
}

TEST_CASE("Offences of one hearing count each, a repeated row once", "[reoffending]") {
    const auto outcome = entered()
                             .offence(1, "2023-06-01", "2023-08-01")
                             .offence(2, "2023-06-01", "2023-08-01")
                             .offence(2, "2023-06-01", "2023-08-01")
                             .outcome();
    CHECK(offences_of(outcome) == Parts{2, 1});
    CHECK(found(outcome, "duplicate_row") == 1);
}

TEST_CASE("Of rows that contradict each other the offence proven first counts", "[reoffending]") {
    const auto outcome = entered()
                             .offence(1, "2023-06-01", "2024-12-01")
                             .offence(1, "2023-06-01", "2023-08-01")
                             .outcome();
    CHECK(offences_of(outcome) == Parts{1, 1});
    CHECK(found(outcome, "conflicting_rows") == 1);
}

TEST_CASE("An offence proven too late is no reoffence", "[reoffending]") {
    const auto outcome = entered().offence(1, "2023-06-01", "2024-10-21").outcome();
    CHECK(offences_of(outcome) == Parts{0, 1});
    CHECK(found(outcome, "late_proven", q2) == 1);
    CHECK(offences_of(entered().offence(1, "2023-06-01", "2024-10-20").outcome()) == Parts{1, 1});
}

TEST_CASE("A breach is no reoffence; the new offence behind it counts", "[reoffending]") {
    const auto outcome = entered()
                             .offence(1, "2023-06-01", "2023-07-01", {{"breach", true}})
                             .offence(2, "2023-06-01", "2023-07-01")
                             .outcome();
    CHECK(offences_of(outcome) == Parts{1, 1});
    CHECK(found(outcome, "breach", q2) == 1);
}

TEST_CASE("Offences that are not recordable or elsewhere are no reoffences", "[reoffending]") {
    const auto outcome = entered()
                             .offence(1, "2023-06-01", "2023-07-01", {{"recordable", false}})
                             .offence(2, "2023-06-01", "2023-07-01", {{"place", "SCO"}})
                             .offence(3, "2023-06-01", "2023-07-01", {{"place", "ABROAD"}})
                             .offence(4, "2023-06-01", "2023-07-01", {{"proven_type", "none"}})
                             .outcome();
    CHECK(offences_of(outcome) == Parts{0, 1});
    CHECK(found(outcome, "not_recordable", q2) == 1);
    CHECK(found(outcome, "elsewhere", q2) == 2);
    CHECK(found(outcome, "not_proven") == 1);
}

TEST_CASE("A re-release is no event, whether the source says so or the sentence was released from",
          "[reoffending]") {
    const auto said = Story().person("ada").index_event(1, "re_release", "2023-05-01").outcome();
    CHECK(is_excluded(said, "no_index_event"));
    CHECK(found(said, "after_recall", q2) == 1);
    const auto seen = Story()
                          .person("ada")
                          .index_event(1, "custody_release", "2023-05-01")
                          .event(2, "custody_release", "2023-08-01", 1001)
                          .outcome();
    CHECK(told(seen, "reoffending_rate", q3).empty());
    CHECK(found(seen, "after_recall", q3) == 1);
}

TEST_CASE("An offence in custody before the release does not count, one while recalled does",
          "[reoffending]") {
    const auto outcome = Story()
                             .person("ada")
                             .index_event(1, "custody_release", "2023-05-01")
                             .offence(1, "2023-04-15", "2023-06-01")
                             .offence(2, "2023-07-15", "2023-09-01")
                             .outcome();
    CHECK(offences_of(outcome) == Parts{1, 1});
    CHECK(found(outcome, "pseudo", q2) == 1);
}

TEST_CASE("Who died stays in the rate and leaves the curve", "[reoffending]") {
    Story story;
    story.born("ada", "1990-01-01", "2023-07-09").index_event(1, "caution", "2023-04-20");
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "reoffending_rate", q2) == Parts{0, 1});
    CHECK(parts(outcome, "not_reoffended_by_day", q2) == Parts{80, 0});
}

TEST_CASE("Without its date an offence is left out, and many of them mark the cohort",
          "[reoffending]") {
    const auto left_out = entered()
                              .offence(1, nullptr, "2023-07-01")
                              .offence(2, "2023-06-01", "2023-07-01")
                              .outcome();
    CHECK(offences_of(left_out) == Parts{1, 1});
    CHECK(found(left_out, "no_date", q2) == 1);
    const auto share = std::find_if(
        left_out.findings.begin(), left_out.findings.end(),
        [](const wt::FindingSeen& one) { return one.code == "no_date" && one.period == q2; });
    CHECK(share->of == 2);
    const auto description = waymark::contract::parse_description(waymark_measure()->description);
    CHECK(description.findings[17].id == "no_date");
    CHECK(description.findings[17].low_quality_above == 0.02);
    const auto imputed = entered(R"({"missing_offence_date": "proven_date"})")
                             .offence(1, nullptr, "2023-07-01")
                             .outcome();
    CHECK(offences_of(imputed) == Parts{1, 1});
    CHECK(found(imputed, "no_date", q2) == 0);
}

TEST_CASE("A proof without its date, or before the offence, is rejected and counted",
          "[reoffending]") {
    const auto outcome = entered()
                             .offence(1, "2023-06-01", nullptr)
                             .offence(2, "2023-06-01", "2023-05-31")
                             .offence(3, "2023-06-01", "2023-06-01")
                             .outcome();
    CHECK(offences_of(outcome) == Parts{1, 1});
    CHECK(found(outcome, "offence_rejected") == 2);
}

TEST_CASE("An event without a date is rejected; of unknown age a person is in the headline",
          "[reoffending]") {
    auto undated = Story();
    undated.person("ada").offence(1, "2023-03-01", "2023-04-01").event(1, "caution", nullptr, 1);
    CHECK(is_excluded(undated.outcome(), "no_index_event"));
    CHECK(found(undated.outcome(), "event_without_date") == 1);
    const auto unknown = entered().outcome();
    CHECK(has(strata_of(unknown), "adult_juvenile=unknown"));
    CHECK(has(strata_of(unknown), "age_at_index=unknown"));
    CHECK(found(unknown, "born_unknown", q2) == 1);
}

TEST_CASE("What comes after the data cut is not known", "[reoffending]") {
    Story story("2024-06-01");
    story.person("ada")
        .index_event(1, "caution", "2023-04-20")
        .offence(1, "2023-06-01", "2024-06-02")
        .offence(2, "2024-06-20", "2024-07-01")
        .event(2, "caution", "2024-07-01", 2);
    const auto outcome = story.outcome();
    CHECK(offences_of(outcome) == Parts{0, 1});
    CHECK(states(outcome, "reoffending_rate", q2) == std::vector<State>{State::provisional});
    CHECK(found(outcome, "proven_after_cut") == 2);
    CHECK(found(outcome, "event_after_cut") == 1);
}

TEST_CASE("In follow-up nothing is due, in the waiting months the times are not", "[reoffending]") {
    const auto at = [](const std::string& cut) {
        return Story(cut)
            .person("ada")
            .index_event(1, "caution", "2023-04-20")
            .offence(1, "2023-06-01", "2023-07-01")
            .outcome();
    };
    using States = std::vector<State>;
    const auto following = at("2024-04-19");
    for (const char* indicator :
         {"reoffending_rate", "reoffences_per_reoffender", "reoffences_per_offender",
          "reoffences_per_100_offenders", "days_to_first_reoffence", "not_reoffended_by_day"}) {
        CHECK(states(following, indicator, q2) == States{State::not_due});
    }
    const auto waiting = at("2024-04-20");
    CHECK(states(waiting, "reoffending_rate", q2) == States{State::provisional});
    CHECK(states(waiting, "reoffences_per_reoffender", q2) == States{State::provisional});
    CHECK(states(waiting, "days_to_first_reoffence", q2) == States{State::not_due});
    CHECK(states(waiting, "not_reoffended_by_day", q2) == States{State::not_due});
    const auto final = at("2024-10-20");
    CHECK(states(final, "days_to_first_reoffence", q2) == States{State::not_due});
    CHECK(states(final, "not_reoffended_by_day", q2) == States{State::provisional});
    const auto settled = at("2025-01-18");
    CHECK(states(settled, "days_to_first_reoffence", q2) == States{State::observed});
    CHECK(states(settled, "not_reoffended_by_day", q2) == States{State::observed});
}

TEST_CASE("Without censoring before the anniversary, 1 - S at the end is the binary rate",
          "[reoffending]") {
    Story story;
    for (int number = 0; number < 20; ++number) {
        story.person("p" + std::to_string(number)).index_event(1, "caution", "2023-04-20");
        if (number % 3 == 0) {
            story.offence(1, Story::day("2023-05-01") + 17 * number, "2024-09-01");
        }
    }
    const auto outcome = story.outcome();
    double survival = 1;
    auto times = told(outcome, "not_reoffended_by_day", q2);
    std::sort(times.begin(), times.end(), [](const auto& one, const auto& other) {
        return std::pair(one.a, -one.b) < std::pair(other.a, -other.b);
    });
    for (std::size_t at = 0; at < times.size(); ++at) {
        survival *= times[at].b == 1 ? 1 - 1.0 / static_cast<double>(times.size() - at) : 1;
    }
    const Parts rate = parts(outcome, "reoffending_rate", q2);
    CHECK(rate == Parts{7, 20});
    CHECK(1 - survival == Approx(rate.a / rate.b).epsilon(1e-12));
}
