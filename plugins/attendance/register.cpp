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

static bool replaces(const Cell& cell, const Meaning& mark, std::uint32_t recorded,
                     const CodeTable& codes) {
    if (cell.recorded != 0 && recorded != 0 && cell.recorded != recorded) {
        return recorded > cell.recorded;
    }
    if (codes.is_no_reason_yet(cell.entry) != codes.is_no_reason_yet(mark.entry)) {
        return codes.is_no_reason_yet(cell.entry);
    }
    return rank(mark.category) < rank(codes.category(cell.entry));
}

static void add_one(std::uint8_t& count) noexcept {
    if (count < 255) {
        ++count;
    }
}

void add_mark(Cell& cell, const Meaning& mark, std::uint32_t recorded, const CodeTable& codes) {
    if (mark.category == Category::none) {
        return;
    }
    const Cell as_told{recorded, mark.entry, cell.identical, cell.conflicts,
                       static_cast<std::uint8_t>(mark.is_out_of_period ? 1 : 0)};
    if (cell.entry == 0) {
        cell = as_told;
    } else if (cell.entry == mark.entry) {
        add_one(cell.identical);
        cell.recorded = std::max(cell.recorded, recorded);
    } else {
        const bool is_replaced = replaces(cell, mark, recorded, codes);
        cell = is_replaced ? as_told : cell;
        add_one(cell.conflicts);
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

Tally counted(const waymark::Sheet<Cell>& sheet, Day first, Day last,
              const waymark::Calendar& calendar, const CodeTable& codes) {
    Tally tally;
    sheet.for_each(first, last, [&](Day day, Half half, const Cell& cell) {
        const bool open = is_open(calendar, day, half);
        tally.expected += open ? 1 : 0;
        if (cell.entry == 0) {
            tally.missing += open ? 1 : 0;
            return;
        }
        ++tally.marks;
        tally.identical += cell.identical;
        tally.conflicts += cell.conflicts;
        const Category category = codes.category(cell.entry);
        if (!open && !codes.is_administrative(cell.entry)) {
            ++tally.off_calendar;
            return;
        }
        tally.out_of_period += cell.out_of_period;
        tally.complete += open && category != Category::unknown ? 1 : 0;
        count_category(tally, category);
    });
    return tally;
}

}  // namespace attendance
