// SPDX-License-Identifier: MIT
// The sheet of one unit: a cell for each half day, as in a paper register, and notes in its margin.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "waymark/measure/day.hpp"

namespace waymark {

/// The note of a sheet without notes.
struct NoNote {};

/// A note in the margin, at its half day.
template <class NoteType>
struct Noted {
    Day day;
    Half half = Half::morning;
    NoteType note{};

    [[nodiscard]] std::pair<Day, Half> place() const { return {day, half}; }
};

/// The cells of one unit, and the notes beside them. A cell in which nothing was marked is
/// CellType{}. Valid during answer().
template <class CellType, class NoteType = NoNote>
class Sheet {
public:
    Sheet() = default;
    /// `cells` holds two per day, morning first, from `first` on; `notes` are in order.
    Sheet(Day first, std::span<const CellType> cells, std::span<const Noted<NoteType>> notes = {})
        : Sheet(first, cells.size() / 2, cells.data(), 1, notes) {}
    /// The same of cells that stand `stride` apart.
    Sheet(Day first, std::size_t days, const CellType* cells, std::size_t stride,
          std::span<const Noted<NoteType>> notes)
        : first_(first),
          days_(static_cast<int>(days)),
          cells_(cells),
          stride_(stride),
          notes_(notes) {}

    [[nodiscard]] CellType at(Day day, Half half) const {
        const bool is_there = day >= first_ && day - first_ < days_;
        return is_there ? cell(day, half) : CellType{};
    }

    /// The days that have cells, in answer() those from the unit's first mark to its last;
    /// later_day() < earlier_day() when there are none. Cells of other days are blank.
    [[nodiscard]] Day earlier_day() const { return first_; }
    [[nodiscard]] Day later_day() const { return first_ + days_ - 1; }

    /// The same from the first day that was marked to the last.
    [[nodiscard]] Sheet marked_days() const {
        Sheet marked = *this;
        while (marked.days_ > 0 && !marked.is_marked(marked.later_day())) {
            --marked.days_;
        }
        while (marked.days_ > 0 && !marked.is_marked(marked.first_)) {
            marked.first_ = marked.first_ + 1;
            marked.cells_ += 2 * stride_;
            --marked.days_;
        }
        return marked;
    }

    /// Calls `visit(day, morning, afternoon)` with both cells of each day of [from, to] that has
    /// cells, in order.
    template <class Visit>
    void for_each_day(Day from, Day to, Visit visit) const {
        const Day last = std::min(to, later_day());
        for (Day day = std::max(from, earlier_day()); day <= last; day = day + 1) {
            visit(day, cell(day, Half::morning), cell(day, Half::afternoon));
        }
    }

    /// Calls `visit(day, half, cell)` for each half day of [from, to] that has a cell, in order.
    template <class Visit>
    void for_each(Day from, Day to, Visit visit) const {
        for_each_day(from, to, [&](Day day, const CellType& morning, const CellType& afternoon) {
            visit(day, Half::morning, morning);
            visit(day, Half::afternoon, afternoon);
        });
    }

    /// The notes of [from, to], in order.
    [[nodiscard]] std::span<const Noted<NoteType>> notes(Day from, Day to) const {
        const auto starts_before = [](const Noted<NoteType>& noted, Day day) {
            return noted.day < day;
        };
        const auto begin = std::lower_bound(notes_.begin(), notes_.end(), from, starts_before);
        return {begin,
                std::lower_bound(begin, notes_.end(), std::max(from, to + 1), starts_before)};
    }

    /// Whether anything was marked in [from, to].
    [[nodiscard]] bool has_marks(Day from, Day to) const {
        const Day last = std::min(to, later_day());
        for (Day day = std::max(from, earlier_day()); day <= last; day = day + 1) {
            if (is_marked(day)) {
                return true;
            }
        }
        return false;
    }

private:
    static_assert(std::is_trivially_copyable_v<CellType>, "a cell is plain data");

    [[nodiscard]] const CellType& cell(Day day, Half half) const {
        return cells_[(2 * static_cast<std::size_t>(day - first_) +
                       static_cast<std::size_t>(half)) *
                      stride_];
    }
    [[nodiscard]] bool is_marked(Day day) const {
        return !is_blank(cell(day, Half::morning)) || !is_blank(cell(day, Half::afternoon));
    }
    [[nodiscard]] static bool is_blank(const CellType& cell) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(&cell);
        return std::all_of(bytes, bytes + sizeof(CellType),
                           [](unsigned char byte) { return byte == 0; });
    }

    Day first_;
    int days_ = 0;
    const CellType* cells_ = nullptr;
    std::size_t stride_ = 1;
    std::span<const Noted<NoteType>> notes_;
};

/// The margin beside one cell while it is being marked.
template <class NoteType>
class Margin {
public:
    using Notes = std::vector<std::vector<Noted<NoteType>>>;  ///< per unit

    Margin(Notes& notes, std::size_t unit, Day day, Half half)
        : notes_(notes), unit_(unit), place_(day, half) {}

    /// The half day's note, written as NoteType{} if there is none yet. Only what is rarely to be
    /// said belongs here: a note takes more room than many cells.
    [[nodiscard]] NoteType& note() const {
        if (unit_ >= notes_.size()) {
            notes_.resize(unit_ + 1);
        }
        std::vector<Noted<NoteType>>& notes = notes_[unit_];
        const auto stands_before = [](const Noted<NoteType>& noted, const auto& place) {
            return noted.place() < place;
        };
        // Rows mostly come in the order of days.
        const bool is_last = notes.empty() || stands_before(notes.back(), place_);
        auto at = is_last ? notes.end()
                          : std::lower_bound(notes.begin(), notes.end(), place_, stands_before);
        if (at == notes.end() || at->place() != place_) {
            at = notes.insert(at, {place_.first, place_.second, NoteType{}});
        }
        return at->note;
    }

private:
    Notes& notes_;
    std::size_t unit_;
    std::pair<Day, Half> place_;
};

}  // namespace waymark

namespace waymark::detail {

/// The sheets of all units while rows come. Those of `together` units share a tile, the cells of
/// one half day side by side: a file in the order of days then fills memory from front to back, and
/// one in the order of units stays within a tile. A tile covers the days that were marked in it and
/// grows with them.
template <class CellType, class NoteType>
class Sheets {
public:
    /// Most marks are of these days.
    void expect(Day first, Day last) {
        first_ = first;
        last_ = last;
    }

    [[nodiscard]] CellType& at(std::size_t place, Day day, Half half) {
        if (place / together >= tiles_.size()) {
            tiles_.resize(place / together + 1);
        }
        Tile& tile = tiles_[place / together];
        auto days = static_cast<std::size_t>(day - tile.first);
        if (day < tile.first || days >= tile.days()) {
            tile.cover(day, first_, last_);
            days = static_cast<std::size_t>(day - tile.first);
        }
        const std::size_t row = (2 * days + static_cast<std::size_t>(half)) * together;
        if (place % together == 0) {
            fetch_tile(place / together + 1, row);
        }
        return tile.cells[row + place % together];
    }
    [[nodiscard]] Margin<NoteType> margin(std::size_t place, Day day, Half half) {
        return {notes_, place, day, half};
    }
    /// Has the memory of a day's cells fetched that will be asked for soon. Always inlined, as all
    /// that only fetch: to the compiler such a call does nothing, and may be left out.
    [[gnu::always_inline]] void fetch(std::size_t place, Day day) const {
        if (place / together < tiles_.size()) {
            const Tile& tile = tiles_[place / together];
            const std::size_t row = 2 * static_cast<std::size_t>(day - tile.first) * together;
            fetch(tile, row + place % together);
            fetch(tile, row + together + place % together);
        }
    }
    /// Whether two places are so near each other that one's cells are fetched with the other's.
    [[nodiscard]] static bool are_near(std::size_t one, std::size_t other) {
        return one / together == other / together || one / together + 1 == other / together;
    }
    /// Blank where nothing was marked. A tile's days are those of all its units: what one unit is
    /// shown must not tell of the others.
    [[nodiscard]] Sheet<CellType, NoteType> view(std::size_t place) const {
        if (place / together >= tiles_.size()) {
            return {};
        }
        const Tile& tile = tiles_[place / together];
        const bool is_noted = place < notes_.size();
        const Sheet<CellType, NoteType> whole(
            tile.first, tile.days(), tile.cells.data() + place % together, together,
            is_noted ? std::span<const Noted<NoteType>>(notes_[place])
                     : std::span<const Noted<NoteType>>{});
        return whole.marked_days();
    }
    void clear() {
        tiles_.clear();
        notes_.clear();
    }

private:
    static constexpr std::size_t together = 64;
    static constexpr int least_days = 32;
    static constexpr int days_at_once = 400;  // a year of any calendar

    struct Tile {
        Day first;
        std::vector<CellType> cells;  ///< [day][half][unit]

        [[nodiscard]] std::size_t days() const { return cells.size() / (2 * together); }

        // What is reserved only is no memory yet: so room for a year is made at once, and cells in
        // no order of days fill no more than that.
        void cover(Day day, Day year_begin, Day year_end) {
            const bool is_within =
                day >= year_begin && day <= year_end && year_end - year_begin < days_at_once;
            if (cells.empty()) {
                first = day;
                cells.reserve(is_within ? cells_of(year_end - year_begin + 1) : 0);
            }
            if (day < first) {
                // At least as many days again, so that a file sorted backwards does not move the
                // cells each day.
                int more = std::max(first - day, static_cast<int>(days()));
                more = is_within ? std::min(more, first - year_begin) : more;
                cells.insert(cells.begin(), cells_of(more), CellType{});
                first = first - more;
            }
            const int needed = day - first + 1;
            if (cells_of(needed) > cells.capacity()) {
                // A quarter more at a time: twice as much would stand empty in every tile.
                cells.reserve(cells_of(needed + needed / 4 + least_days));
            }
            cells.resize(std::max(cells.size(), cells_of(needed)));
        }

        [[nodiscard]] static std::size_t cells_of(int days) {
            return static_cast<std::size_t>(days) * 2 * together;
        }
    };

    // In the order of days the next tile is wanted next, and it is far away.
    [[gnu::always_inline]] void fetch_tile(std::size_t tile, std::size_t row) const {
        if (tile < tiles_.size()) {
            fetch(tiles_[tile], row);
        }
    }
    [[gnu::always_inline]] static void fetch(const Tile& tile, std::size_t cell) {
#if defined(__GNUC__)
        if (cell < tile.cells.size()) {
            __builtin_prefetch(&tile.cells[cell], 1);
        }
#else
        static_cast<void>(tile);
        static_cast<void>(cell);
#endif
    }

    Day first_;  ///< of the days expected
    Day last_;
    std::vector<Tile> tiles_;
    std::vector<std::vector<Noted<NoteType>>> notes_;  ///< per place, as far as there are any
};

}  // namespace waymark::detail
