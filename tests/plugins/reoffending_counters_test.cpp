// SPDX-License-Identifier: MIT
// What is told beside the rates: serious reoffences, stages, days in custody, the live tracker.
#include "reoffending_story.hpp"

using namespace reoffending_test;

namespace {

const std::string q2 = "2023-Q2";

Story entered(const std::string& parameters = "{}", const std::string& cut = "2026-01-01") {
    Story story(cut, parameters);
    story.person("ada").index_event(1, "caution", "2023-04-20");
    return story;
}

double sum(const wt::Outcome& outcome, const std::string& indicator) {
    return parts(outcome, indicator, q2).a;
}

}  // namespace

TEST_CASE("A reoffence of a class on the list makes a serious reoffender, several make one",
          "[reoffending]") {
    const auto serious = entered()
                             .offence(1, "2023-06-01", "2023-07-01", {{"ho_class", "34B"}})
                             .offence(2, "2023-06-01", "2023-07-01", {{"ho_class", "5D"}})
                             .offence(3, "2023-06-01", "2023-07-01")
                             .outcome();
    CHECK(parts(serious, "serious_reoffending_rate", q2) == Parts{1, 1});
    const auto other = entered().offence(1, "2023-06-01", "2023-07-01").outcome();
    CHECK(parts(other, "serious_reoffending_rate", q2) == Parts{0, 1});
}

TEST_CASE("A reoffence of unknown class leaves the serious rate missing, unless another is serious",
          "[reoffending]") {
    auto unknown = entered();
    unknown.offence(1, "2023-06-01", "2023-07-01", {{"ho_class", nullptr}});
    const auto missing = unknown.outcome();
    CHECK(states(missing, "serious_reoffending_rate", q2) == std::vector<State>{State::missing});
    CHECK(parts(missing, "reoffending_rate", q2) == Parts{1, 1});
    CHECK(found(missing, "class_unknown", q2) == 1);
    unknown.offence(2, "2023-06-01", "2023-07-01", {{"ho_class", "1"}});
    CHECK(parts(unknown.outcome(), "serious_reoffending_rate", q2) == Parts{1, 1});
}

TEST_CASE("Reoffences are told by how they were proven, and add up", "[reoffending]") {
    auto story = entered(R"({"by_proof": true})");
    int id = 0;
    for (const char* proof : {"conviction", "conviction", "caution", "youth_caution",
                              "youth_conditional_caution", "reprimand", "final_warning", "none"}) {
        story.offence(++id, "2023-06-01", "2023-07-01", {{"proven_type", proof}});
    }
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "convicted_reoffences_per_offender", q2) == Parts{2, 1});
    CHECK(parts(outcome, "cautioned_reoffences_per_offender", q2) == Parts{5, 1});
    CHECK(parts(outcome, "reoffences_per_offender", q2) == Parts{7, 1});
}

TEST_CASE("A serious class the groups do not know is refused", "[reoffending]") {
    const auto description = waymark::contract::parse_description(waymark_measure()->description);
    const std::string folder = std::string(WAYMARK_SOURCE_DIR) + "/plugins/reoffending";
    std::string json =
        waymark::contract::resolved_parameters(description, {.json = "{}"}, folder).json;
    const std::string known = R"({"code":"5D","meaning":"Assault with intent)";
    const auto at = json.rfind(known);
    REQUIRE(at != std::string::npos);
    json.replace(at, known.size(), R"({"code":"5Z","meaning":"Assault with intent)");
    wt::Scene scene(waymark_measure());
    const auto outcome = scene.parameters(json).run();
    CHECK(outcome.status == WM_E_PARAM);
    CHECK(outcome.message ==
          "parameters/serious_offences/class/3/code: \"5Z\" is no class of the document "
          "offence_groups");
}

TEST_CASE("Each entry is counted at its stage", "[reoffending]") {
    const auto stages_at = [](const std::string& cut) {
        const auto outcome = entered("{}", cut).outcome();
        return std::vector<double>{sum(outcome, "entries_in_follow_up"),
                                   sum(outcome, "entries_waiting"), sum(outcome, "entries_final")};
    };
    CHECK(stages_at("2024-04-19") == std::vector<double>{1, 0, 0});
    CHECK(stages_at("2024-04-20") == std::vector<double>{0, 1, 0});
    CHECK(stages_at("2024-10-20") == std::vector<double>{0, 0, 1});
}

TEST_CASE("Who was deported stays in the rate and leaves the curve", "[reoffending]") {
    Story story;
    story.person("ada", {.columns = {{"born", "1990-01-01"}, {"deported", "2023-07-09"}}})
        .index_event(1, "caution", "2023-04-20");
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "reoffending_rate", q2) == Parts{0, 1});
    CHECK(parts(outcome, "not_reoffended_by_day", q2) == Parts{80, 0});
}

TEST_CASE("Days in custody are told beside the rates where the events know them", "[reoffending]") {
    const std::string known = R"({"custody_known": true})";
    CHECK(told(entered().outcome(), "days_in_custody", q2).empty());
    CHECK(parts(entered(known).outcome(), "days_in_custody", q2) == Parts{0, 1});
    const auto stays = entered(known)
                           .index_event(2, "custody_start", "2023-05-01")
                           .index_event(3, "custody_end", "2023-05-11")
                           .index_event(4, "custody_start", "2024-04-11")
                           .outcome();
    // Ten days of the first stay; of the second, which has not ended, 11 to 20 April.
    CHECK(parts(stays, "days_in_custody", q2) == Parts{20, 1});
    const auto before =
        Story("2026-01-01", known)
            .person("ada")
            .index_event(1, "custody_start", "2023-01-10")
            .index_event(2, "custody_release", "2023-04-20")
            .index_event(3, "conviction", "2023-06-01", {{"disposal_group", "custody"}})
            .index_event(4, "re_release", "2023-06-01")
            .outcome();
    CHECK(parts(before, "days_in_custody", q2) == Parts{0, 1});
}

TEST_CASE("The live tracker counts apart, is always provisional and off unless asked for",
          "[reoffending]") {
    const auto tell = [](const std::string& parameters, const std::string& cut) {
        auto story = entered(parameters, cut);
        story.offence(1, "2023-06-01", "2023-07-01");
        story.offence(2, "2023-06-02", nullptr, {{"proven_type", "pending"}});
        story.offence(2, "2023-06-02", nullptr, {{"proven_type", "pending"}});
        story.offence(3, "2023-06-03", nullptr, {{"proven_type", "pending"}});
        story.offence(3, "2023-06-03", "2023-08-01");
        story.offence(4, "2023-04-19", nullptr, {{"proven_type", "pending"}});
        story.offence(5, "2023-06-04", nullptr, {{"proven_type", "none"}});
        return story.outcome();
    };
    const std::string on = R"({"live_tracker": true})";
    CHECK(tell("{}", "2026-01-01").of("tracker_proven_to_date").empty());
    const auto early = tell(on, "2023-07-29");
    CHECK(sum(early, "tracker_proven_to_date") == 1);
    CHECK(sum(early, "tracker_alleged_pending") == 2);
    CHECK(sum(early, "tracker_days_at_risk") == 100);
    CHECK(states(early, "reoffending_rate", q2) == std::vector<State>{State::not_due});
    const auto late = tell(on, "2026-01-01");
    CHECK(sum(late, "tracker_proven_to_date") == 2);
    CHECK(sum(late, "tracker_alleged_pending") == 1);
    CHECK(sum(late, "tracker_days_at_risk") == 366);
    CHECK(states(late, "tracker_proven_to_date", q2) == std::vector<State>{State::provisional});
    CHECK(parts(late, "reoffences_per_offender", q2) == Parts{2, 1});
}

TEST_CASE("Under ten people a rate is not published", "[reoffending]") {
    const auto description = waymark::contract::parse_description(waymark_measure()->description);
    for (const auto& indicator : description.indicators) {
        if (indicator.id.ends_with("rate") || indicator.id.find("_per_") != std::string::npos) {
            CAPTURE(indicator.id);
            CHECK(indicator.min_people_for_rate == 10);
        }
    }
}
