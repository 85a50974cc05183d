// SPDX-License-Identifier: MIT
#include "calendar/calendar_file.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "base/error_list.hpp"
#include "base/file.hpp"
#include "base/sha256.hpp"
#include "calendar/calendar_toml.hpp"
#include "calendar/open_days.hpp"

namespace waymark::calendar {

static void check_id(const Placed<std::string>& id, ErrorList& faults) {
    if (id.value.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != std::string::npos) {
        faults.add(id.place, "\"id\" may hold lower-case letters, digits, - and _ only.");
    }
}

static Basis basis_from(const Placed<std::string>& written, ErrorList& faults) {
    const auto basis = basis_of(written.value);
    if (!written.value.empty() && (!basis || basis == Basis::civil)) {
        faults.add(written.place,
                   "\"basis\" must be census, feed, school_calendar or observed, not \"" +
                       written.value + "\".");
    }
    return basis.value_or(Basis::census);
}

// A span under its key, with the place of its table to tell what clashes with what.
struct PlacedSpan {
    SchoolSpan span;
    Place place;
};

static std::vector<PlacedSpan> keyed_spans(const std::vector<WrittenSpan>& written,
                                           ErrorList& faults) {
    std::vector<PlacedSpan> spans;
    for (const WrittenSpan& entry : written) {
        const std::int32_t year = academic_year_of(entry.days.first);
        if (academic_year_of(entry.days.last) != year) {
            faults.add(entry.place, "A term lies inside one academic year, 1 August to 31 July.");
        } else {
            spans.push_back(
                {{{entry.grain, year, entry.ordinal}, entry.days, entry.name}, entry.place});
        }
    }
    std::ranges::stable_sort(spans, {}, [](const PlacedSpan& placed) { return placed.span.key; });
    return spans;
}

// Terms, and half terms, follow one another without overlap; no term is left out.
static void check_order(const std::vector<PlacedSpan>& spans, ErrorList& faults) {
    for (std::size_t i = 1; i < spans.size(); ++i) {
        const SchoolSpan& before = spans[i - 1].span;
        const SchoolSpan& span = spans[i].span;
        if (before.key.grain != span.key.grain) {
            continue;
        }
        if (before.key == span.key) {
            faults.add(spans[i].place, span.key.label() + " is given twice.");
        } else if (span.days.first <= before.days.last) {
            faults.add(spans[i].place,
                       span.key.label() + " begins before " + before.key.label() + " has ended.");
        } else if (span.key.grain == Grain::term && before.key.year == span.key.year &&
                   span.key.ordinal != before.key.ordinal + 1) {
            faults.add(spans[i].place, "The term before " + span.key.label() + " is missing.");
        }
    }
}

static void check_half_terms(const std::vector<PlacedSpan>& spans, ErrorList& faults) {
    for (const auto& [half, place] : spans) {
        if (half.key.grain != Grain::half_term) {
            continue;
        }
        const PeriodKey key{Grain::term, half.key.year, (half.key.ordinal + 1) / 2};
        const auto term = std::ranges::find_if(
            spans, [&](const PlacedSpan& other) { return other.span.key == key; });
        if (term == spans.end()) {
            faults.add(place, half.key.label() + " has no [[term]] around it.");
        } else if (!term->span.days.contains(half.days.first) ||
                   !term->span.days.contains(half.days.last)) {
            faults.add(place, half.key.label() + " is not inside its term.");
        }
    }
}

static SpringBankHolidays moved_holidays(const std::vector<Placed<Date>>& written,
                                         ErrorList& faults) {
    SpringBankHolidays moved;
    for (const auto& [date, place] : written) {
        const std::int32_t year{int{std::chrono::year_month_day{date}.year()}};
        // Within the summer term, or one of its halves would have no days.
        if (date < date_of(year, 5, 1) || date > date_of(year, 6, 30)) {
            faults.add(place, "The spring bank holiday falls in May or June.");
        } else if (!moved.emplace(year, date).second) {
            faults.add(place, "The year " + std::to_string(year) + " has one already.");
        }
    }
    return moved;
}

static std::vector<SessionChange> values_of(const std::vector<Placed<SessionChange>>& placed) {
    std::vector<SessionChange> values;
    for (const Placed<SessionChange>& entry : placed) {
        values.push_back(entry.value);
    }
    return values;
}

Calendar read_calendar(const std::filesystem::path& path) {
    const std::string text = file_text(path);
    ErrorList faults;
    const WrittenCalendar written = written_calendar(text, path.string(), faults);
    Calendar calendar;
    calendar.id = written.id.value;
    calendar.version = written.version.value;
    calendar.authority = written.authority.value;
    calendar.source = written.source.value;
    check_id(written.id, faults);
    calendar.basis = basis_from(written.basis, faults);
    const std::vector<PlacedSpan> spans = keyed_spans(written.spans, faults);
    check_order(spans, faults);
    check_half_terms(spans, faults);
    for (const PlacedSpan& placed : spans) {
        calendar.spans.push_back(placed.span);
    }
    if (!spans.empty() && calendar.basis == Basis::census && !written.basis.value.empty()) {
        faults.add(written.basis.place,
                   "The census basis has its own windows: leave out the terms, or "
                   "name the basis they come from.");
    }
    calendar.moved_spring_bank_holidays = moved_holidays(written.spring_bank_holidays, faults);
    Sha256 hash;
    hash.update(text);
    std::optional<std::vector<Date>> listed;
    if (!written.open_days.value.empty()) {
        const std::filesystem::path list = path.parent_path() / written.open_days.value;
        const std::string csv = file_text(list);
        hash.update(csv);
        listed = listed_days(csv, list.string(), faults);
    }
    faults.throw_if_any();
    // Only now are there days to which closures and openings can be held.
    set_open_days(calendar, listed, values_of(written.closures), values_of(written.openings));
    if (calendar.known_days.empty() && !written.closures.empty()) {
        faults.add(written.closures.front().place,
                   "Closures need [[term]] tables or a list of open days.");
    }
    for (const auto& [opening, place] : written.openings) {
        if (!calendar.knows(opening.days)) {
            faults.add(place, "Not all of these days are among those the terms or the list cover.");
        }
    }
    faults.throw_if_any();
    calendar.sha256 = hex_text(hash.finish());
    return calendar;
}

}  // namespace waymark::calendar
