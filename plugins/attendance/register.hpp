// SPDX-License-Identifier: MIT
// The cells and notes of the register and what a stretch of it adds up to (School attendance,
// sections 3 and 7).
#pragma once

#include <cstdint>

#include "code_table.hpp"
#include "waymark/measure.hpp"

namespace attendance {

/// A half day of one enrolment: the entry of the Meaning that holds; 0 = blank.
using Cell = std::uint8_t;

/// What was found beside the mark. Most half days have one row and no time, and no note.
struct Note {
    std::uint32_t recorded = 0;   ///< seconds after the day before began, at least 1; 0 = not told
    std::uint16_t identical = 0;  ///< further rows with the same mark
    std::uint16_t conflicts = 0;  ///< further rows with another mark
};

using Sheet = waymark::Sheet<Cell, Note>;

/// Adds a row's mark to its cell. Of two different marks the later recorded one holds; without both
/// times any code replaces "no reason yet", else the better one holds: present, activity,
/// authorised, unauthorised, uncounted.
void add_further_mark(Cell& cell, const waymark::Margin<Note>& margin, const Meaning& mark,
                      std::uint32_t recorded, const CodeTable& codes);
inline void add_mark(Cell& cell, const waymark::Margin<Note>& margin, const Meaning& mark,
                     std::uint32_t recorded, const CodeTable& codes) {
    if (mark.category != Category::none && (cell != 0 || recorded != 0)) [[unlikely]] {
        add_further_mark(cell, margin, mark, recorded, codes);
    } else if (mark.category != Category::none) {
        cell = mark.entry;  // the first mark of its half day, as nearly all are
    }
}

/// Sessions of one enrolment in one period.
struct Tally {
    std::int64_t attended = 0;
    std::int64_t authorised = 0;
    std::int64_t unauthorised = 0;
    std::int64_t covid = 0;
    std::int64_t not_possible = 0;
    std::int64_t expected = 0;  ///< open sessions from the first to the last mark
    std::int64_t complete = 0;  ///< of these, marked as something we know
    std::int64_t marks = 0;
    std::int64_t unknown = 0;
    std::int64_t missing = 0;
    std::int64_t identical = 0;
    std::int64_t conflicts = 0;
    std::int64_t off_calendar = 0;
    std::int64_t out_of_period = 0;

    [[nodiscard]] std::int64_t absent() const noexcept { return authorised + unauthorised; }
    [[nodiscard]] std::int64_t possible() const noexcept { return attended + absent() + covid; }
    /// At least 10 % of the enrolment's own possible sessions, inclusive, in whole numbers.
    [[nodiscard]] bool is_persistent() const noexcept {
        return possible() > 0 && 10 * absent() >= possible();
    }
    /// At least 50 %.
    [[nodiscard]] bool is_severe() const noexcept {
        return possible() > 0 && 2 * absent() >= possible();
    }
};

/// Counts the cells from `first` to `last`. Days without a calendar's word are open on weekdays.
[[nodiscard]] Tally counted(const Sheet& sheet, waymark::Day first, waymark::Day last,
                            const waymark::Calendar& calendar, const CodeTable& codes);

}  // namespace attendance
