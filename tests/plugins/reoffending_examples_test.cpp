// SPDX-License-Identifier: MIT
// The worked examples of Proven reoffending, section 10, by their numbers. 10 is with the published
// tables, 12 with the statistics.
#include "reoffending_story.hpp"

using namespace reoffending_test;

TEST_CASE("reoffending example 1: simple", "[reoffending]") {
    const auto outcome = Story()
                             .person("ada")
                             .index_event(1, "caution", "2023-04-10")
                             .offence(1, "2023-09-01", "2024-02-01")
                             .outcome();
    CHECK(parts(outcome, "reoffending_rate", "2023-Q2") == Parts{1, 1});
    CHECK(parts(outcome, "reoffences_per_reoffender", "2023-Q2") == Parts{1, 1});
    CHECK(parts(outcome, "days_to_first_reoffence", "2023-Q2").a == 144);
    CHECK(parts(outcome, "not_reoffended_by_day", "2023-Q2") == Parts{144, 1});
}

TEST_CASE("reoffending example 2: edges", "[reoffending]") {
    const auto after = [](const std::string& index, const std::string& date,
                          const std::string& proven) {
        return Story()
            .person("ada")
            .index_event(1, "caution", index)
            .offence(1, date, proven)
            .outcome();
    };
    const auto anniversary = after("2023-05-15", "2024-05-15", "2024-11-15");
    CHECK(parts(anniversary, "reoffending_rate", "2023-Q2") == Parts{1, 1});
    CHECK(parts(anniversary, "days_to_first_reoffence", "2023-Q2").a == 366);
    const auto beyond = after("2023-05-15", "2024-05-16", "2024-11-15");
    CHECK(parts(beyond, "reoffending_rate", "2023-Q2") == Parts{0, 1});
    CHECK(found(beyond, "late_proven", "2023-Q2") == 0);
    const auto late = after("2023-05-15", "2024-05-01", "2024-11-16");
    CHECK(parts(late, "reoffending_rate", "2023-Q2") == Parts{0, 1});
    CHECK(found(late, "late_proven", "2023-Q2") == 1);
    const auto same_day = after("2023-05-15", "2023-05-15", "2023-06-30");
    CHECK(parts(same_day, "reoffending_rate", "2023-Q2") == Parts{0, 1});
    CHECK(found(same_day, "same_day", "2023-Q2") == 1);

    // A leap day: the months are clamped to the end of the month, both from the index date.
    const auto leap = [&](const std::string& date, const std::string& proven) {
        return parts(after("2024-02-29", date, proven), "reoffending_rate", "2024-Q1");
    };
    CHECK(leap("2025-02-28", "2025-08-29") == Parts{1, 1});
    CHECK(leap("2025-03-01", "2025-08-29") == Parts{0, 1});
    CHECK(leap("2025-02-28", "2025-08-30") == Parts{0, 1});
}

TEST_CASE("reoffending example 3: pre-index", "[reoffending]") {
    const auto outcome = Story()
                             .person("ada")
                             .index_event(1, "caution", "2023-04-20")
                             .offence(1, "2023-03-01", "2023-08-01")
                             .outcome();
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q2") == Parts{0, 1});
    CHECK(found(outcome, "pseudo", "2023-Q2") == 1);
}

TEST_CASE("reoffending example 4: two events in one quarter", "[reoffending]") {
    const auto outcome = Story()
                             .person("ada")
                             .index_event(1, "caution", "2023-04-05")
                             .offence(1, "2023-04-25", "2023-06-20")
                             .event(2, "conviction", "2023-06-20", 1)
                             .outcome();
    CHECK(parts(outcome, "reoffending_rate", "2023-Q2") == Parts{1, 1});
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q2") == Parts{1, 1});
    CHECK(parts(outcome, "days_to_first_reoffence", "2023-Q2").a == 20);
}

TEST_CASE("reoffending example 5: breach and plural", "[reoffending]") {
    const auto outcome =
        Story()
            .person("ada")
            .index_event(1, "conviction", "2023-06-01", {{"disposal_group", "community_order"}})
            .offence(1, "2023-08-01", "2023-10-12", {{"breach", true}})
            .offence(2, "2023-08-20", "2023-10-12")
            .offence(3, "2023-08-20", "2023-10-12")
            .offence(4, "2023-09-01", nullptr, {{"proven_type", "none"}})
            .outcome();
    CHECK(parts(outcome, "reoffences_per_reoffender", "2023-Q2") == Parts{2, 1});
    CHECK(parts(outcome, "days_to_first_reoffence", "2023-Q2").a == 80);
    CHECK(found(outcome, "breach", "2023-Q2") == 1);
    CHECK(found(outcome, "not_proven") == 1);
}

TEST_CASE("reoffending example 6: recall", "[reoffending]") {
    const auto outcome =
        Story()
            .person("ada")
            .offence(1, "2023-01-10", "2023-04-12")
            .event(1, "conviction", "2023-04-12", 1, {{"disposal_group", "custody"}})
            .event(2, "custody_release", "2023-06-01", 1)
            .event(3, "none", "2023-07-01", 1)
            .event(4, "custody_release", "2023-09-10", 1)
            .offence(2, "2023-10-05", "2024-01-10")
            .event(5, "conviction", "2024-01-10", 2)
            .outcome();
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q2") == Parts{1, 1});
    CHECK(parts(outcome, "days_to_first_reoffence", "2023-Q2").a == 126);
    CHECK(told(outcome, "reoffending_rate", "2023-Q3").empty());
    CHECK(parts(outcome, "reoffending_rate", "2024-Q1") == Parts{0, 1});
    CHECK(found(outcome, "immediate_custody", "2023-Q2") == 1);
    CHECK(found(outcome, "not_an_event", "2023-Q3") == 1);
    CHECK(found(outcome, "after_recall", "2023-Q3") == 1);
}

TEST_CASE("reoffending example 7: overlap", "[reoffending]") {
    const auto outcome = Story()
                             .person("ada")
                             .index_event(1, "conviction", "2023-05-01")
                             .offence(1, "2023-06-15", "2023-08-01")
                             .event(2, "conviction", "2023-08-01", 1)
                             .offence(2, "2023-09-10", "2023-10-20")
                             .event(3, "conviction", "2023-10-20", 2)
                             .outcome();
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q2") == Parts{2, 1});
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q3") == Parts{1, 1});
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q4") == Parts{0, 1});
    CHECK(parts(outcome, "reoffending_rate", "2023") == Parts{2, 3});
    CHECK(parts(outcome, "reoffences_per_offender", "2023") == Parts{3, 3});
    CHECK(parts(outcome, "unique_reoffending_rate", "2023") == Parts{1, 1});
    CHECK(parts(outcome, "unique_reoffences_per_offender", "2023") == Parts{2, 1});
    CHECK(parts(outcome, "unique_reoffences_per_reoffender", "2023") == Parts{2, 1});
}

namespace {

/// `count` people who enter on one day; the first of them have reoffences, as many as told.
void add_people(Story& story, const std::string& prefix, const std::string& index, int count,
                const std::vector<int>& reoffences) {
    for (int number = 0; number < count; ++number) {
        story.person(prefix + std::to_string(number)).index_event(1, "caution", index);
        const auto at = static_cast<std::size_t>(number);
        for (int one = 0; at < reoffences.size() && one < reoffences[at]; ++one) {
            const Day date = Story::day(index) + 30 + one;
            story.offence(1 + one, date, date + 60);
        }
    }
}

}  // namespace

TEST_CASE("reoffending example 8: rates", "[reoffending]") {
    Story story;
    add_people(story, "p", "2023-04-10", 5, {0, 0, 0, 2, 5});
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "reoffending_rate", "2023-Q2") == Parts{2, 5});
    CHECK(parts(outcome, "reoffences_per_reoffender", "2023-Q2") == Parts{7, 2});
    CHECK(parts(outcome, "reoffences_per_offender", "2023-Q2") == Parts{7, 5});
    const Parts per_100 = parts(outcome, "reoffences_per_100_offenders", "2023-Q2");
    CHECK(100 * per_100.a / per_100.b == 140);
    const auto description = waymark::contract::parse_description(waymark_measure()->description);
    CHECK(description.indicators[3].id == "reoffences_per_100_offenders");
    CHECK(description.indicators[3].display_multiplier == 100);
}

TEST_CASE("reoffending example 9: a year pools its quarters", "[reoffending]") {
    Story story;
    story.scene().period("financial 2023", {.grain = waymark::Grain::financial_year,
                                            .year = 2023,
                                            .first = Day::of(2023, 4, 1),
                                            .last = Day::of(2024, 3, 31)});
    add_people(story, "a", "2023-04-10", 100, std::vector<int>(30, 3));
    add_people(story, "b", "2023-07-10", 50, std::vector<int>(10, 2));
    std::vector<int> third(45, 3);
    third[0] += 15;  // 45 * 3 + 15 = 150
    add_people(story, "c", "2023-10-10", 150, third);
    add_people(story, "d", "2024-01-10", 100, std::vector<int>(25, 3));
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "reoffending_rate", "2023-Q3") == Parts{10, 50});
    CHECK(parts(outcome, "reoffending_rate", "financial 2023") == Parts{110, 400});
    CHECK(parts(outcome, "reoffences_per_reoffender", "financial 2023") == Parts{335, 110});
    CHECK(parts(outcome, "reoffences_per_offender", "financial 2023") == Parts{335, 400});
}

TEST_CASE("reoffending example 11: times of six people, one of whom died", "[reoffending]") {
    Story story;
    const std::string index = "2024-03-01";
    const auto reoffends_after = [&](const std::string& name, int days) {
        story.person(name)
            .index_event(1, "caution", index)
            .offence(1, Story::day(index) + days, Story::day(index) + days + 30);
    };
    reoffends_after("a", 90);
    reoffends_after("b", 200);
    reoffends_after("c", 200);
    story.born("d", "1990-01-01", (Story::day(index) + 150).text())
        .index_event(1, "caution", index);
    story.person("e").index_event(1, "caution", index);
    story.person("f").index_event(1, "caution", index);
    const auto outcome = story.outcome();
    CHECK(parts(outcome, "reoffending_rate", "2024-Q1") == Parts{3, 6});
    for (const char* indicator : {"not_reoffended_by_day", "days_free_of_reoffending"}) {
        std::vector<std::pair<double, double>> times;
        for (const auto& one : told(outcome, indicator, "2024-Q1")) {
            times.emplace_back(one.a, one.b);
        }
        CHECK(times == std::vector<std::pair<double, double>>{
                           {90, 1}, {200, 1}, {200, 1}, {150, 0}, {365, 0}, {365, 0}});
    }
}

TEST_CASE("reoffending example 13: maturity", "[reoffending]") {
    const auto states_at = [](const std::string& cut, const std::string& parameters) {
        Story story(cut, parameters);
        story.person("early").index_event(1, "caution", "2023-04-10");
        story.person("late").index_event(1, "caution", "2023-06-30");
        return states(story.outcome(), "reoffending_rate", "2023-Q2");
    };
    using States = std::vector<State>;
    const std::string no_lag = R"({"entry_lag_days": 0})";
    CHECK(states_at("2024-06-29", no_lag) == States{State::provisional, State::not_due});
    CHECK(states_at("2024-06-30", no_lag) == States{State::provisional, State::provisional});
    CHECK(states_at("2024-10-09", no_lag) == States{State::provisional, State::provisional});
    CHECK(states_at("2024-10-15", no_lag) == States{State::observed, State::provisional});
    CHECK(states_at("2024-12-29", no_lag) == States{State::observed, State::provisional});
    CHECK(states_at("2024-12-30", no_lag) == States{State::observed, State::observed});
    CHECK(states_at("2025-03-29", "{}") == States{State::observed, State::provisional});
    CHECK(states_at("2025-03-30", "{}") == States{State::observed, State::observed});
}
