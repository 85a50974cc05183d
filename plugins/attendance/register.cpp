// SPDX-License-Identifier: MIT
#include "register.hpp"

#include <algorithm>

namespace attendance {

using waymark::Day;
using waymark::Half;

// Which of two marks says more about a child's attendance: the smaller rank holds.
static int rank(Category category) noexcept {
    switch (category) {
        case Category::present:
            return 0;
        case Category::activity:
            return 1;
        case Category::authorised:
            return 2;
        case Category::unauthorised:
            return 3;
        case Category::covid:
        case Category::not_possible:
            return 4;
        case Category::unknown:
        case Category::none:
            return 5;
    }
    return 5;
}

static bool replaces(Cell cell, const Note& note, const Meaning& mark, std::uint32_t recorded,
                     const CodeTable& codes) {
    if (note.recorded != 0 && recorded != 0 && note.recorded != recorded) {
        return recorded > note.recorded;
    }
    if (codes.is_no_reason_yet(cell) != codes.is_no_reason_yet(mark.entry)) {
        return codes.is_no_reason_yet(cell);
    }
    return rank(mark.category) < rank(codes.category(cell));
}

static void add_one(std::uint16_t& count) noexcept {
    if (count < 0xFFFF) {
        ++count;
    }
}

void add_mark(Cell& cell, const waymark::Margin<Note>& margin, const Meaning& mark,
              std::uint32_t recorded, const CodeTable& codes) {
    if (mark.category == Category::none) {
        return;
    }
    if (cell == 0) {
        cell = mark.entry;
        if (recorded != 0) {
            margin.note().recorded = recorded;
        }
        return;
    }
    Note& note = margin.note();
    if (cell == mark.entry) {
        add_one(note.identical);
        note.recorded = std::max(note.recorded, recorded);
        return;
    }
    add_one(note.conflicts);
    if (replaces(cell, note, mark, recorded, codes)) {
        cell = mark.entry;
        note.recorded = recorded;
    }
}

static bool is_open(const waymark::Calendar& calendar, Day day, Half half) {
    return calendar.is_open(day, half).value_or(day.iso_weekday() <= 5);
}

static void count_category(Tally& tally, Category category) {
    switch (category) {
        case Category::present:
        case Category::activity:
            ++tally.attended;
            break;
        case Category::authorised:
            ++tally.authorised;
            break;
        case Category::unauthorised:
            ++tally.unauthorised;
            break;
        case Category::covid:
            ++tally.covid;
            break;
        case Category::not_possible:
            ++tally.not_possible;
            break;
        case Category::unknown:
            ++tally.unknown;
            break;
        case Category::none:
            break;
    }
}

Tally counted(const Sheet& sheet, Day first, Day last, const waymark::Calendar& calendar,
              const CodeTable& codes) {
    Tally tally;
    sheet.for_each(first, last, [&](Day day, Half half, Cell cell) {
        const bool open = is_open(calendar, day, half);
        tally.expected += open ? 1 : 0;
        if (cell == 0) {
            tally.missing += open ? 1 : 0;
            return;
        }
        ++tally.marks;
        const Category category = codes.category(cell);
        if (!open && !codes.is_administrative(cell)) {
            ++tally.off_calendar;
            return;
        }
        tally.out_of_period += codes.is_valid(cell, day) ? 0 : 1;
        tally.complete += open && category != Category::unknown ? 1 : 0;
        count_category(tally, category);
    });
    for (const auto& noted : sheet.notes(first, last)) {
        tally.identical += noted.note.identical;
        tally.conflicts += noted.note.conflicts;
    }
    return tally;
}

}  // namespace attendance
