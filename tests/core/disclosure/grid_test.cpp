// SPDX-License-Identifier: MIT
// Grids with exact margins, against an outsider who writes down every grid that fits.
#include "disclosure/grid.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <functional>
#include <set>

namespace waymark::disclosure {
namespace {

constexpr std::int64_t most = 60;  // the outsider's upper bound where nothing shown gives one

/// What is shown of a grid, and the grids that fit it.
class Outsider {
public:
    Outsider(const Grid& grid, const std::vector<bool>& hidden) : grid_(grid), hidden_(hidden) {
        for (std::size_t cell = 0; cell < grid.size(); ++cell) {
            if (!grid.is_margin(cell) && hidden[cell]) {
                unknown_.push_back(cell);
            }
        }
    }

    /// The values a cell has in the grids that fit; at most `enough` of them.
    [[nodiscard]] std::set<std::int64_t> values(std::size_t cell, std::size_t enough) {
        guess_.assign(grid_.size(), 0);
        for (std::size_t inner = 0; inner < grid_.size(); ++inner) {
            guess_[inner] = grid_.is_margin(inner) || hidden_[inner] ? 0 : grid_.count(inner);
        }
        std::set<std::int64_t> found;
        search(0, cell, enough, found);
        return found;
    }

private:
    void search(std::size_t next, std::size_t cell, std::size_t enough,
                std::set<std::int64_t>& found) {
        if (found.size() >= enough) {
            return;
        }
        if (next == unknown_.size()) {
            if (fits()) {
                found.insert(value_of(cell));
            }
            return;
        }
        // It is not zero: zeros are shown.
        const std::int64_t largest = room(unknown_[next]);
        for (std::int64_t value = 1; value <= largest; ++value) {
            guess_[unknown_[next]] = value;
            search(next + 1, cell, enough, found);
        }
        guess_[unknown_[next]] = 0;
    }

    [[nodiscard]] std::int64_t row_sum(std::size_t row) const {
        std::int64_t sum = 0;
        for (std::size_t column = 0; column < grid_.columns(); ++column) {
            sum += guess_[grid_.cell(row, column)];
        }
        return sum;
    }
    [[nodiscard]] std::int64_t column_sum(std::size_t column) const {
        std::int64_t sum = 0;
        for (std::size_t row = 0; row < grid_.rows(); ++row) {
            sum += guess_[grid_.cell(row, column)];
        }
        return sum;
    }

    // How large a cell may be for what is shown of its row's and column's sum.
    [[nodiscard]] std::int64_t room(std::size_t cell) const {
        std::int64_t room = most;
        const std::size_t row_total = grid_.cell(grid_.row_of(cell), grid_.columns());
        const std::size_t column_total = grid_.cell(grid_.rows(), grid_.column_of(cell));
        if (!hidden_[row_total]) {
            room = std::min(room, grid_.count(row_total) - row_sum(grid_.row_of(cell)));
        }
        if (!hidden_[column_total]) {
            room = std::min(room, grid_.count(column_total) - column_sum(grid_.column_of(cell)));
        }
        return room;
    }

    [[nodiscard]] std::int64_t value_of(std::size_t cell) const {
        const std::size_t row = grid_.row_of(cell);
        const std::size_t column = grid_.column_of(cell);
        if (row < grid_.rows()) {
            return column < grid_.columns() ? guess_[cell] : row_sum(row);
        }
        if (column < grid_.columns()) {
            return column_sum(column);
        }
        std::int64_t sum = 0;
        for (std::size_t at = 0; at < grid_.rows(); ++at) {
            sum += row_sum(at);
        }
        return sum;
    }

    [[nodiscard]] bool fits() const {
        for (std::size_t cell = 0; cell < grid_.size(); ++cell) {
            if (grid_.is_margin(cell) && !hidden_[cell] && value_of(cell) != grid_.count(cell)) {
                return false;
            }
        }
        return true;
    }

    const Grid& grid_;
    const std::vector<bool>& hidden_;
    std::vector<std::size_t> unknown_;
    std::vector<std::int64_t> guess_;
};

std::vector<std::int64_t> hidden_counts(const Grid& grid, std::int64_t hide_up_to) {
    const auto hidden = suppressed_cells(grid, hide_up_to);
    REQUIRE(hidden);
    std::vector<std::int64_t> counts;
    for (std::size_t cell = 0; cell < grid.size(); ++cell) {
        if ((*hidden)[cell]) {
            counts.push_back(grid.count(cell));
        }
    }
    return counts;
}

}  // namespace

TEST_CASE("statistics example 13: what a grid hides, and what an outsider is left with",
          "[disclosure]") {
    const Grid grid(3, 3, {3, 20, 31, 14, 25, 40, 22, 18, 9});
    CHECK(hidden_counts(grid, 5) == std::vector<std::int64_t>{3, 20, 14, 25});
    const auto hidden = suppressed_cells(grid, 5);
    REQUIRE(hidden);
    Outsider outsider(grid, *hidden);
    const auto range = [&](std::size_t row, std::size_t column) {
        const auto values = outsider.values(grid.cell(row, column), most);
        return std::pair(*values.begin(), *values.rbegin());
    };
    CHECK(range(0, 0) == std::pair<std::int64_t, std::int64_t>{1, 16});
    CHECK(range(0, 1) == std::pair<std::int64_t, std::int64_t>{7, 22});
    CHECK(range(1, 0) == std::pair<std::int64_t, std::int64_t>{1, 16});
    CHECK(range(1, 1) == std::pair<std::int64_t, std::int64_t>{23, 38});
}

TEST_CASE("A grid without small counts hides nothing; margins are protected like all cells",
          "[disclosure]") {
    CHECK(hidden_counts(Grid(2, 2, {9, 0, 12, 30}), 5).empty());
    const Grid grid(2, 3, {2, 0, 0, 40, 30, 20});
    const auto hidden = suppressed_cells(grid, 5);
    REQUIRE(hidden);
    CHECK((*hidden)[grid.cell(0, 0)]);
    CHECK((*hidden)[grid.cell(0, 3)]);
}

TEST_CASE("A count alone in its grid takes its sums with it", "[disclosure]") {
    CHECK(hidden_counts(Grid(1, 2, {3, 0}), 5) == std::vector<std::int64_t>{3, 3, 3, 3});
}

TEST_CASE("No grid tells a small count exactly", "[disclosure]") {
    CHECK(rc::check([] {
        const auto rows = static_cast<std::size_t>(*rc::gen::inRange(2, 4));
        const std::size_t columns = 2;
        const auto inner = *rc::gen::container<std::vector<std::int64_t>>(
            rows * columns, rc::gen::inRange<std::int64_t>(0, 14));
        const Grid grid(rows, columns, inner);
        const auto hidden = suppressed_cells(grid, 3);
        if (!hidden) {
            return;
        }
        Outsider outsider(grid, *hidden);
        for (std::size_t cell = 0; cell < grid.size(); ++cell) {
            const bool is_small = grid.count(cell) >= 1 && grid.count(cell) <= 3;
            RC_ASSERT(!is_small || (*hidden)[cell]);
            if (is_small) {
                RC_ASSERT(outsider.values(cell, 2).size() == 2U);
            }
        }
    }));
}

}  // namespace waymark::disclosure
