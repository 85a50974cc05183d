// SPDX-License-Identifier: MIT
#include "caseload/caseload.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "caseload/spell_links.hpp"

using namespace waymark;
using caseload::Caseload;
using caseload::CaseTable;
using caseload::RowLinks;
using config::Membership;

namespace {

/// A spell as a test writes it; days are numbers, an end of 0 is none. Service 2 is not watched.
struct SpellRow {
    int person = 0;
    int service = 0;
    int start = 0;
    int end = 0;
    bool consents = true;
    int number = 0;  ///< identifier of the scheme "number"; 0 is none
};

/// A row of a linked table.
struct DatedRow {
    int person = 0;
    int day = 0;
};

void append_key(batch::RowBlock& block, std::size_t column, const std::string& text) {
    batch::BlockColumn& out = block.columns[column];
    out.type = contract::ColumnType::key;
    const batch::TextSpan span{static_cast<std::uint32_t>(block.text_storage.size()),
                               static_cast<std::uint32_t>(text.size())};
    block.text_storage.insert(block.text_storage.end(), text.begin(), text.end());
    const auto* bytes = reinterpret_cast<const std::byte*>(&span);
    out.values.insert(out.values.end(), bytes, bytes + sizeof(span));
}

template <class T>
void append(batch::RowBlock& block, std::size_t column, contract::ColumnType type, T value,
            bool valid) {
    batch::BlockColumn& out = block.columns[column];
    out.type = type;
    const auto* bytes = reinterpret_cast<const std::byte*>(&value);
    out.values.insert(out.values.end(), bytes, bytes + sizeof(value));
    out.valid.push_back(valid ? 1 : 0);
}

void finish(batch::RowBlock& block, std::size_t rows) {
    block.rows = static_cast<std::uint32_t>(rows);
    const std::size_t bytes = block.text_storage.size();
    block.text_storage.resize(bytes + batch::text_padding);
    block.text = {block.text_storage.data(), bytes};
    for (std::size_t i = 0; i < rows; ++i) {
        block.lines.push_back(i + 2);
    }
}

/// Columns: person, service, start, end, consent, number.
batch::RowBlock spells_block(const std::vector<SpellRow>& rows) {
    batch::RowBlock block;
    block.columns.resize(6);
    block.columns[1].dictionary = {"north", "south", "west"};
    for (const SpellRow& row : rows) {
        append_key(block, 0, "p" + std::to_string(row.person));
        append(block, 1, contract::ColumnType::category, std::int32_t{row.service}, true);
        append(block, 2, contract::ColumnType::date, std::int32_t{row.start}, true);
        append(block, 3, contract::ColumnType::date, std::int32_t{row.end}, row.end != 0);
        append(block, 4, contract::ColumnType::boolean,
               static_cast<std::uint8_t>(row.consents ? 1 : 0), true);
        append_key(block, 5, row.number == 0 ? "" : "n" + std::to_string(row.number));
        block.columns[5].valid.push_back(row.number == 0 ? 0 : 1);
    }
    finish(block, rows.size());
    return block;
}

batch::RowBlock rows_block(const std::vector<DatedRow>& rows, const std::string& prefix = "p") {
    batch::RowBlock block;
    block.columns.resize(2);
    for (const DatedRow& row : rows) {
        append_key(block, 0, prefix + std::to_string(row.person));
        append(block, 1, contract::ColumnType::date, std::int32_t{row.day}, true);
    }
    finish(block, rows.size());
    return block;
}

/// A settled caseload, the fates of its rows, and where linked rows go.
struct Linked {
    explicit Linked(const std::vector<SpellRow>& spells, int as_of = 1000,
                    caseload::IsForgotten is_forgotten = {})
        : table(4, {{"north", "south"}, false}, {}, {}),
          caseload(table, {"number"}, {}, date_of(as_of), date_of(as_of), std::move(is_forgotten)),
          links(caseload, table) {
        caseload::SpellRoles roles;
        roles.service = 1;
        roles.start = 2;
        roles.end = 3;
        roles.consent = 4;
        roles.schemes = {5};
        caseload.add(spells_block(spells), roles,
                     [&](std::uint32_t, bool is_refused, const std::string& reason) {
                         ++(is_refused ? refused : out_of_scope)[reason];
                     });
        caseload.settle([&](std::uint32_t, std::uint64_t, bool is_refused, const std::string&) {
            ++(is_refused ? overlaps : forgotten);
        });
    }

    /// (service, case) of each row, in all passes.
    std::vector<std::set<std::pair<std::uint32_t, std::uint32_t>>> link(
        const std::vector<DatedRow>& rows, Membership membership) {
        return link(rows, caseload::LinkRule{.membership = membership, .date = 1});
    }

    std::vector<std::set<std::pair<std::uint32_t, std::uint32_t>>> link(
        const std::vector<DatedRow>& rows, const caseload::LinkRule& rule) {
        std::vector<std::set<std::pair<std::uint32_t, std::uint32_t>>> found(rows.size());
        caseload::Roles roles;
        roles.person = 0;
        links.link(rows_block(rows, rule.scheme == 0 ? "p" : "n"), roles, rule,
                   [&](std::uint32_t, const std::string& reason) { ++dropped[reason]; });
        for (const RowLinks& pass : links.passes()) {
            for (std::size_t row = 0; row < rows.size(); ++row) {
                if (pass.case_number[row] != RowLinks::nowhere) {
                    const auto& shard = table.shards()[pass.shard[row]];
                    found[row].emplace(shard.service[pass.case_number[row]],
                                       pass.shard[row] * 1000 + pass.case_number[row]);
                }
            }
        }
        return found;
    }

    CaseTable table;
    Caseload caseload;
    caseload::SpellLinks links;
    std::map<std::string, int> refused;
    std::map<std::string, int> out_of_scope;
    std::map<std::string, int> dropped;
    int overlaps = 0;
    int forgotten = 0;
};

std::uint32_t cases_in(const CaseTable& table) {
    std::uint32_t count = 0;
    for (const caseload::ShardCases& shard : table.shards()) {
        count += shard.size();
    }
    return count;
}

}  // namespace

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

TEST_CASE("Of two overlapping spells with one service the earlier stands", "[caseload]") {
    Linked linked({{1, 0, 100, 200}, {1, 0, 150, 300}, {1, 1, 150, 300}, {2, 0, 150, 300}});
    CHECK(linked.overlaps == 1);
    CHECK(cases_in(linked.table) == 3);
    CHECK(linked.link({{1, 250}}, Membership::during)[0].size() == 1);
}

TEST_CASE("What a run may not know yet is not known", "[caseload]") {
    Linked linked({{1, 0, 100, 500}, {2, 0, 450, 0}}, 400);
    CHECK(linked.out_of_scope.at("the spell starts after the day of the run") == 1);
    const auto& shards = linked.table.shards();
    const auto with_case = std::find_if(shards.begin(), shards.end(),
                                        [](const auto& shard) { return shard.size() == 1; });
    REQUIRE(with_case != shards.end());
    CHECK(with_case->columns[0].values[0] == 100);
    CHECK(with_case->columns[1].valid[0] == 0);
}

TEST_CASE("Cases without consent come last and get no rows", "[caseload]") {
    Linked linked({{1, 0, 100, 0, false}, {2, 0, 100, 0, true}, {3, 0, 100, 0, false}});
    for (const caseload::ShardCases& shard : linked.table.shards()) {
        for (std::uint32_t i = 0; i < shard.size(); ++i) {
            CHECK(((shard.progress[i] & caseload::consented) != 0) == (i < shard.asked()));
        }
    }
    const auto found = linked.link({{1, 150}, {2, 150}, {3, 150}}, Membership::during);
    CHECK(found[0].empty());
    CHECK(found[1].size() == 1);
    CHECK(found[2].empty());
}

TEST_CASE("Who is forgotten has no case, not even a withheld one", "[caseload]") {
    Linked linked({{1, 0, 100, 0}, {2, 0, 100, 0}, {1, 1, 100, 0}}, 1000,
                  [](std::string_view scheme, std::string_view identifier) {
                      return scheme == "person" && identifier == "p1";
                  });
    CHECK(linked.forgotten == 2);
    CHECK(cases_in(linked.table) == 1);
    CHECK(linked.link({{1, 150}}, Membership::during)[0].empty());
}

static bool is_number_seven(std::string_view scheme, std::string_view identifier) {
    return scheme == "number" && identifier == "n7";
}

TEST_CASE("Whoever shares a forgotten identifier is forgotten, in whatever order they come",
          "[caseload]") {
    Linked linked({{1, 0, 100, 0, true, 7}, {2, 0, 100, 0, true, 7}, {3, 0, 100, 0}}, 1000,
                  is_number_seven);
    CHECK(linked.forgotten == 2);
    CHECK(cases_in(linked.table) == 1);
}

TEST_CASE("An identifier given with a service that is not watched still tells who somebody is",
          "[caseload]") {
    const std::vector<SpellRow> spells{{1, 2, 50, 90, true, 7}, {1, 0, 100, 0}};
    CHECK(cases_in(Linked(spells).table) == 1);
    CHECK(cases_in(Linked(spells, 1000, is_number_seven).table) == 0);
    CHECK(Linked({{1, 2, 50, 0, true, 7}, {2, 0, 100, 0, true, 7}})
              .caseload.ambiguous_identifiers() == 1);
}

TEST_CASE("Who takes consent back in a spell recorded twice has taken it back", "[caseload]") {
    for (const bool first_consents : {true, false}) {
        Linked linked(
            {{1, 0, 100, 0, first_consents}, {1, 0, 150, 0, !first_consents}, {2, 0, 100, 0}});
        CHECK(linked.overlaps == 1);
        CHECK(linked.link({{1, 200}}, Membership::during)[0].empty());
        CHECK(linked.link({{2, 200}}, Membership::during)[0].size() == 1);
    }
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
