// SPDX-License-Identifier: MIT
// The cells and notes of the register and what a stretch of it adds up to (School attendance,
// sections 3 and 7).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

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

/// Adds a row's mark to its cell. Of two different marks the later recorded one holds, one with a
/// time before one without; else any code replaces "no reason yet", else the better one holds:
/// present, activity, authorised, unauthorised, uncounted; else the one first in the code table.
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

/// Days from `first` to `last`, both inclusive; none when first > last.
struct Days {
    waymark::Day first;
    waymark::Day last;

    [[nodiscard]] Days within(const Days& other) const {
        return {std::max(first, other.first), std::min(last, other.last)};
    }
};

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
    std::int64_t unfit = 0;  ///< mark strings that do not fit their days

    [[nodiscard]] std::int64_t absent() const noexcept { return authorised + unauthorised; }
    [[nodiscard]] std::int64_t possible() const noexcept { return attended + absent() + covid; }
    /// At least so many percent of the enrolment's own possible sessions, in whole numbers.
    [[nodiscard]] bool absent_at_least(std::int64_t percent) const noexcept {
        return possible() > 0 && 100 * absent() >= percent * possible();
    }

    Tally& operator+=(const Tally& other) noexcept;
};

/// Counts the cells of `days`. Days without a calendar's word are open on weekdays.
[[nodiscard]] Tally counted(const Sheet& sheet, const Days& days, const waymark::Calendar& calendar,
                            const CodeTable& codes);

/// The sheets of one child's enrolments as one.
struct Pooled {
    waymark::Day first;
    std::vector<Cell> cells;  ///< two per day, as a Sheet takes them
    /// Days of the sessions for which two schools hold a mark that counts, once per session; the
    /// better one is kept.
    std::vector<waymark::Day> counted_twice;
};

[[nodiscard]] Pooled pooled_sheets(std::span<const Sheet> sheets, const CodeTable& codes);

/// Sessions by the reason of their code.
struct Reasons {
    std::vector<std::int64_t> of_series;  ///< in the order of the code table's reasons
    std::array<std::int64_t, reason_count> of_reason{};

    [[nodiscard]] std::int64_t of(Reason reason) const {
        return of_reason.at(static_cast<std::size_t>(reason));
    }
};

/// The same cells as counted() counts.
[[nodiscard]] Reasons reasons_counted(const Sheet& sheet, const Days& days,
                                      const waymark::Calendar& calendar, const CodeTable& codes);

/// Whether ten weeks with school in a row, the last of them with a day in `days`, hold at least ten
/// sessions of unauthorised absence. Weeks before `days` count as far as they are in the sheet.
[[nodiscard]] bool has_ten_unauthorised(const Sheet& sheet, const Days& days,
                                        const waymark::Calendar& calendar, const CodeTable& codes);

/// Marks that do not fit the pupil's age: not required to attend (X) at compulsory school age, or
/// unauthorised absence outside it.
[[nodiscard]] std::int64_t age_mismatches(const Sheet& sheet, const Days& days, waymark::Day born,
                                          const CodeTable& codes);

}  // namespace attendance
