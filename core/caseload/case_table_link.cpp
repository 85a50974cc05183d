// SPDX-License-Identifier: MIT
// The half of CaseTable that reads blocks: who a row is about, and what it says of its case.
#include <algorithm>
#include <iterator>

#include "base/error.hpp"
#include "caseload/case_table.hpp"

namespace waymark::caseload {

// The columns of a block that say who, where and which unit.
struct CaseTable::Linking {
    const batch::RowBlock& block;
    const Roles& roles;
    const batch::BlockColumn* person = nullptr;
    const batch::BlockColumn* unit = nullptr;
    Translation services{};
    std::span<const std::int32_t> service_of{};

    Linking(const batch::RowBlock& of, const Roles& by, CaseTable& cases) : block(of), roles(by) {
        person = roles.person ? &block.columns[*roles.person] : nullptr;
        unit = roles.unit ? &block.columns[*roles.unit] : nullptr;
        check(person != nullptr || roles.aggregate, "rows of persons say who they are about");
        if (roles.service) {
            services = cases.translated_services(block.columns[*roles.service]);
            service_of = block.columns[*roles.service].as<std::int32_t>();
        }
    }
    [[nodiscard]] std::uint32_t service(std::uint32_t row) const {
        return roles.service ? services[static_cast<std::size_t>(service_of[row])]
                             : roles.fixed_service;
    }
    [[nodiscard]] std::uint64_t hash(std::uint32_t row) const {
        return block.hash_of(*person, row);
    }
    [[nodiscard]] KeyText person_key(std::uint32_t row) const {
        return KeyText(block.text_of(*person, row));
    }
    [[nodiscard]] KeyText unit_key(std::uint32_t row) const {
        return KeyText(block.text_of(*unit, row));
    }
};

// In a table in the order of persons a row is of the case of the row before.
bool CaseTable::is_row_of(const Linking& linking, std::uint32_t row, std::uint32_t of_case) const {
    return of_case != FlatIndex::none &&
           is_case(of_case, linking.person_key(row), linking.service(row));
}

// The row's case; FlatIndex::none of an aggregate, and of a row that is dropped.
std::uint32_t CaseTable::link_row(const Linking& linking, std::uint32_t row, std::uint64_t hash,
                                  RowLinks& links, const OnDrop& on_drop) {
    const std::uint32_t service = linking.service(row);
    if (service == FlatIndex::none) {
        on_drop(row, "service not among those watched");
        return FlatIndex::none;
    }
    ++rows_of_service_[service];
    if (linking.roles.aggregate) {
        links.case_number[row] = aggregate_case(service);
        if (linking.unit != nullptr) {
            links.unit[row] = shards_[links.shard[row]].units++;  // of this row's case alone
        }
        return FlatIndex::none;
    }
    const std::uint32_t found = case_of(linking.person_key(row), hash, service);
    if (found == FlatIndex::none) {
        on_drop(row, std::string(forgotten_reason));
        return FlatIndex::none;
    }
    seat_row(linking, row, found, links);
    return found;
}

void CaseTable::seat_row(const Linking& linking, std::uint32_t row, std::uint32_t of_case,
                         RowLinks& links) {
    links.shard[row] = cases_[of_case].shard;
    links.case_number[row] = cases_[of_case].number;
    if (linking.unit != nullptr) {
        links.unit[row] = numbered_unit(of_case, linking.unit_key(row), linking.block.key_seed);
    }
}

void CaseTable::link(const batch::RowBlock& block, const Roles& roles,
                     std::span<const std::uint32_t> periods, RowLinks& links,
                     const OnDrop& on_drop) {
    links.shard.assign(block.rows, 0);
    links.case_number.assign(block.rows, RowLinks::nowhere);
    links.unit.assign(roles.unit ? block.rows : 0, 0);
    const Linking linking(block, roles, *this);
    // In groups, so that the looks into memory of one group are under way together.
    for (std::uint32_t first = 0; first < block.rows; first += rows_at_once) {
        const std::uint32_t end = std::min(first + rows_at_once, block.rows);
        const RowHashes hashes = roles.aggregate ? RowHashes{} : fetched(linking, first, end);
        for (std::uint32_t row = first; row < end; ++row) {
            if (periods.empty() || periods[row] != RowLinks::nowhere) {
                static_cast<void>(link_row(linking, row, hashes[row - first], links, on_drop));
            }
        }
    }
    describe(block, roles, links);
}

void CaseTable::link_rest(const batch::RowBlock& block, const Roles& roles, FoundRows& found,
                          const OnDrop& on_drop) {
    found.rows_of_service.resize(rows_of_service_.size());
    for (std::size_t i = 0; i < rows_of_service_.size(); ++i) {
        rows_of_service_[i] += found.rows_of_service[i];
    }
    if (found.is_settled()) {
        return;
    }
    const Linking linking(block, roles, *this);
    std::uint32_t last = FlatIndex::none;
    for (const std::uint32_t row : found.left_over) {
        if (!is_row_of(linking, row, last)) {
            last = link_row(linking, row, linking.hash(row), found.links, on_drop);
            continue;
        }
        ++rows_of_service_[cases_[last].service];
        seat_row(linking, row, last, found.links);
    }
    std::vector<std::uint32_t> rows;
    std::set_union(found.left_over.begin(), found.left_over.end(), found.with_news.begin(),
                   found.with_news.end(), std::back_inserter(rows));
    describe(block, roles, found.links, rows);
}

void CaseTable::describe(const batch::RowBlock& block, const Roles& roles, const RowLinks& links) {
    for (auto row = static_cast<std::uint32_t>(all_rows_.size()); row < block.rows; ++row) {
        all_rows_.push_back(row);
    }
    describe(block, roles, links, std::span(all_rows_).first(block.rows));
}

void CaseTable::describe(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                         std::span<const std::uint32_t> rows) {
    for (std::size_t kind = 0; kind < roles.strata.size(); ++kind) {
        if (roles.strata[kind]) {
            set_strata(block, roles, links, rows, kind);
        }
    }
    for (std::size_t index = 0; index < roles.case_columns.size(); ++index) {
        if (roles.case_columns[index]) {
            set_column(block, roles, links, rows, index);
        }
    }
}

void CaseTable::set_strata(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                           std::span<const std::uint32_t> rows, std::size_t kind) {
    const batch::BlockColumn& column =
        block.columns[checked(roles.strata[kind], "the stratum has a column")];
    const Translation numbers = translated(column, stratum_values_[kind], stratum_index_[kind]);
    const auto values = column.as<std::int32_t>();
    const bool tells_totals = roles.total_kind && *roles.total_kind == kind;
    for (const std::uint32_t row : rows) {
        if (links.case_number[row] == RowLinks::nowhere || column.is_null(row)) {
            continue;
        }
        ShardCases& cases = shards_[links.shard[row]];
        const std::uint32_t number = numbers[static_cast<std::size_t>(values[row])];
        if (tells_totals && stratum_values_[kind][number] == roles.total_value) {
            cases.published_total[links.case_number[row]] = 1;
        }
        std::uint32_t& current = cases.strata[kind][links.case_number[row]];
        if (current == 0) {
            current = number;
        } else if (current != number) {
            ++contradicted_strata_[kind];
        }
    }
}

// The 8 bytes a case column keeps of a row's value.
std::int64_t CaseTable::kept_value(const batch::BlockColumn& column, std::size_t row,
                                   const Translation& numbers) {
    using contract::ColumnType;
    switch (column.type) {
        case ColumnType::integer:
        case ColumnType::instant:
        case ColumnType::real:
            return column.as<std::int64_t>()[row];
        case ColumnType::date:
            return column.as<std::int32_t>()[row];
        case ColumnType::boolean:
            return column.as<std::uint8_t>()[row];
        case ColumnType::category:
            return numbers[static_cast<std::size_t>(column.as<std::int32_t>()[row])];
        case ColumnType::text:
        case ColumnType::key:
        case ColumnType::list_integer:
        case ColumnType::list_real:
            break;
    }
    check(false, "the plan lets only plain types be case columns");
    return 0;
}

void CaseTable::set_column(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                           std::span<const std::uint32_t> rows, std::size_t index) {
    const batch::BlockColumn& column =
        block.columns[checked(roles.case_columns[index], "the case column is told")];
    const Translation numbers =
        translated(column, column_dictionaries_[index], column_index_[index]);
    for (const std::uint32_t row : rows) {
        if (links.case_number[row] == RowLinks::nowhere || column.is_null(row)) {
            continue;
        }
        CaseColumn& facts = shards_[links.shard[row]].columns[index];
        const std::uint32_t number = links.case_number[row];
        const std::int64_t value = kept_value(column, row, numbers);
        if (facts.valid[number] == 0) {
            facts.valid[number] = 1;
            facts.values[number] = value;
        } else if (facts.values[number] != value) {
            ++contradicted_columns_[index];
        }
    }
}

}  // namespace waymark::caseload
