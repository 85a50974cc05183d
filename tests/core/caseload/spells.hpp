// SPDX-License-Identifier: MIT
// Made-up caseloads for tests: spells in, and which cases a row is linked to.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "caseload/caseload.hpp"
#include "caseload/spell_links.hpp"

namespace waymark::caseload::test {

using config::Membership;

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

inline void append_key(batch::RowBlock& block, std::size_t column, const std::string& text) {
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

inline void finish(batch::RowBlock& block, std::size_t rows) {
    block.rows = static_cast<std::uint32_t>(rows);
    const std::size_t bytes = block.text_storage.size();
    block.text_storage.resize(bytes + batch::text_padding);
    block.text = {block.text_storage.data(), bytes};
    for (std::size_t i = 0; i < rows; ++i) {
        block.lines.push_back(i + 2);
    }
}

/// Columns: person, service, start, end, consent, number.
inline batch::RowBlock spells_block(const std::vector<SpellRow>& rows) {
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

inline batch::RowBlock rows_block(const std::vector<DatedRow>& rows,
                                  const std::string& prefix = "p") {
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

inline std::uint32_t cases_in(const CaseTable& table) {
    std::uint32_t count = 0;
    for (const caseload::ShardCases& shard : table.shards()) {
        count += shard.size();
    }
    return count;
}

}  // namespace waymark::caseload::test
