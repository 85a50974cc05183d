// SPDX-License-Identifier: MIT
#include "disclosure/grid.hpp"

#include <algorithm>
#include <tuple>

#include "base/error.hpp"

namespace waymark::disclosure {
namespace {

using Cells = std::vector<std::size_t>;

/// One grid while cells of it are being hidden.
class Protection {
public:
    Protection(const Grid& grid, std::int64_t hide_up_to)
        : grid_(grid), hide_up_to_(hide_up_to), hidden_(grid.size(), false) {
        for (std::size_t row = 0; row <= grid.rows(); ++row) {
            lines_.push_back(row_cells(row));
        }
        for (std::size_t column = 0; column <= grid.columns(); ++column) {
            lines_.push_back(column_cells(column));
        }
        for (std::size_t cell = 0; cell < grid.size(); ++cell) {
            hidden_[cell] = is_primary(cell);
        }
    }

    /// False when a cell that must be protected cannot be.
    [[nodiscard]] bool complete() {
        for (;;) {
            if (const Cells* line = needy_line()) {
                if (!hide_one_of(*line)) {
                    return false;
                }
            } else if (const auto cell = computable_primary()) {
                Cells both = row_cells(grid_.row_of(*cell));
                const Cells column = column_cells(grid_.column_of(*cell));
                both.insert(both.end(), column.begin(), column.end());
                if (!hide_one_of(both)) {
                    return false;
                }
            } else {
                return true;
            }
        }
    }

    [[nodiscard]] const std::vector<bool>& hidden() const noexcept { return hidden_; }

private:
    [[nodiscard]] Cells row_cells(std::size_t row) const {
        Cells cells;
        for (std::size_t column = 0; column <= grid_.columns(); ++column) {
            cells.push_back(grid_.cell(row, column));
        }
        return cells;
    }
    [[nodiscard]] Cells column_cells(std::size_t column) const {
        Cells cells;
        for (std::size_t row = 0; row <= grid_.rows(); ++row) {
            cells.push_back(grid_.cell(row, column));
        }
        return cells;
    }

    [[nodiscard]] bool is_primary(std::size_t cell) const {
        return grid_.count(cell) >= 1 && grid_.count(cell) <= hide_up_to_;
    }

    // The last cell of a line is the sum of the others.
    [[nodiscard]] bool is_needy(const Cells& line) const {
        const auto hidden = std::count_if(line.begin(), line.end(),
                                          [&](std::size_t cell) { return hidden_[cell]; });
        if (hidden == 1) {
            return true;
        }
        if (hidden == 0 || hidden_[line.back()]) {
            return false;
        }
        std::int64_t sum = 0;
        bool has_primary = false;
        for (const std::size_t cell : line) {
            sum += hidden_[cell] ? grid_.count(cell) : 0;
            has_primary = has_primary || (hidden_[cell] && is_primary(cell));
        }
        return has_primary && sum < hidden + hide_up_to_;
    }

    [[nodiscard]] const Cells* needy_line() const {
        const auto found = std::find_if(lines_.begin(), lines_.end(),
                                        [&](const Cells& line) { return is_needy(line); });
        return found == lines_.end() ? nullptr : &*found;
    }

    [[nodiscard]] bool has_hidden(const Cells& line) const {
        return std::any_of(line.begin(), line.end(),
                           [&](std::size_t cell) { return hidden_[cell]; });
    }

    // Whether the other line of the cell has a hidden cell: hiding this one may then do for both.
    [[nodiscard]] bool is_crossed(std::size_t cell, const Cells& line) const {
        const bool along_row = grid_.row_of(line.front()) == grid_.row_of(line.back());
        return has_hidden(along_row ? column_cells(grid_.column_of(cell))
                                    : row_cells(grid_.row_of(cell)));
    }

    [[nodiscard]] bool hide_one_of(const Cells& line) {
        const auto rank = [&](std::size_t cell) {
            return std::tuple(!is_crossed(cell, line), grid_.is_margin(cell), grid_.count(cell),
                              grid_.row_of(cell), grid_.column_of(cell));
        };
        std::optional<std::size_t> best;
        for (const std::size_t cell : line) {
            if (!hidden_[cell] && grid_.count(cell) > 0 && (!best || rank(cell) < rank(*best))) {
                best = cell;
            }
        }
        if (best) {
            hidden_[*best] = true;
        }
        return best.has_value();
    }

    // Hidden cells are edges between their row and their column. One that is on no cycle can be
    // worked out: without it the ends are no longer connected.
    [[nodiscard]] bool is_bridge(std::size_t edge) const {
        const std::size_t row_nodes = grid_.rows() + 1;
        std::vector<bool> reached(row_nodes + grid_.columns() + 1, false);
        Cells waiting{grid_.row_of(edge)};
        reached[waiting.front()] = true;
        while (!waiting.empty()) {
            const std::size_t node = waiting.back();
            waiting.pop_back();
            for (const std::size_t cell :
                 node < row_nodes ? row_cells(node) : column_cells(node - row_nodes)) {
                const std::size_t other =
                    node < row_nodes ? row_nodes + grid_.column_of(cell) : grid_.row_of(cell);
                if (cell != edge && hidden_[cell] && !reached[other]) {
                    reached[other] = true;
                    waiting.push_back(other);
                }
            }
        }
        return !reached[row_nodes + grid_.column_of(edge)];
    }

    [[nodiscard]] std::optional<std::size_t> computable_primary() const {
        for (std::size_t cell = 0; cell < grid_.size(); ++cell) {
            if (is_primary(cell) && is_bridge(cell)) {
                return cell;
            }
        }
        return std::nullopt;
    }

    const Grid& grid_;
    std::int64_t hide_up_to_;
    std::vector<bool> hidden_;
    std::vector<Cells> lines_;
};

}  // namespace

Grid::Grid(std::size_t rows, std::size_t columns, const std::vector<std::int64_t>& inner)
    : rows_(rows), columns_(columns), counts_((rows + 1) * (columns + 1), 0) {
    check(rows > 0 && columns > 0 && inner.size() == rows * columns, "a grid is filled");
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
            const std::int64_t count = inner[row * columns + column];
            for (const std::size_t at :
                 {cell(row, column), cell(row, columns), cell(rows, column), cell(rows, columns)}) {
                counts_[at] += count;
            }
        }
    }
}

std::optional<std::vector<bool>> suppressed_cells(const Grid& grid, std::int64_t hide_up_to) {
    Protection protection(grid, hide_up_to);
    return protection.complete() ? std::optional(protection.hidden()) : std::nullopt;
}

}  // namespace waymark::disclosure
