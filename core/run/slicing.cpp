// SPDX-License-Identifier: MIT
#include "run/slicing.hpp"

#include <algorithm>
#include <numeric>

namespace waymark::run {

using batch::BlockColumn;
using contract::ColumnType;

static constexpr std::uint32_t most_rows_of_slice = 65536;

void RowsByShard::sort(const caseload::RowLinks& links, std::uint32_t shards) {
    using caseload::RowLinks;
    first_.assign(shards + std::size_t{1}, 0);
    const auto rows = static_cast<std::uint32_t>(links.shard.size());
    for (std::uint32_t row = 0; row < rows; ++row) {
        first_[links.shard[row] + 1] += links.case_number[row] != RowLinks::nowhere ? 1 : 0;
    }
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    order_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (links.case_number[row] != RowLinks::nowhere) {
            order_[next[links.shard[row]]++] = row;
        }
    }
}

std::uint64_t text_size(const Rows& rows, std::span<const std::uint32_t> picked) {
    std::uint64_t bytes = 0;
    for (const std::uint32_t index : rows.columns) {
        const BlockColumn& column = rows.block->columns[index];
        if (column.type == ColumnType::text && !column.is_absent) {
            for (const std::uint32_t row : picked) {
                bytes += column.as<batch::TextSpan>()[row].length;
            }
        }
    }
    return bytes;
}

Cut rows_of_slice(const batch::TableLayout& layout, const Rows& rows, std::uint64_t slot_bytes,
                  std::span<const std::uint32_t> picked,
                  std::span<const std::uint32_t> case_first) {
    const std::size_t per_row = batch::slice_bytes(layout, 1024, 1024, 0, 0) / 1024 + 1;
    const std::size_t by_bytes = std::max<std::size_t>(slot_bytes / 2 / per_row, 1);
    std::size_t most = std::min<std::size_t>({picked.size(), most_rows_of_slice, by_bytes});
    while (most > 1 && text_size(rows, picked.first(most)) > slot_bytes / 4) {
        most /= 2;
    }
    if (case_first.empty()) {
        return {most, 0};
    }
    const std::uint32_t begin = case_first.front();
    std::size_t cases = 1;
    while (cases + 1 < case_first.size() && case_first[cases + 1] - begin <= most) {
        ++cases;
    }
    return {case_first[cases] - begin, cases};
}

template <class T>
static void gather(std::span<T> to, const T* from, std::span<const std::uint32_t> picked) {
    for (std::size_t i = 0; i < picked.size(); ++i) {
        to[i] = from[picked[i]];
    }
}

// Lists: list_size values of 8 bytes and as many validity bytes a row.
static void write_list(batch::SliceWriter& writer, std::size_t field, const BlockColumn& column,
                       std::span<const std::uint32_t> picked) {
    const auto to = writer.values<std::int64_t>(field);
    const auto from = column.as<std::int64_t>();
    const std::size_t size = column.list_size;
    for (std::size_t i = 0; i < picked.size(); ++i) {
        std::copy_n(from.begin() + picked[i] * size, size, to.begin() + i * size);
    }
    if (!column.item_valid.empty()) {
        const auto valid = writer.valid(field);
        for (std::size_t i = 0; i < picked.size(); ++i) {
            std::copy_n(column.item_valid.begin() + picked[i] * size, size,
                        valid.begin() + i * size);
        }
    }
}

static void write_column(batch::SliceWriter& writer, std::size_t field, const Rows& rows,
                         std::size_t declared, std::span<const std::uint32_t> picked) {
    const BlockColumn& column = rows.block->columns[rows.columns[declared]];
    if (column.is_absent) {
        writer.set_absent(field);
        return;
    }
    if (!column.valid.empty() && column.list_size == 0) {
        gather<std::uint8_t>(writer.valid(field), column.valid.data(), picked);
    }
    switch (column.type) {
        case ColumnType::boolean:
            gather(writer.values<std::uint8_t>(field), column.as<std::uint8_t>().data(), picked);
            break;
        case ColumnType::date:
            gather(writer.values<std::int32_t>(field), column.as<std::int32_t>().data(), picked);
            break;
        case ColumnType::category:
        case ColumnType::key: {
            const auto to = writer.values<std::uint32_t>(field);
            gather(to, column.as<std::uint32_t>().data(), picked);
            if (!rows.numbers_final) {
                for (std::size_t i = 0; i < picked.size(); ++i) {
                    to[i] = column.is_null(picked[i]) ? 0 : rows.translations[declared][to[i]];
                }
            }
            break;
        }
        case ColumnType::text:
            for (const std::uint32_t row : picked) {
                writer.append_text(field, rows.block->text_of(column, row));
            }
            break;
        case ColumnType::list_integer:
        case ColumnType::list_real:
            write_list(writer, field, column, picked);
            break;
        case ColumnType::integer:
        case ColumnType::real:
        case ColumnType::instant:
            gather(writer.values<std::int64_t>(field), column.as<std::int64_t>().data(), picked);
            break;
    }
}

void write_rows(batch::SliceWriter& writer, const Rows& rows, std::span<const std::uint32_t> picked,
                std::span<const std::uint32_t> case_first) {
    std::size_t field = 0;
    for (const auto& numbers : {rows.case_number, rows.unit, rows.period}) {
        if (!numbers.empty()) {
            gather(writer.values<std::uint32_t>(field++), numbers.data(), picked);
        }
    }
    for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        write_column(writer, field++, rows, i, picked);
    }
    for (const std::uint32_t index : rows.columns) {
        const BlockColumn& column = rows.block->columns[index];
        if (!column.states.empty()) {
            gather(writer.values<std::int32_t>(field++), column.states.data(), picked);
        }
    }
    for (std::size_t i = 0; i < case_first.size(); ++i) {
        writer.case_first()[i] = case_first[i] - case_first.front();
    }
}

}  // namespace waymark::run
