// SPDX-License-Identifier: MIT
// A by_case table held whole: its rows grouped by case and sorted by date, ready to be handed out
// case by case. Memory is that of the table's typed columns.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "batch/block.hpp"
#include "batch/dictionary.hpp"
#include "batch/key_space.hpp"
#include "contract/description.hpp"

namespace waymark::batch {

/// Where the rows of a block went: parallel spans, one entry per row. `unit` and `period` are empty
/// when the table has none. Rows with case_number == nowhere are left out.
struct RowPlaces {
    static constexpr std::uint32_t nowhere = 0xFFFFFFFFu;
    std::span<const std::uint32_t> shard;
    std::span<const std::uint32_t> case_number;
    std::span<const std::uint32_t> unit;
    std::span<const std::uint32_t> period;
};

/// The rows of one shard in the order they are handed out.
struct ShardRows {
    std::vector<std::uint32_t> rows;        ///< row numbers in the gathered block
    std::vector<std::uint32_t> case_first;  ///< [cases + 1] offsets into rows
};

/// One thread at a time.
class GatheredTable {
public:
    /// `declared` columns in declared order; date_column as the input declares it.
    GatheredTable(std::vector<contract::Column> declared, std::optional<std::uint32_t> date_column);

    /// How much of the table was read when the next block came, 0 to 1; 0 where nobody knows. Only
    /// the room that columns are given depends on it.
    void expect(double share_read) noexcept { share_read_ = share_read; }

    /// Adds a block's rows; columns[i] is the block's index of declared column i. Key columns are
    /// numbered in their spaces[i] (nullptr for other columns).
    void add(const RowBlock& block, std::span<const std::uint32_t> columns, const RowPlaces& places,
             std::span<KeySpace* const> spaces, std::span<Dictionary> dictionaries);

    /// Replaces the provisional numbers of key columns by their ranks; ranks[i] per declared
    /// column; those of a space not asked about now are empty.
    void rank_keys(std::span<const std::span<const std::uint32_t>> ranks);

    /// Groups by shard and case, sorts each case's rows by date (nulls first), then arrival.
    [[nodiscard]] std::vector<ShardRows> grouped(
        std::span<const std::uint32_t> cases_of_shard) const;

    /// The rows as one block: columns in declared order; category indices are the run's, key
    /// columns hold uint32.
    [[nodiscard]] const RowBlock& block() const noexcept { return block_; }
    [[nodiscard]] const std::vector<std::uint32_t>& case_number() const noexcept { return case_; }
    [[nodiscard]] const std::vector<std::uint32_t>& unit() const noexcept { return unit_; }
    [[nodiscard]] const std::vector<std::uint32_t>& period() const noexcept { return period_; }

private:
    /// How the values of a column become numbers: those of a category, or of keys.
    struct Numbering {
        std::span<const std::uint32_t> translation;
        KeySpace* space;
    };
    void make_room(std::size_t more, const RowBlock& block, std::span<const std::uint32_t> columns);
    void append(const RowBlock& block, const BlockColumn& source, std::size_t column,
                std::span<const std::uint32_t> kept, const Numbering& numbering);

    std::vector<contract::Column> declared_;
    std::optional<std::uint32_t> date_column_;
    RowBlock block_;
    std::vector<std::uint32_t> shard_;
    std::vector<std::uint32_t> case_;
    std::vector<std::uint32_t> unit_;
    std::vector<std::uint32_t> period_;
    double share_read_ = 0.0;
    std::size_t room_ = 0;  ///< rows that fit before columns grow
};

}  // namespace waymark::batch
