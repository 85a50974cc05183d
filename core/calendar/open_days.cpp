// SPDX-License-Identifier: MIT
#include "calendar/open_days.hpp"

#include <algorithm>
#include <map>

#include "base/error.hpp"

namespace waymark::calendar {

using std::chrono::days;
using DayTable = std::map<Date, Sessions>;

std::vector<Date> listed_days(std::string_view csv, const std::string& file, ErrorList& faults) {
    std::vector<Date> listed;
    std::uint64_t line = 0;
    while (!csv.empty()) {
        const std::size_t end = csv.find('\n');
        std::string_view field = csv.substr(0, end);
        csv.remove_prefix(end == std::string_view::npos ? csv.size() : end + 1);
        if (field.ends_with('\r')) {
            field.remove_suffix(1);
        }
        if (++line == 1) {
            if (field != "date") {
                faults.add({file, line, 1}, "The first line must be the column name, date.");
            }
            continue;
        }
        const auto day = parse_date(field);
        if (!day) {
            faults.add({file, line, 1}, "This is no date like 2024-09-02.");
        } else if (!listed.empty() && *day <= listed.back()) {
            faults.add({file, line, 1}, "The days must ascend, each once.");
        } else {
            listed.push_back(*day);
        }
    }
    if (listed.empty()) {
        faults.add({file, 0, 0}, "The list of open days holds no day.");
    }
    return listed;
}

// The academic years the terms cover. Terms not given yet leave the rest of their year unknown.
static std::vector<DateRange> covered_days(const Calendar& calendar) {
    std::vector<DateRange> covered;
    for (const SchoolSpan& span : calendar.spans) {
        if (span.key.grain != Grain::term) {
            continue;
        }
        const DateRange year = academic_year_days(span.key.year);
        const Date last = span.key.ordinal == 3 ? year.last : span.days.last;
        if (!covered.empty() && year.contains(covered.back().first)) {
            covered.back().last = last;
        } else {
            covered.push_back({span.key.ordinal == 1 ? year.first : span.days.first, last});
        }
    }
    return covered;
}

static bool has_half_terms(const Calendar& calendar, const PeriodKey& term) {
    return std::ranges::any_of(calendar.spans, [&](const SchoolSpan& span) {
        return span.key.grain == Grain::half_term && span.key.year == term.year &&
               (span.key.ordinal + 1) / 2 == term.ordinal;
    });
}

static void open_weekdays(DayTable& table, const DateRange& range) {
    for (Date date = range.first; date <= range.last; date += days{1}) {
        if (std::chrono::weekday{date}.iso_encoding() <= 5) {
            table[date] = whole_day;
        }
    }
}

static DayTable days_by_rule(const Calendar& calendar) {
    DayTable table;
    for (const SchoolSpan& span : calendar.spans) {
        // Half terms leave the break in the middle of a term closed, so they go before the term.
        if (span.key.grain == Grain::half_term || !has_half_terms(calendar, span.key)) {
            open_weekdays(table, span.days);
        }
    }
    return table;
}

void set_open_days(Calendar& calendar, const std::optional<std::vector<Date>>& listed,
                   std::span<const SessionChange> closures,
                   std::span<const SessionChange> openings) {
    DayTable table;
    if (listed) {
        check(!listed->empty() && std::ranges::is_sorted(*listed), "listed days ascend");
        DateRange known{listed->front(), listed->back()};
        for (const SessionChange& closure : closures) {
            known = {std::min(known.first, closure.days.first),
                     std::max(known.last, closure.days.last)};
        }
        calendar.known_days = {known};
        for (const Date date : *listed) {
            table[date] = whole_day;
        }
    } else {
        calendar.known_days = covered_days(calendar);
        table = days_by_rule(calendar);
    }
    for (const SessionChange& closure : closures) {
        const auto end = table.upper_bound(closure.days.last);
        for (auto day = table.lower_bound(closure.days.first); day != end; ++day) {
            day->second = static_cast<Sessions>(day->second & ~closure.sessions);
        }
    }
    for (const SessionChange& opening : openings) {
        for (Date date = opening.days.first; date <= opening.days.last; date += days{1}) {
            table[date] = static_cast<Sessions>(table[date] | opening.sessions);
        }
    }
    calendar.open_days.clear();
    for (const auto& [date, sessions] : table) {
        if (sessions != closed_day) {
            calendar.open_days.push_back({date, sessions});
        }
    }
}

}  // namespace waymark::calendar
