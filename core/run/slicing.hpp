// SPDX-License-Identifier: MIT
// Cuts slices out of a block: which of its rows go into one, and their columns written there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "batch/block.hpp"
#include "batch/slice.hpp"
#include "caseload/case_table.hpp"

namespace waymark::run {

/// A table's columns and where its rows went, whether they stream by or were gathered.
struct Rows {
    const batch::RowBlock* block = nullptr;
    std::vector<std::uint32_t> columns;  ///< block column of each declared column
    bool numbers_final = false;          ///< gathered: category and key columns hold run numbers
    std::span<const std::uint32_t> case_number;  ///< per row
    std::span<const std::uint32_t> unit;         ///< per row; empty = no units
    std::span<const std::uint32_t> period;       ///< per row; empty = no aggregate
    /// Per declared column: the block's category index -> the run's; filled by Feed::translate.
    std::vector<std::vector<std::uint32_t>> translations;
};

/// Bytes of text the picked rows bring.
[[nodiscard]] std::uint64_t text_size(const Rows& rows, std::span<const std::uint32_t> picked);

/// The linked rows of a block, shard by shard, each in the order of the file.
class RowsByShard {
public:
    void sort(const caseload::RowLinks& links, std::uint32_t shards);

    [[nodiscard]] std::uint32_t shards() const noexcept {
        return static_cast<std::uint32_t>(first_.size() - 1);
    }
    [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t shard) const {
        return std::span(order_).subspan(first_[shard], first_[shard + 1] - first_[shard]);
    }

private:
    std::vector<std::uint32_t> order_;
    std::vector<std::uint32_t> first_{0};  ///< where each shard's begin in order_, and the end
};

/// Where the declared columns begin in the table's layout: after case, unit and period.
[[nodiscard]] inline std::size_t first_declared_field(const Rows& rows) noexcept {
    return std::size_t{1} + (rows.unit.empty() ? 0 : 1) + (rows.period.empty() ? 0 : 1);
}

/// How much of what is picked goes into one slice.
struct Cut {
    std::size_t rows = 0;
    std::size_t cases = 0;  ///< whole cases, if it is known where they begin
};

/// How many of the rows picked make one slice, about half a slot at most; whole cases when
/// case_first (as in Feed::rows) says where they begin.
[[nodiscard]] Cut rows_of_slice(const batch::TableLayout& layout, const Rows& rows,
                                std::uint64_t slot_bytes, std::span<const std::uint32_t> picked,
                                std::span<const std::uint32_t> case_first);

/// Writes every column of the rows picked. New entries of dictionaries are the caller's.
void write_rows(batch::SliceWriter& writer, const Rows& rows, std::span<const std::uint32_t> picked,
                std::span<const std::uint32_t> case_first);

}  // namespace waymark::run
