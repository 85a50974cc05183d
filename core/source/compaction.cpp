// SPDX-License-Identifier: MIT
#include "source/compaction.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace waymark::source {

// Moves the kept rows' entries, `width` for each row, to the front.
template <class Entry>
static void keep_entries(std::vector<Entry>& entries, std::size_t width,
                         std::span<const std::uint8_t> keep) {
    if (entries.empty()) {
        return;
    }
    check(entries.size() == width * keep.size(), "every row has its entries");
    auto to = entries.begin();
    for (std::size_t row = 0; row < keep.size(); ++row) {
        const auto from = entries.begin() + static_cast<std::ptrdiff_t>(row * width);
        if (keep[row] != 0) {
            to = to == from ? from + static_cast<std::ptrdiff_t>(width)
                            : std::copy_n(from, width, to);
        }
    }
    entries.erase(to, entries.end());
}

// Only what kept rows say is in the dictionary, in their order: whether a dropped row stood in the
// same block or in another must make no difference.
static void keep_entries_used(batch::BlockColumn& column) {
    constexpr std::int32_t unused = -1;
    std::vector<std::int32_t> numbers(column.dictionary.size(), unused);
    std::vector<std::string> dictionary;
    const auto values = column.as<std::int32_t>();
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (column.is_null(row)) {
            continue;
        }
        const auto entry = static_cast<std::size_t>(values[row]);
        if (numbers[entry] == unused) {
            numbers[entry] = static_cast<std::int32_t>(dictionary.size());
            dictionary.push_back(std::move(column.dictionary[entry]));
        }
        values[row] = numbers[entry];
    }
    column.dictionary = std::move(dictionary);
}

void keep_rows(batch::RowBlock& block, std::span<const std::uint8_t> keep) {
    check(keep.size() == block.rows, "every row is kept or not");
    for (batch::BlockColumn& column : block.columns) {
        keep_entries(column.values, batch::width(column.type, column.list_size), keep);
        keep_entries(column.valid, 1, keep);
        keep_entries(column.item_valid, column.list_size, keep);
        keep_entries(column.states, 1, keep);
        if (column.type == contract::ColumnType::category) {
            keep_entries_used(column);
        }
        if (std::all_of(column.valid.begin(), column.valid.end(), [](auto v) { return v != 0; })) {
            column.valid.clear();  // the nulls stood in dropped rows
        }
    }
    keep_entries(block.lines, 1, keep);
    block.rows = static_cast<std::uint32_t>(block.lines.size());
}

}  // namespace waymark::source
