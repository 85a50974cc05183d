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
        : first_(first), cells_(cells), notes_(notes) {}

    [[nodiscard]] CellType at(Day day, Half half) const {
        const std::int64_t place = 2 * std::int64_t{day - first_} + static_cast<int>(half);
        const bool is_there = place >= 0 && place < static_cast<std::int64_t>(cells_.size());
        return is_there ? cells_[static_cast<std::size_t>(place)] : CellType{};
    }

    /// The days that have cells; later_day() < earlier_day() when there are none. Cells of other
    /// days are blank.
    [[nodiscard]] Day earlier_day() const { return first_; }
    [[nodiscard]] Day later_day() const { return first_ + static_cast<int>(cells_.size() / 2) - 1; }

    /// Calls `visit(day, half, cell)` for each half day of [from, to] that has a cell, in order.
    template <class Visit>
    void for_each(Day from, Day to, Visit visit) const {
        const Day last = std::min(to, later_day());
        for (Day day = std::max(from, earlier_day()); day <= last; day = day + 1) {
            const std::size_t place = 2 * static_cast<std::size_t>(day - first_);
            visit(day, Half::morning, cells_[place]);
            visit(day, Half::afternoon, cells_[place + 1]);
        }
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
        const Day first = std::max(from, earlier_day());
        if (first > last) {
            return false;
        }
        const auto* begin = reinterpret_cast<const unsigned char*>(
            cells_.data() + 2 * static_cast<std::size_t>(first - first_));
        const auto* end =
            begin + 2 * (static_cast<std::size_t>(last - first) + 1) * sizeof(CellType);
        return std::any_of(begin, end, [](unsigned char byte) { return byte != 0; });
    }

private:
    static_assert(std::is_trivially_copyable_v<CellType>, "a cell is plain data");

    Day first_;
    std::span<const CellType> cells_;
    std::span<const Noted<NoteType>> notes_;
};

/// The margin beside one cell while it is being marked.
template <class NoteType>
class Margin {
public:
    Margin(std::vector<Noted<NoteType>>& notes, Day day, Half half)
        : notes_(notes), place_(day, half) {}

    /// The half day's note, written as NoteType{} if there is none yet. Only what is rarely to be
    /// said belongs here: a note takes more room than many cells.
    [[nodiscard]] NoteType& note() const {
        const auto stands_before = [](const Noted<NoteType>& noted, const auto& place) {
            return noted.place() < place;
        };
        // Rows mostly come in the order of days.
        const bool is_last = notes_.empty() || stands_before(notes_.back(), place_);
        auto at = is_last ? notes_.end()
                          : std::lower_bound(notes_.begin(), notes_.end(), place_, stands_before);
        if (at == notes_.end() || at->place() != place_) {
            at = notes_.insert(at, {place_.first, place_.second, NoteType{}});
        }
        return at->note;
    }

private:
    std::vector<Noted<NoteType>>& notes_;
    std::pair<Day, Half> place_;
};

}  // namespace waymark

namespace waymark::detail {

/// The sheet of one unit while rows come: it covers the days that were marked and grows with them.
template <class CellType, class NoteType>
class GrowingSheet {
public:
    [[nodiscard]] CellType& at(Day day, Half half) {
        if (cells_.empty()) {
            first_ = day;
        }
        if (day < first_) {
            extend_back(day);
        }
        const std::size_t place =
            2 * static_cast<std::size_t>(day - first_) + static_cast<std::size_t>(half);
        if (place >= cells_.size()) {
            cells_.resize((place / 2 + 1) * 2);
        }
        return cells_[place];
    }
    [[nodiscard]] Margin<NoteType> margin(Day day, Half half) { return {notes_, day, half}; }
    [[nodiscard]] Sheet<CellType, NoteType> view() const { return {first_, cells_, notes_}; }

private:
    // At least as many days again, so that a file sorted backwards does not move the cells each
    // day.
    void extend_back(Day day) {
        const int held = static_cast<int>(cells_.size() / 2);
        const int more = std::max(first_ - day, held);
        cells_.insert(cells_.begin(), 2 * static_cast<std::size_t>(more), CellType{});
        first_ = first_ - more;
    }

    Day first_;
    std::vector<CellType> cells_;
    std::vector<Noted<NoteType>> notes_;
};

}  // namespace waymark::detail
