// SPDX-License-Identifier: MIT
// Who enters which cohort: section 2 of Proven reoffending, the disposal tables, the strata and the
// documents they rest on.
#include "reoffending_story.hpp"

using namespace reoffending_test;

namespace {

const std::string q2 = "2023-Q2";

/// The strata of the one headline entry of Q2 2023.
std::vector<std::string> strata_of(const wt::Outcome& outcome) {
    const auto entries = told(outcome, "reoffending_rate", q2);
    REQUIRE(entries.size() == 1);
    return entries.front().strata;
}

bool has(const wt::Outcome& outcome, const std::string& wanted) {
    const auto strata = strata_of(outcome);
    return std::find(strata.begin(), strata.end(), wanted) != strata.end();
}

wt::Outcome of_age(const std::string& born) {
    return Story().born("ada", born).index_event(1, "caution", "2023-04-20").outcome();
}

// Series of the disposal tables, in the order of the document.
constexpr std::uint32_t custody = 0;
constexpr std::uint32_t court_order = 1;
constexpr std::uint32_t custody_or_court_order = 2;
constexpr std::uint32_t caution = 3;

wt::Outcome opened_with(const std::string& parameters) {
    wt::Scene scene(waymark_measure());
    return scene.parameters(parameters).run();
}

const std::string some_groups =
    R"("offence_groups": {"seriousness": ["violence_against_the_person", "sexual", "robbery",
    "theft", "criminal_damage_and_arson", "drug", "possession_of_weapons", "public_order",
    "miscellaneous_crimes_against_society", "fraud", "summary_non_motoring", "summary_motoring",
    "other"], "class": []}, "serious_offences": {"class": []})";
const std::string some_disposals = R"("disposals": {"disposal": [{"code": "fine"}], "table": []},
    "serious_offences": {"class": []})";

}  // namespace

TEST_CASE("On one day a release goes before a conviction, a conviction before a caution",
          "[reoffending]") {
    auto story = Story();
    story.person("ada")
        .index_event(1, "caution", "2023-05-01")
        .index_event(2, "conviction", "2023-05-01")
        .index_event(3, "custody_release", "2023-05-01");
    CHECK(has(story.outcome(), "index_event=custody_release"));
    auto two = Story();
    two.person("ada")
        .index_event(1, "caution", "2023-05-01")
        .index_event(2, "conviction", "2023-05-01");
    CHECK(has(two.outcome(), "index_event=conviction"));
}

TEST_CASE("Among convictions of one day the most severe disposal goes first, then the lowest id",
          "[reoffending]") {
    const auto entered_by = [](int id, const std::string& disposal, int other_id,
                               const std::string& other_disposal) {
        auto story = Story();
        story.person("ada")
            .index_event(id, "conviction", "2023-05-01", {{"disposal_group", disposal}})
            .index_event(other_id, "conviction", "2023-05-01", {{"disposal_group", other_disposal}})
            .offence(1, "2023-04-01", "2023-05-01", {{"offence_group", "robbery"}})
            .event(id, "conviction", "2023-05-01", 1, {{"disposal_group", disposal}});
        return has(story.outcome(), "index_offence_group=robbery");
    };
    CHECK(entered_by(2, "community_order", 1, "fine"));
    CHECK_FALSE(entered_by(1, "fine", 2, "community_order"));
    CHECK(entered_by(1, "fine", 2, "fine"));
    CHECK_FALSE(entered_by(2, "fine", 1, "fine"));
}

TEST_CASE("An event whose offences do not qualify is skipped and the next one tried",
          "[reoffending]") {
    auto story = Story();
    story.person("ada")
        .offence(1, "2023-03-01", "2023-04-10", {{"breach", true}})
        .event(1, "conviction", "2023-04-10", 1)
        .offence(2, "2023-03-01", "2023-04-12", {{"recordable", false}})
        .event(2, "conviction", "2023-04-12", 2)
        .offence(3, "2023-03-01", "2023-04-14", {{"place", "NI"}})
        .event(3, "conviction", "2023-04-14", 3)
        .event(4, "conviction", "2023-04-16", 99)
        .event(5, "conviction", "2023-04-18", 1001, {{"offence_id", nullptr}})
        .index_event(6, "conviction", "2023-04-20", {{"disposal_group", nullptr}})
        .index_event(7, "conviction", "2023-04-22", {{"disposal_group", "exile"}})
        .index_event(8, "conviction", "2023-04-24")
        .offence(9, "2023-04-23", "2023-06-01");
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "reoffending_rate", q2) == Parts{0, 1});
    CHECK(found(outcome, "pseudo", q2) == 1);
    CHECK(found(outcome, "index_offence_unfit", q2) == 3);
    CHECK(found(outcome, "index_offence_unknown", q2) == 2);
    CHECK(found(outcome, "disposal_unknown", q2) == 2);
}

TEST_CASE("Of several offences of the index event the most serious that qualifies is principal",
          "[reoffending]") {
    auto story = Story();
    story.person("ada")
        .offence(1, "2023-03-01", "2023-05-01", {{"ho_class", "46"}})
        .offence(2, "2023-03-01", "2023-05-01", {{"ho_class", "34B"}})
        .offence(3, "2023-03-01", "2023-05-01", {{"ho_class", "1"}, {"breach", true}})
        .event(1, "conviction", "2023-05-01", 1)
        .event(1, "conviction", "2023-05-01", 2)
        .event(1, "conviction", "2023-05-01", 3);
    CHECK(has(story.outcome(), "index_offence_group=robbery"));
    CHECK(found(story.outcome(), "conflicting_rows") == 0);
    CHECK(found(story.outcome(), "duplicate_row", q2) == 0);
}

TEST_CASE("An unmapped offence class is shown as other and counted", "[reoffending]") {
    auto story = Story();
    story.person("ada")
        .offence(1, "2023-03-01", "2023-05-01", {{"ho_class", "999"}})
        .event(1, "conviction", "2023-05-01", 1);
    CHECK(has(story.outcome(), "index_offence_group=other"));
    CHECK(found(story.outcome(), "group_unmapped", q2) == 1);
}

TEST_CASE("Age is fixed at the index date", "[reoffending]") {
    CHECK(has(of_age("2005-04-21"), "adult_juvenile=juvenile"));
    CHECK(has(of_age("2005-04-21"), "age_at_index=15-17"));
    CHECK(has(of_age("2005-04-20"), "adult_juvenile=adult"));
    CHECK(has(of_age("2005-04-20"), "age_at_index=18-20"));
    CHECK(has(of_age("2013-04-20"), "age_at_index=10-14"));
    CHECK(has(of_age("1973-04-20"), "age_at_index=50+"));
    const auto child = of_age("2013-04-21");
    CHECK(child.contributions.empty());
    REQUIRE(child.exclusions.size() >= 1);
    CHECK(child.exclusions.front().reason == "under_10");
}

TEST_CASE("History and length of custody come in the bands of the tables", "[reoffending]") {
    const auto with_history = [](int count) {
        auto story = Story();
        story.person("ada").index_event(1, "caution", "2023-04-20");
        for (int number = 0; number < count; ++number) {
            story.offence(number, "2020-01-01", "2020-02-01");
        }
        return story.outcome();
    };
    for (const auto& [count, band] : std::vector<std::pair<int, std::string>>{{0, "0"},
                                                                              {1, "1-2"},
                                                                              {2, "1-2"},
                                                                              {3, "3-6"},
                                                                              {6, "3-6"},
                                                                              {7, "7-10"},
                                                                              {10, "7-10"},
                                                                              {11, "11+"}}) {
        CAPTURE(count);
        CHECK(has(with_history(count), "previous_offences=" + band));
    }
    const auto released_from = [](wt::Value days) {
        return Story()
            .person("ada")
            .index_event(1, "custody_release", "2023-04-20",
                         {{"custody_length_days", std::move(days)}})
            .outcome();
    };
    CHECK(has(released_from(183), "custody_length=6 months or less"));
    CHECK(has(released_from(364), "custody_length=over 6, under 12 months"));
    CHECK(has(released_from(365), "custody_length=12 months, under 2 years"));
    CHECK(has(released_from(3653), "custody_length=4 to 10 years"));
    CHECK(has(released_from(nullptr), "custody_length=not known"));
    CHECK(has(of_age("1990-01-01"), "custody_length=not custody"));
}

TEST_CASE("A disposal table takes the first event of its own kind in the quarter",
          "[reoffending]") {
    const auto outcome =
        Story()
            .person("ada")
            .index_event(1, "caution", "2023-04-05")
            .offence(1, "2023-04-25", "2023-05-20")
            .event(2, "conviction", "2023-05-20", 1, {{"disposal_group", "community_order"}})
            .index_event(3, "custody_release", "2023-06-20")
            .offence(2, "2023-06-01", "2023-09-01")
            .outcome();
    CHECK(parts(outcome, "reoffending_rate", q2) == Parts{1, 1});
    CHECK(parts(outcome, "reoffences_per_offender", q2) == Parts{3, 1});
    CHECK(parts(outcome, "disposal_reoffences_per_reoffender", q2, caution) == Parts{3, 1});
    CHECK(parts(outcome, "disposal_reoffences_per_reoffender", q2, court_order) == Parts{1, 1});
    CHECK(parts(outcome, "disposal_reoffences_per_offender", q2, caution) == Parts{3, 1});
    CHECK(parts(outcome, "disposal_reoffences_per_offender", q2, custody) == Parts{0, 1});
    CHECK(parts(outcome, "disposal_reoffending_rate", q2, custody) == Parts{0, 1});
    CHECK(parts(outcome, "disposal_reoffending_rate", q2, custody_or_court_order) == Parts{1, 1});
}

TEST_CASE("Drug tests enter only where the option takes them", "[reoffending]") {
    const auto with = [](const std::string& parameters) {
        return Story("2026-01-01", parameters)
            .person("ada")
            .index_event(1, "drug_test", "2023-04-20")
            .outcome();
    };
    CHECK(told(with("{}"), "reoffending_rate", q2).empty());
    CHECK(found(with("{}"), "drug_test_left_out", q2) == 1);
    CHECK(has(with(R"({"drug_tests": true})"), "index_event=drug_test"));
}

TEST_CASE("A window of the case is a cohort of its own", "[reoffending]") {
    Story story;
    story.scene().period("half a year", {.grain = waymark::Grain::window});
    story
        .person("ada", {.start = Day::of(2023, 4, 1),
                        .windows = {{{Day::of(2023, 4, 1), Day::of(2023, 9, 30)}}}})
        .index_event(1, "caution", "2023-04-20")
        .index_event(2, "caution", "2023-08-20")
        .offence(1, "2023-06-01", "2023-07-01");
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "unique_reoffending_rate", "half a year") == Parts{1, 1});
    CHECK(told(outcome, "reoffending_rate", "half a year").empty());
}

TEST_CASE("Events before the case began enter unless the option says otherwise", "[reoffending]") {
    const auto entries = [](const std::string& parameters) {
        return Story("2026-01-01", parameters)
            .person("ada", {.start = Day::of(2023, 5, 1)})
            .index_event(1, "caution", "2023-04-30")
            .index_event(2, "conviction", "2023-05-01")
            .outcome();
    };
    CHECK(has(entries("{}"), "index_event=caution"));
    const auto from_entry = entries(R"({"index_events": "from_entry"})");
    CHECK(has(from_entry, "index_event=conviction"));
    CHECK(found(from_entry, "before_entry", q2) == 1);
}

TEST_CASE("A document that contradicts itself is refused with its place", "[reoffending]") {
    const auto refusal = [](const std::string& parameters) {
        const auto outcome = opened_with(parameters);
        CHECK(outcome.status == WM_E_PARAM);
        const std::string prefix = "parameters/";
        CHECK(outcome.message.substr(0, prefix.size()) == prefix);
        return outcome.message.substr(prefix.size());
    };
    CHECK(refusal(
              R"({"disposals": {"disposal": [{"code": "fine"}, {"code": "fine"}], "table": []}, )" +
              some_groups + "}") == "disposals/disposal/1/code: \"fine\" stands twice");
    CHECK(refusal(R"({"disposals": {"disposal": [], "table": [{"event_types": [],
                     "disposals": ["fine"]}]}, )" +
                  some_groups + "}") ==
          "disposals/table/0/disposals/0: \"fine\" is none of the disposals above");
    CHECK(refusal(R"({"disposals": {"disposal": [], "table": [{"event_types": ["parole"],
                     "disposals": []}]}, )" +
                  some_groups + "}") ==
          "disposals/table/0/event_types/0: \"parole\" is no event type");
    CHECK(refusal("{" + some_disposals +
                  R"(, "offence_groups": {"seriousness": ["theft"], "class": []}})") ==
          "offence_groups/seriousness: expected every offence group once, most serious first");
    CHECK(refusal("{" + some_disposals +
                  R"(, "offence_groups": {"seriousness": ["arson"], "class": []}})") ==
          "offence_groups/seriousness/0: \"arson\" is no offence group");
}
