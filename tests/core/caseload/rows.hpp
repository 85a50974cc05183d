// SPDX-License-Identifier: MIT
// Made-up rows for the tests of linking: who, with which service, at which unit, of which sex.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "batch/block.hpp"
#include "caseload/case_table.hpp"

namespace waymark::caseload::test {

/// One row as a test writes it: empty texts are nulls.
struct Row {
    std::string person;
    std::string service;
    std::string unit;
    std::string sex;
};

inline constexpr std::uint32_t person_column = 0;
inline constexpr std::uint32_t service_column = 1;
inline constexpr std::uint32_t unit_column = 2;
inline constexpr std::uint32_t sex_column = 3;

inline void append_text(batch::RowBlock& block, batch::BlockColumn& column,
                        const std::string& text) {
    const batch::TextSpan span{static_cast<std::uint32_t>(block.text_storage.size()),
                               static_cast<std::uint32_t>(text.size())};
    block.text_storage.insert(block.text_storage.end(), text.begin(), text.end());
    const auto* bytes = reinterpret_cast<const std::byte*>(&span);
    column.values.insert(column.values.end(), bytes, bytes + sizeof(span));
}

inline void append_code(batch::BlockColumn& column, const std::string& code) {
    auto place = std::find(column.dictionary.begin(), column.dictionary.end(), code);
    if (place == column.dictionary.end() && !code.empty()) {
        place = column.dictionary.insert(place, code);
    }
    const std::int32_t index =
        code.empty() ? 0 : static_cast<std::int32_t>(place - column.dictionary.begin());
    const auto* bytes = reinterpret_cast<const std::byte*>(&index);
    column.values.insert(column.values.end(), bytes, bytes + sizeof(index));
    column.valid.push_back(code.empty() ? 0 : 1);
}

inline batch::RowBlock block_of(const std::vector<Row>& rows) {
    batch::RowBlock block;
    block.columns.resize(4);
    block.columns[person_column].type = contract::ColumnType::key;
    block.columns[service_column].type = contract::ColumnType::category;
    block.columns[unit_column].type = contract::ColumnType::key;
    block.columns[sex_column].type = contract::ColumnType::category;
    for (const Row& row : rows) {
        append_text(block, block.columns[person_column], row.person);
        append_code(block.columns[service_column], row.service);
        append_text(block, block.columns[unit_column], row.unit);
        append_code(block.columns[sex_column], row.sex);
    }
    block.rows = static_cast<std::uint32_t>(rows.size());
    const std::size_t bytes = block.text_storage.size();
    block.text_storage.resize(bytes + batch::text_padding);
    block.text = {block.text_storage.data(), bytes};
    return block;
}

inline caseload::Roles roles() {
    caseload::Roles roles;
    roles.person = person_column;
    roles.service = service_column;
    roles.unit = unit_column;
    roles.strata = {sex_column};
    return roles;
}

}  // namespace waymark::caseload::test
