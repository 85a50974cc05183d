// SPDX-License-Identifier: MIT
// The slices of a sample: columns written as the contract has them.
#include <algorithm>

#include "base/error.hpp"
#include "calendar/window.hpp"
#include "conformance/feeding.hpp"

namespace waymark::conformance {

using contract::ColumnType;

static constexpr std::size_t first_fact = 6;  // after case, person, service, calendar, start, end

// ---------------------------------------------------------------------------------------- columns

static bool is_list(ColumnType type) {
    return type == ColumnType::list_integer || type == ColumnType::list_real;
}

// Writes what is no null of one field: `value_of(cell)` in the field's width.
template <class T, class CellAt, class ValueOf>
static void write_values(batch::SliceWriter& writer, std::size_t field, std::size_t rows,
                         const CellAt& cell_at, const ValueOf& value_of) {
    const std::span<T> to = writer.values<T>(field);
    for (std::size_t i = 0; i < rows; ++i) {
        const Cell& cell = cell_at(i);
        to[i] = cell.is_null ? T{} : static_cast<T>(value_of(cell));
    }
}

template <class T, class CellAt>
static void write_items(batch::SliceWriter& writer, std::size_t field, std::size_t rows,
                        const CellAt& cell_at) {
    const std::span<T> to = writer.values<T>(field);
    for (std::size_t i = 0; i < rows * list_size; ++i) {
        const Cell& cell = cell_at(i / list_size);
        to[i] = cell.is_null ? T{} : static_cast<T>(cell.items[i % list_size]);
    }
}

template <class CellAt>
static void write_nulls(batch::SliceWriter& writer, std::size_t field, std::size_t items,
                        std::size_t rows, const CellAt& cell_at) {
    const auto valid = writer.valid(field);
    for (std::size_t i = 0; i < rows * items; ++i) {
        valid[i] = cell_at(i / items).is_null ? 0 : 1;
    }
}

// One column of any table; `cell_at(i)` is the value of the i-th row.
template <class CellAt>
static void write_cells(batch::SliceWriter& writer, std::size_t field, ColumnType type,
                        bool is_nullable, std::size_t rows, const std::vector<std::string>& entries,
                        const CellAt& cell_at) {
    const auto whole = [](const Cell& cell) { return cell.whole; };
    if (is_nullable) {
        write_nulls(writer, field, is_list(type) ? list_size : 1, rows, cell_at);
    }
    switch (type) {
        case ColumnType::integer:
        case ColumnType::instant:
            return write_values<std::int64_t>(writer, field, rows, cell_at, whole);
        case ColumnType::real:
            return write_values<double>(writer, field, rows, cell_at,
                                        [](const Cell& cell) { return cell.real; });
        case ColumnType::boolean:
            return write_values<std::uint8_t>(writer, field, rows, cell_at, whole);
        case ColumnType::date:
        case ColumnType::category:
        case ColumnType::key:
            return write_values<std::int32_t>(writer, field, rows, cell_at, whole);
        case ColumnType::list_integer:
            return write_items<std::int64_t>(writer, field, rows, cell_at);
        case ColumnType::list_real:
            return write_items<double>(writer, field, rows, cell_at);
        case ColumnType::text:
            break;
    }
    for (std::size_t i = 0; i < rows; ++i) {
        const Cell& cell = cell_at(i);
        writer.append_text(field,
                           cell.is_null ? "" : entries[static_cast<std::size_t>(cell.whole)]);
    }
}

std::pair<std::uint64_t, std::uint64_t> Feeding::new_entries(
    std::uint32_t worker, std::size_t table, std::size_t field,
    const std::vector<std::string>& entries) const {
    const auto sent = entries_sent_.find({worker, table, field});
    std::uint64_t bytes = 0;
    std::uint64_t count = 0;
    for (std::size_t i = sent == entries_sent_.end() ? 0 : sent->second; i < entries.size(); ++i) {
        bytes += entries[i].size();
        ++count;
    }
    return {bytes, count};
}

void Feeding::append_entries(batch::SliceWriter& writer, std::uint32_t worker, std::size_t table,
                             std::size_t field, const std::vector<std::string>& entries) {
    std::size_t& sent = entries_sent_[{worker, table, field}];
    for (; sent < entries.size(); ++sent) {
        writer.append_entry(field, entries[sent]);
    }
}

// ------------------------------------------------------------------------------------------ cases

void Feeding::cases(std::uint32_t shard, std::uint32_t first, std::uint32_t count) {
    const std::uint32_t worker = shard % cut_.workers;
    const batch::TableLayout& layout = layouts_[0];
    const auto& facts = subject_.description().case_columns;
    known_cases_[shard] = first + count;
    if (count == 0) {
        return;
    }
    std::uint64_t text_bytes = 0;
    std::uint64_t entries = 0;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        const bool is_text = facts[i].type == ColumnType::text;
        const auto [bytes, number] =
            new_entries(worker, 0, first_fact + i, sample_.fact_entries[i]);
        text_bytes += is_text ? count * std::uint64_t{32} : bytes;
        entries += is_text ? 0 : number;
    }
    const auto region = crew_.slot(worker);
    check(batch::slice_bytes(layout, count, 0, text_bytes, entries) <= region.size(),
          "the cases of a check fit a slot");
    batch::SliceWriter writer(layout, region, count, 0);
    const auto case_at = [&](std::size_t i) -> const SampleCase& {
        return sample_.cases[seats_[shard][first + i]];
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        writer.values<std::uint32_t>(0)[i] = first + i;
        writer.values<std::uint32_t>(1)[i] = case_at(i).person;
        writer.values<std::uint32_t>(2)[i] = 0;
        writer.values<std::uint32_t>(3)[i] = 0;
        for (const auto& [field, day] : {std::pair{std::size_t{4}, case_at(i).start},
                                         std::pair{std::size_t{5}, case_at(i).end}}) {
            writer.values<std::int32_t>(field)[i] = day.value_or(0);
            writer.valid(field)[i] = day ? 1 : 0;
        }
    }
    for (std::size_t i = 0; i < facts.size(); ++i) {
        write_cells(writer, first_fact + i, facts[i].type, layout.fields[first_fact + i].nullable,
                    count, sample_.fact_entries[i],
                    [&](std::size_t row) -> const Cell& { return case_at(row).facts[i]; });
        if (facts[i].type == ColumnType::category) {
            append_entries(writer, worker, 0, first_fact + i, sample_.fact_entries[i]);
        }
    }
    const auto windows = subject_.periods().windows();
    std::size_t at = 0;
    for (std::uint32_t i = 0; i < count && !windows.empty(); ++i) {
        for (const calendar::Window& window : windows) {
            const auto start = case_at(i).start;
            const calendar::DateRange days = window.days(date_of(start.value_or(0)));
            for (const Date day : {days.first, days.last}) {
                writer.values<std::int32_t>(first_fact + facts.size())[at] =
                    start ? day_number(day) : 0;
                writer.valid(first_fact + facts.size())[at++] = start ? 1 : 0;
            }
        }
    }
    batch::SliceHeader header;
    header.shard = shard;
    header.table = WM_TABLE_CASES;
    header.rows = count;
    header.cases = first + count;
    header.text_bytes = text_bytes;
    header.bytes = writer.finish();
    crew_.submit(worker, {&header, 1});
}

// ------------------------------------------------------------------------------------------- rows

// Columns and, of published tables, the states beside them: the last fields of a table.
static std::size_t column_fields(const contract::Input& input) {
    return input.columns.size() +
           static_cast<std::size_t>(
               std::count_if(input.columns.begin(), input.columns.end(),
                             [](const contract::Column& column) { return column.symbols; }));
}

// Where each case begins among sorted rows, and the end.
std::vector<std::uint32_t> Feeding::case_borders(std::span<const LocalRow> rows) {
    std::vector<std::uint32_t> borders;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        if (i == 0 || rows[i].number != rows[i - 1].number) {
            borders.push_back(i);
        }
    }
    borders.push_back(static_cast<std::uint32_t>(rows.size()));
    return borders;
}

void Feeding::slice(std::uint32_t shard, std::uint32_t input, std::span<const LocalRow> rows) {
    const std::uint32_t worker = shard % cut_.workers;
    const batch::TableLayout& layout = layouts_[input + 1];
    const contract::Input& declared = subject_.description().inputs[input];
    const std::size_t first_column = layout.fields.size() - column_fields(declared);
    const auto count = static_cast<std::uint32_t>(rows.size());
    const std::vector<std::uint32_t> borders = declared.order == contract::RowOrder::by_case
                                                   ? case_borders(rows)
                                                   : std::vector<std::uint32_t>{};
    std::uint64_t text_bytes = 0;
    std::uint64_t entries = 0;
    for (std::size_t i = 0; i < declared.columns.size(); ++i) {
        const bool is_text = declared.columns[i].type == ColumnType::text;
        const auto [bytes, number] =
            new_entries(worker, input + 1, first_column + i, sample_.entries[input][i]);
        text_bytes += is_text ? count * std::uint64_t{32} : bytes;
        entries += is_text ? 0 : number;
    }
    const auto borders_size = static_cast<std::uint32_t>(borders.size());
    const auto region = crew_.slot(worker);
    check(batch::slice_bytes(layout, count, borders_size, text_bytes, entries) <= region.size(),
          "a slice of a check fits a slot");
    batch::SliceWriter writer(layout, region, count, borders_size);
    std::copy(borders.begin(), borders.end(), writer.case_first().begin());
    for (std::uint32_t i = 0; i < count; ++i) {
        std::size_t field = 0;
        writer.values<std::uint32_t>(field++)[i] = rows[i].number;
        if (declared.has_unit) {
            writer.values<std::uint32_t>(field++)[i] = rows[i].unit;
        }
        if (declared.aggregate) {
            writer.values<std::uint32_t>(field++)[i] = rows[i].row->period;
        }
    }
    std::size_t state_field = first_column + declared.columns.size();
    for (std::size_t i = 0; i < declared.columns.size(); ++i) {
        const auto cell_at = [&](std::size_t row) -> const Cell& {
            return rows[row].row->cells[i];
        };
        const std::size_t field = first_column + i;
        write_cells(writer, field, declared.columns[i].type, layout.fields[field].nullable, count,
                    sample_.entries[input][i], cell_at);
        if (declared.columns[i].type == ColumnType::category) {
            append_entries(writer, worker, input + 1, field, sample_.entries[input][i]);
        }
        for (std::uint32_t row = 0; declared.columns[i].symbols && row < count; ++row) {
            writer.values<std::int32_t>(state_field)[row] = cell_at(row).state;
        }
        state_field += declared.columns[i].symbols ? 1 : 0;
    }
    batch::SliceHeader header;
    header.shard = shard;
    header.table = input;
    header.rows = count;
    header.cases = known_cases_[shard];
    header.units = units_of_shard_[shard];
    header.case_first_count = borders_size;
    header.text_bytes = text_bytes;
    header.bytes = writer.finish();
    crew_.submit(worker, {&header, 1});
}

}  // namespace waymark::conformance
