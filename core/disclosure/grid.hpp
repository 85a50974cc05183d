// SPDX-License-Identifier: MIT
// Secondary suppression in two dimensions: a grid of counts with the sums of its rows and columns.
// Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace waymark::disclosure {

/// Counts in rows and columns. Cells are numbered row by row in a grid one row and one column
/// larger: the last column holds the sums of the rows, the last row those of the columns.
class Grid {
public:
    /// `inner` holds rows * columns counts, row by row; both at least 1.
    Grid(std::size_t rows, std::size_t columns, const std::vector<std::int64_t>& inner);

    [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
    [[nodiscard]] std::size_t size() const noexcept { return counts_.size(); }
    [[nodiscard]] std::size_t cell(std::size_t row, std::size_t column) const noexcept {
        return row * (columns_ + 1) + column;
    }
    [[nodiscard]] std::size_t row_of(std::size_t cell) const noexcept {
        return cell / (columns_ + 1);
    }
    [[nodiscard]] std::size_t column_of(std::size_t cell) const noexcept {
        return cell % (columns_ + 1);
    }
    [[nodiscard]] bool is_margin(std::size_t cell) const noexcept {
        return row_of(cell) == rows_ || column_of(cell) == columns_;
    }
    [[nodiscard]] std::int64_t count(std::size_t cell) const noexcept { return counts_[cell]; }

private:
    std::size_t rows_;
    std::size_t columns_;
    std::vector<std::int64_t> counts_;
};

/// Which cells are hidden, margins included, so that no count from 1 to `hide_up_to` follows from
/// what is shown: every row and column is an equation, and a hidden cell on no cycle of hidden
/// cells could be worked out along them. nullopt: the grid cannot be protected, withhold it whole.
/// Source   A. Hundepool et al., Handbook on Statistical Disclosure Control, chapter 4 (principle);
///          docs/methods.md, "Secondary suppression".
[[nodiscard]] std::optional<std::vector<bool>> suppressed_cells(const Grid& grid,
                                                                std::int64_t hide_up_to);

}  // namespace waymark::disclosure
