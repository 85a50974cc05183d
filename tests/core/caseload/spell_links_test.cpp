// SPDX-License-Identifier: MIT
#include "caseload/spell_links.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>

#include "spells.hpp"

using namespace waymark;
using namespace waymark::caseload::test;

TEST_CASE("A row belongs to the spell its date lies in, both ends included", "[caseload]") {
    Linked linked({{1, 0, 100, 200}, {1, 0, 300, 0}});
    const auto found = linked.link({{1, 99}, {1, 100}, {1, 200}, {1, 201}, {1, 300}, {1, 900}},
                                   Membership::during);
    CHECK(found[0].empty());
    CHECK(found[1] == found[2]);
    CHECK(found[3].empty());
    CHECK(found[4] == found[5]);
    CHECK(found[1] != found[4]);
    CHECK(linked.dropped.at("dated outside the person's spells") == 2);
}

TEST_CASE("On a day when one spell ends and the next begins a row belongs to the next",
          "[caseload]") {
    Linked linked({{1, 0, 100, 200}, {1, 0, 200, 300}});
    const auto found = linked.link({{1, 200}, {1, 201}}, Membership::during);
    CHECK(linked.overlaps == 0);
    CHECK(found[0].size() == 1);
    CHECK(found[0] == found[1]);
}

TEST_CASE("Margins reach the nearest spell, and one that holds the day comes first", "[caseload]") {
    Linked linked({{1, 0, 100, 200}, {1, 0, 220, 300}});
    const caseload::LinkRule rule{.days_before = 10, .days_after = 15, .date = 1};
    const auto found = linked.link(
        {{1, 89}, {1, 90}, {1, 150}, {1, 205}, {1, 210}, {1, 211}, {1, 315}, {1, 316}}, rule);
    CHECK(found[0].empty());
    CHECK(found[1] == found[2]);
    CHECK(found[3] == found[2]);
    CHECK(found[4] == found[5]);  // ten days from both: the later
    CHECK(found[5] != found[2]);
    CHECK(found[6] == found[5]);
    CHECK(found[7].empty());
}

TEST_CASE("Ever means the first spell, after entry the last one begun", "[caseload]") {
    Linked linked({{1, 0, 300, 0}, {1, 0, 100, 200}});
    const std::vector<DatedRow> rows{{1, 50}, {1, 150}, {1, 250}, {1, 350}};
    const auto ever = linked.link(rows, Membership::ever);
    CHECK(ever[0].size() == 1);
    CHECK((ever[0] == ever[1] && ever[1] == ever[2] && ever[2] == ever[3]));
    const auto after = linked.link(rows, Membership::after_entry);
    CHECK(after[0].empty());
    CHECK(after[1] == ever[0]);
    CHECK(after[2] == ever[0]);
    CHECK(after[3] != ever[0]);
}

TEST_CASE("A person with two services counts for both", "[caseload]") {
    Linked linked({{1, 0, 100, 0}, {1, 1, 150, 0}});
    const auto found = linked.link({{1, 120}, {1, 160}}, Membership::during);
    CHECK(found[0].size() == 1);
    CHECK(found[1].size() == 2);
}

TEST_CASE("A row of a service its person never was with is told apart from one of another day",
          "[caseload]") {
    Linked linked({{1, 0, 100, 200}});
    caseload::Roles of_south;
    of_south.person = 0;
    of_south.fixed_service = 1;
    linked.links.link(rows_block({{1, 150}}), of_south, {.date = 1, .is_of_service = true},
                      [&](std::uint32_t, const std::string& reason) { ++linked.dropped[reason]; });
    CHECK(linked.dropped ==
          std::map<std::string, int>{{"person has no spell with the service", 1}});
}

namespace {

SpellRow any_spell() {
    const int start = *rc::gen::inRange(1, 60);
    return {*rc::gen::inRange(0, 4), *rc::gen::inRange(0, 2), start,
            *rc::gen::arbitrary<bool>() ? 0 : *rc::gen::inRange(start, 80),
            *rc::gen::inRange(0, 5) != 0};
}

/// The spells that stand, by the definition: in order of start, none that overlaps one that stands;
/// of those that overlap all must consent.
std::vector<SpellRow> standing(std::vector<SpellRow> spells, int person, int service) {
    std::erase_if(spells, [&](const SpellRow& spell) {
        return spell.person != person || spell.service != service;
    });
    std::stable_sort(spells.begin(), spells.end(),
                     [](const auto& a, const auto& b) { return a.start < b.start; });
    std::vector<SpellRow> stand;
    for (const SpellRow& spell : spells) {
        const bool overlaps =
            !stand.empty() && (stand.back().end == 0 || spell.start < stand.back().end ||
                               spell.start == stand.back().start);
        if (!overlaps) {
            stand.push_back(spell);
        } else {
            stand.back().consents = stand.back().consents && spell.consents;
        }
    }
    return stand;
}

/// By the definition: the rule picks a spell among all, and it must consent.
bool belongs(const std::vector<SpellRow>& spells, Membership rule, int day) {
    const SpellRow* picked = nullptr;
    for (const SpellRow& spell : spells) {
        const bool begun = spell.start <= day;
        const bool lasts = spell.end == 0 || day <= spell.end;
        const bool fits = rule == Membership::ever
                              ? picked == nullptr
                              : begun && (rule == Membership::after_entry || lasts);
        picked = fits ? &spell : picked;
    }
    return picked != nullptr && picked->consents;
}

}  // namespace

TEST_CASE("A row counts once for each service it belongs to, whatever the caseload", "[caseload]") {
    CHECK(rc::check([] {
        std::vector<SpellRow> spells;
        for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
            spells.push_back(any_spell());
        }
        Linked linked(spells);
        std::vector<DatedRow> rows;
        for (int i = *rc::gen::inRange(1, 30); i > 0; --i) {
            rows.push_back({*rc::gen::inRange(0, 5), *rc::gen::inRange(0, 90)});
        }
        for (const Membership rule :
             {Membership::during, Membership::ever, Membership::after_entry}) {
            const auto found = linked.link(rows, rule);
            for (std::size_t row = 0; row < rows.size(); ++row) {
                std::multiset<std::uint32_t> services;
                for (const auto& [service, number] : found[row]) {
                    services.insert(service);
                }
                std::multiset<std::uint32_t> expected;
                for (const int service : {0, 1}) {
                    if (belongs(standing(spells, rows[row].person, service), rule, rows[row].day)) {
                        expected.insert(static_cast<std::uint32_t>(service));
                    }
                }
                RC_ASSERT(services == expected);
            }
        }
        RC_ASSERT(cases_in(linked.table) + static_cast<std::uint32_t>(linked.overlaps) ==
                  spells.size());
    }));
}

TEST_CASE("Nobody is told where an identifier stands that one to be forgotten shares",
          "[caseload]") {
    const auto rows = std::vector<DatedRow>{{7, 5}};
    const caseload::LinkRule by_number{.scheme = 1, .membership = Membership::ever, .date = 1};
    const std::vector<SpellRow> spells{{1, 0, 1, 0, true, 7}, {2, 0, 1, 0, true, 7}};
    Linked shared(spells);
    static_cast<void>(shared.link(rows, by_number));
    CHECK(shared.dropped["identifier stands for two people"] == 1);
    Linked forgotten(spells, 1000,
                     [](std::string_view, std::string_view id) { return id == "p2"; });
    static_cast<void>(forgotten.link(rows, by_number));
    CHECK(forgotten.dropped[std::string(caseload::forgotten_reason)] == 1);
}

TEST_CASE("Rows of a stay without consent count in no other stay", "[caseload]") {
    // Person 1: a stay that may not be used, days 1 to 10, then one that may, from day 20.
    Linked linked({{1, 0, 1, 10, false}, {1, 0, 20, 0, true}});
    for (const Membership rule : {Membership::during, Membership::ever, Membership::after_entry}) {
        const auto found = linked.link({{1, 5}, {1, 25}}, rule);
        CHECK(found[0].empty());
        CHECK(found[1].size() == (rule == Membership::ever ? 0 : 1));
    }
    // The other way round: a stay that may be used, then one that may not.
    Linked later({{1, 0, 1, 10, true}, {1, 0, 20, 30, false}});
    for (const Membership rule : {Membership::during, Membership::after_entry}) {
        const auto found = later.link({{1, 5}, {1, 25}}, rule);
        CHECK(found[0].size() == 1);
        CHECK(found[1].empty());
    }
}
