// SPDX-License-Identifier: MIT
// What is answered about a person depends on the rows alone: not on their order, on how they are
// cut into batches, or on whether they come twice.
#include <rapidcheck.h>

#include <algorithm>
#include <random>

#include "reoffending_story.hpp"

using namespace reoffending_test;

namespace {

struct EventTold {
    int id;
    std::string type;
    wt::Value date;
    int offence;
    std::string disposal;
};
struct OffenceTold {
    int id;
    wt::Value date;
    wt::Value proven;
    std::string proof;
    bool recordable;
    bool breach;
};
struct Told {
    std::vector<EventTold> events;
    std::vector<OffenceTold> offences;
};

int below(int limit) {
    return *rc::gen::inRange(0, limit);
}

wt::Value some_day() {
    if (below(12) == 0) {
        return nullptr;
    }
    return (Day::of(2023, 1, 1) + below(900)).text();
}

Told some_record() {
    Told told;
    const int events = below(6);
    for (int one = 0; one < events; ++one) {
        told.events.push_back(
            {below(5),
             *rc::gen::element<std::string>("caution", "conviction", "custody_release", "drug_test",
                                            "none"),
             some_day(), below(6),
             *rc::gen::element<std::string>("fine", "custody", "community_order", "unheard of")});
    }
    const int offences = below(8);
    for (int one = 0; one < offences; ++one) {
        told.offences.push_back({below(6), some_day(), some_day(),
                                 *rc::gen::element<std::string>("conviction", "caution", "none"),
                                 below(6) > 0, below(6) == 0});
    }
    return told;
}

void tell(Story& story, const std::string& name, const Told& told) {
    story.person(name);
    for (const EventTold& one : told.events) {
        story.event(one.id, one.type, one.date, one.offence, {{"disposal_group", one.disposal}});
    }
    for (const OffenceTold& one : told.offences) {
        story.offence(
            one.id, one.date, one.proven,
            {{"proven_type", one.proof}, {"recordable", one.recordable}, {"breach", one.breach}});
    }
}

wt::Outcome outcome_of(const std::vector<Told>& people, const wt::Cut& cut = {}) {
    Story story("2024-12-01");
    for (std::size_t number = 0; number < people.size(); ++number) {
        tell(story, "p" + std::to_string(number), people[number]);
    }
    return story.outcome(cut);
}

std::vector<Told> some_people() {
    std::vector<Told> people(1 + static_cast<std::size_t>(below(3)));
    std::generate(people.begin(), people.end(), some_record);
    return people;
}

}  // namespace

TEST_CASE("The order of the rows changes nothing", "[reoffending]") {
    CHECK(rc::check([] {
        auto people = some_people();
        const auto before = outcome_of(people);
        std::mt19937 random(static_cast<unsigned>(below(1'000'000)));
        for (Told& one : people) {
            std::shuffle(one.events.begin(), one.events.end(), random);
            std::shuffle(one.offences.begin(), one.offences.end(), random);
        }
        RC_ASSERT(outcome_of(people) == before);
    }));
}

TEST_CASE("Where batches are cut changes nothing", "[reoffending]") {
    CHECK(rc::check([] {
        const auto people = some_people();
        const auto before = outcome_of(people);
        RC_ASSERT(outcome_of(people, {.rows = 1, .cases = 1, .offset = 3}) == before);
    }));
}

TEST_CASE("A file that is handed in twice changes no figure", "[reoffending]") {
    CHECK(rc::check([] {
        auto people = some_people();
        const auto before = outcome_of(people);
        for (Told& one : people) {
            const Told again = one;
            one.events.insert(one.events.end(), again.events.begin(), again.events.end());
            one.offences.insert(one.offences.end(), again.offences.begin(), again.offences.end());
        }
        const auto twice = outcome_of(people);
        RC_ASSERT(twice.contributions == before.contributions);
        RC_ASSERT(twice.exclusions == before.exclusions);
    }));
}

TEST_CASE("Rows after the data cut change no figure", "[reoffending]") {
    CHECK(rc::check([] {
        auto people = some_people();
        const auto before = outcome_of(people);
        for (Told& one : people) {
            one.events.push_back({77, "caution", "2024-12-02", 1, "caution"});
            one.offences.push_back({88, "2023-06-01", "2024-12-02", "conviction", true, false});
        }
        const auto later = outcome_of(people);
        RC_ASSERT(later.contributions == before.contributions);
    }));
}

TEST_CASE("A record moved to other years, over leap days and turns of the year, counts the same",
          "[reoffending]") {
    CHECK(rc::check([] {
        // From any day, offences well inside and well outside the limits: no clamped month matters.
        const Day index = Day::of(2023, 4, 1) + below(366);
        const int inside = below(360) + 1;
        const int outside = 367 + below(100);
        Story story;
        story.person("ada").index_event(1, "caution", index.text());
        story.offence(1, index + inside, index + inside + below(180));
        story.offence(2, index + outside, index + outside + 1);
        story.offence(3, index + inside, index + 552 + below(50));
        const auto outcome = story.outcome();
        double reoffences = 0;
        for (const char* period : {"2023-Q2", "2023-Q3", "2023-Q4", "2024-Q1"}) {
            reoffences += parts(outcome, "reoffences_per_offender", period).a;
        }
        RC_ASSERT(reoffences == 1);
    }));
}
