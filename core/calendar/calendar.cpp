// SPDX-License-Identifier: MIT
#include "calendar/calendar.hpp"

#include <algorithm>

namespace waymark::calendar {

static bool is_school_grain(Grain grain) {
    return grain == Grain::term || grain == Grain::half_term;
}

static std::optional<DateRange> census_days(const Calendar& calendar, const PeriodKey& key) {
    return key.grain == Grain::term
               ? census_term(key.year, key.ordinal)
               : census_half_term(key.year, key.ordinal, calendar.moved_spring_bank_holidays);
}

Period Calendar::period(const PeriodKey& key) const {
    Period period{.key = key, .basis = Basis::civil, .days = std::nullopt, .name = {}};
    if (!is_school_grain(key.grain)) {
        period.days = civil_days(key);
        return period;
    }
    period.basis = basis;
    if (spans.empty()) {
        period.days = census_days(*this, key);
        return period;
    }
    const auto found = std::ranges::find(spans, key, &SchoolSpan::key);
    if (found != spans.end()) {
        period.days = found->days;
        period.name = found->name;
    }
    return period;
}

std::optional<PeriodKey> Calendar::key_of(Grain grain, Date date) const {
    if (!is_school_grain(grain)) {
        return civil_key(grain, date);
    }
    // Every term lies inside one academic year, so its few ordinals are all there is to try.
    const std::int32_t year = academic_year_of(date);
    const std::int32_t last_ordinal = grain == Grain::term ? 3 : 6;
    for (std::int32_t ordinal = 1; ordinal <= last_ordinal; ++ordinal) {
        const PeriodKey key{grain, year, ordinal};
        const auto days = period(key).days;
        if (days && days->contains(date)) {
            return key;
        }
    }
    return std::nullopt;
}

bool Calendar::knows(const DateRange& days) const {
    Date next = days.first;
    for (const DateRange& known : known_days) {
        if (known.contains(next)) {
            next = known.last + std::chrono::days{1};
        }
    }
    return next > days.last;
}

std::optional<Sessions> Calendar::sessions(Date date) const {
    if (!knows({date, date})) {
        return std::nullopt;
    }
    const auto found = std::ranges::lower_bound(open_days, date, {}, &OpenDay::date);
    return found != open_days.end() && found->date == date ? found->sessions : closed_day;
}

}  // namespace waymark::calendar
