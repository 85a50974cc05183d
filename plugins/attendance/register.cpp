// SPDX-License-Identifier: MIT
#include "register.hpp"

#include <algorithm>
#include <span>

#include "census.hpp"

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

// Any code goes before "no reason yet", then the better one, then the one that stands first in the
// code table.
static bool is_better(Cell one, Cell other, const CodeTable& codes) {
    if (codes.is_no_reason_yet(one) != codes.is_no_reason_yet(other)) {
        return codes.is_no_reason_yet(other);
    }
    const int rank_of_one = rank(codes.category(one));
    const int rank_of_other = rank(codes.category(other));
    return rank_of_one != rank_of_other ? rank_of_one < rank_of_other : one < other;
}

static bool replaces(Cell cell, const Note& note, const Meaning& mark, std::uint32_t recorded,
                     const CodeTable& codes) {
    // A total order, so that the order of the rows does not matter: a time goes before none.
    if (note.recorded != recorded) {
        return recorded > note.recorded;
    }
    return is_better(mark.entry, cell, codes);
}

static void add_one(std::uint16_t& count) noexcept {
    if (count < 0xFFFF) {
        ++count;
    }
}

void add_further_mark(Cell& cell, const waymark::Margin<Note>& margin, const Meaning& mark,
                      std::uint32_t recorded, const CodeTable& codes) {
    if (cell == 0) {
        cell = mark.entry;
        margin.note().recorded = recorded;
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

namespace {

/// Which half days are open: as the calendar says, else those of weekdays.
class Openings {
public:
    explicit Openings(const waymark::Calendar& calendar)
        : known_(calendar.open_days()), first_(calendar.first_day()) {}

    /// Bit 0 morning, bit 1 afternoon.
    [[nodiscard]] unsigned halves(Day day) const {
        const auto at = static_cast<std::size_t>(day - first_);  // far out when before
        return day >= first_ && at < known_.size() ? known_[at] : day.iso_weekday() <= 5 ? 3U : 0U;
    }
    [[nodiscard]] bool has(Day day, Half half) const {
        return (halves(day) >> static_cast<unsigned>(half) & 1U) != 0;
    }

private:
    std::span<const std::uint8_t> known_;
    Day first_;
};

/// How often each entry stands in a stretch of a sheet, by whether the half day was open.
class EntryCounts {
public:
    EntryCounts(const Sheet& sheet, const Days& days, const Openings& openings) {
        sheet.for_each_day(days.first, days.last, [&](Day day, Cell morning, Cell afternoon) {
            const unsigned open = openings.halves(day);
            ++counts_[0][open & 1U][morning];
            ++counts_[1][open >> 1U & 1U][afternoon];
        });
    }

    [[nodiscard]] std::int64_t of(Cell entry, bool is_open) const {
        const std::size_t open = is_open ? 1 : 0;
        return std::int64_t{counts_[0][open][entry]} + counts_[1][open][entry];
    }

private:
    std::uint16_t counts_[2][2][256] = {};  ///< [half][is open][entry]; a sheet has decades at most
};

}  // namespace

static std::int64_t* place_of(Tally& tally, Category category) {
    switch (category) {
        case Category::present:
        case Category::activity:
            return &tally.attended;
        case Category::authorised:
            return &tally.authorised;
        case Category::unauthorised:
            return &tally.unauthorised;
        case Category::covid:
            return &tally.covid;
        case Category::not_possible:
            return &tally.not_possible;
        case Category::unknown:
            return &tally.unknown;
        case Category::none:
            break;
    }
    return nullptr;
}

// Marks of an entry on days its code was not valid, those on closed days apart.
static std::int64_t out_of_period(const Sheet& sheet, const Days& days, const Openings& openings,
                                  const CodeTable& codes, Cell entry) {
    std::int64_t count = 0;
    sheet.for_each(days.first, days.last, [&](Day day, Half half, Cell cell) {
        const bool counts = codes.is_administrative(entry) || openings.has(day, half);
        count += cell == entry && counts && !codes.is_valid(entry, day) ? 1 : 0;
    });
    return count;
}

static void count_entry(Tally& tally, const EntryCounts& counts, const CodeTable& codes,
                        Cell entry) {
    const std::int64_t open = counts.of(entry, true);
    const std::int64_t shut = counts.of(entry, false);
    tally.expected += open;
    tally.marks += open + shut;
    const bool is_administrative = codes.is_administrative(entry);
    tally.off_calendar += is_administrative ? 0 : shut;
    const Category category = codes.category(entry);
    tally.complete += category != Category::unknown ? open : 0;
    if (std::int64_t* place = place_of(tally, category)) {
        *place += open + (is_administrative ? shut : 0);
    }
}

Tally& Tally::operator+=(const Tally& other) noexcept {
    attended += other.attended;
    authorised += other.authorised;
    unauthorised += other.unauthorised;
    covid += other.covid;
    not_possible += other.not_possible;
    expected += other.expected;
    complete += other.complete;
    marks += other.marks;
    unknown += other.unknown;
    missing += other.missing;
    identical += other.identical;
    conflicts += other.conflicts;
    off_calendar += other.off_calendar;
    out_of_period += other.out_of_period;
    unfit += other.unfit;
    return *this;
}

Tally counted(const Sheet& sheet, const Days& days, const waymark::Calendar& calendar,
              const CodeTable& codes) {
    Tally tally;
    const Openings openings(calendar);
    const EntryCounts counts(sheet, days, openings);
    tally.missing = counts.of(0, true);
    tally.expected = tally.missing;
    const auto count = [&](Cell entry) {
        if (counts.of(entry, true) + counts.of(entry, false) == 0) {
            return;
        }
        count_entry(tally, counts, codes, entry);
        if (!codes.is_valid(entry, days.first) || !codes.is_valid(entry, days.last)) {
            tally.out_of_period += out_of_period(sheet, days, openings, codes, entry);
        }
    };
    for (std::size_t entry = 1; entry <= codes.size(); ++entry) {
        count(static_cast<Cell>(entry));
    }
    count(CodeTable::unknown_entry);
    count(CodeTable::unfit_entry);
    tally.unfit =
        counts.of(CodeTable::unfit_entry, true) + counts.of(CodeTable::unfit_entry, false);
    for (const auto& noted : sheet.notes(days.first, days.last)) {
        tally.identical += noted.note.identical;
        tally.conflicts += noted.note.conflicts;
    }
    return tally;
}

// Whether a mark is a possible session: of these one holds, and it is told where there are two.
static bool is_possible(Category category) {
    return category == Category::present || category == Category::activity ||
           category == Category::authorised || category == Category::unauthorised ||
           category == Category::covid;
}

Pooled pooled_sheets(std::span<const Sheet> sheets, const CodeTable& codes) {
    Pooled pooled;
    pooled.first = sheets.front().earlier_day();
    Day last = sheets.front().later_day();
    for (const Sheet& sheet : sheets) {
        pooled.first = std::min(pooled.first, sheet.earlier_day());
        last = std::max(last, sheet.later_day());
    }
    pooled.cells.resize(2 * (static_cast<std::size_t>(last - pooled.first) + 1));
    for (const Sheet& sheet : sheets) {
        sheet.for_each(sheet.earlier_day(), sheet.later_day(), [&](Day day, Half half, Cell cell) {
            Cell& kept = pooled.cells[2 * static_cast<std::size_t>(day - pooled.first) +
                                      static_cast<std::size_t>(half)];
            if (cell == 0 || kept == 0) {
                kept = std::max(kept, cell);
                return;
            }
            if (is_possible(codes.category(kept)) && is_possible(codes.category(cell))) {
                pooled.counted_twice.push_back(day);
            }
            kept = is_better(cell, kept, codes) ? cell : kept;
        });
    }
    return pooled;
}

Reasons reasons_counted(const Sheet& sheet, const Days& days, const waymark::Calendar& calendar,
                        const CodeTable& codes) {
    const Openings openings(calendar);
    const EntryCounts counts(sheet, days, openings);
    Reasons reasons;
    reasons.of_series.resize(codes.series_count());
    for (std::size_t number = 1; number <= codes.size(); ++number) {
        const auto entry = static_cast<Cell>(number);
        const std::int64_t sessions = counts.of(entry, true);
        reasons.of_reason.at(static_cast<std::size_t>(codes.reason(entry))) += sessions;
        if (const auto series = codes.series(entry)) {
            reasons.of_series.at(*series) += sessions;
        }
    }
    return reasons;
}

bool has_ten_unauthorised(const Sheet& sheet, const Days& days, const waymark::Calendar& calendar,
                          const CodeTable& codes) {
    constexpr std::size_t weeks_in_a_row = 10;
    constexpr std::int64_t too_many = 10;
    const Openings openings(calendar);
    std::vector<std::int64_t> weeks;  // unauthorised sessions of each week with school
    Day monday = waymark::far_past;
    bool has_reached = false;
    const auto judge = [&] {
        const std::size_t first = weeks.size() - std::min(weeks.size(), weeks_in_a_row);
        std::int64_t sum = 0;
        for (std::size_t week = first; week < weeks.size(); ++week) {
            sum += weeks[week];
        }
        has_reached = has_reached || (sum >= too_many && monday + 6 >= days.first);
    };
    sheet.for_each_day(sheet.earlier_day(), days.last, [&](Day day, Cell morning, Cell afternoon) {
        const unsigned open = openings.halves(day);
        if (open == 0) {
            return;
        }
        const Day of_day = day - static_cast<int>(day.iso_weekday() - 1);
        if (of_day != monday) {
            monday = of_day;
            weeks.push_back(0);
        }
        const auto is_unauthorised = [&](Cell cell, unsigned half) {
            return (open >> half & 1U) != 0 && codes.category(cell) == Category::unauthorised;
        };
        weeks.back() += int{is_unauthorised(morning, 0)} + int{is_unauthorised(afternoon, 1)};
        judge();
    });
    return has_reached;
}

std::int64_t age_mismatches(const Sheet& sheet, const Days& days, Day born,
                            const CodeTable& codes) {
    std::int64_t count = 0;
    sheet.for_each(days.first, days.last, [&](Day day, Half /*half*/, Cell cell) {
        const bool is_absence = codes.category(cell) == Category::unauthorised;
        const bool is_not_required = codes.reason(cell) == Reason::not_required;
        if (is_absence || is_not_required) {
            count += is_of_compulsory_school_age(born, day) == is_not_required ? 1 : 0;
        }
    });
    return count;
}

}  // namespace attendance
