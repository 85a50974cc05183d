// SPDX-License-Identifier: MIT
#include "calendar/period.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace waymark::calendar {

using std::chrono::days;
using std::chrono::year_month_day;

static constexpr std::array<const char*, 12> months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
static constexpr std::array<const char*, 3> term_names{"Autumn", "Spring", "Summer"};

template <typename... Parts>
static std::string formatted(const char* format, Parts... parts) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, parts...);
    return text.data();
}

static int next_two_digits(std::int32_t year) {
    return (year + 1) % 100;
}

std::string PeriodKey::text() const {
    switch (grain) {
        case Grain::day:
            return date_text(date_of(year, 1, 1) + days{ordinal - 1});
        case Grain::week:
            return formatted("%04d-W%02d", year, ordinal);
        case Grain::month:
            return formatted("%04d-%02d", year, ordinal);
        case Grain::half_term:
            return formatted("%04d%02d-H%d", year, next_two_digits(year), ordinal);
        case Grain::term:
            return formatted("%04d%02d-T%d", year, next_two_digits(year), ordinal);
        case Grain::academic_year:
            return formatted("%04d%02d", year, next_two_digits(year));
        case Grain::quarter:
            return formatted("%04d-Q%d", year, ordinal);
        case Grain::financial_year:
            return formatted("FY%04d-%02d", year, next_two_digits(year));
        case Grain::calendar_year:
            return formatted("%04d", year);
        case Grain::window:
            break;
    }
    return "w:" + (window ? window->text() : std::string());
}

std::string PeriodKey::label() const {
    const std::string two_years = formatted("%04d/%02d", year, next_two_digits(year));
    switch (grain) {
        case Grain::day: {
            const year_month_day date{date_of(year, 1, 1) + days{ordinal - 1}};
            return formatted("%u %s %d", unsigned{date.day()}, months[unsigned{date.month()} - 1],
                             int{date.year()});
        }
        case Grain::week:
            return formatted("Week %d, %d", ordinal, year);
        case Grain::month:
            return formatted("%s %d", months[static_cast<std::size_t>(ordinal - 1)], year);
        case Grain::half_term:
            return term_names[static_cast<std::size_t>((ordinal - 1) / 2)] +
                   (" term " + two_years) + (ordinal % 2 == 1 ? ", first half" : ", second half");
        case Grain::term:
            return term_names[static_cast<std::size_t>(ordinal - 1)] + (" term " + two_years);
        case Grain::academic_year:
            return "Academic year " + two_years;
        case Grain::quarter: {
            const std::size_t first = 3 * static_cast<std::size_t>(ordinal - 1);
            return formatted("%s to %s %d", months[first], months[first + 2], year);
        }
        case Grain::financial_year:
            return "Financial year " + two_years;
        case Grain::calendar_year:
            return std::to_string(year);
        case Grain::window:
            break;
    }
    return window ? window->label() : std::string();
}

PeriodKey window_key(const Window& window) {
    return {Grain::window, 0, 0, window};
}

std::int32_t academic_year_of(Date date) {
    const year_month_day civil{date};
    return int{civil.year()} - (civil.month() < std::chrono::August ? 1 : 0);
}

DateRange academic_year_days(std::int32_t year) {
    return {date_of(year, 8, 1), date_of(year + 1, 7, 31)};
}

// ISO 8601: weeks begin on Monday and belong to the year of their Thursday.
static PeriodKey week_key(Date date) {
    const auto weekday = static_cast<int>(std::chrono::weekday{date}.iso_encoding());
    const Date thursday = date + days{4 - weekday};
    const std::int32_t year{int{year_month_day{thursday}.year()}};
    const auto since_january = (thursday - date_of(year, 1, 1)).count();
    return {Grain::week, year, static_cast<std::int32_t>(since_january / 7 + 1)};
}

std::optional<PeriodKey> civil_key(Grain grain, Date date) {
    const year_month_day civil{date};
    const int year{civil.year()};
    const auto month = static_cast<int>(unsigned{civil.month()});
    switch (grain) {
        case Grain::day:
            return PeriodKey{grain, year,
                             static_cast<std::int32_t>((date - date_of(year, 1, 1)).count() + 1)};
        case Grain::week:
            return week_key(date);
        case Grain::month:
            return PeriodKey{grain, year, month};
        case Grain::academic_year:
            return PeriodKey{grain, academic_year_of(date), 0};
        case Grain::quarter:
            return PeriodKey{grain, year, (month + 2) / 3};
        case Grain::financial_year:
            return PeriodKey{grain, month < 4 ? year - 1 : year, 0};
        case Grain::calendar_year:
            return PeriodKey{grain, year, 0};
        case Grain::half_term:
        case Grain::term:
        case Grain::window:
            break;
    }
    return std::nullopt;
}

static DateRange whole_months(std::int32_t year, int first_month, int count) {
    const Date first = add_months(date_of(year, 1, 1), first_month - 1);
    return {first, add_months(first, count) - days{1}};
}

static std::optional<DateRange> unchecked_days(const PeriodKey& key) {
    switch (key.grain) {
        case Grain::day: {
            const Date date = date_of(key.year, 1, 1) + days{key.ordinal - 1};
            return DateRange{date, date};
        }
        case Grain::week: {
            const Date january_4 = date_of(key.year, 1, 4);
            const auto weekday = static_cast<int>(std::chrono::weekday{january_4}.iso_encoding());
            const Date monday = january_4 + days{1 - weekday + 7 * (key.ordinal - 1)};
            return DateRange{monday, monday + days{6}};
        }
        case Grain::month:
            return whole_months(key.year, key.ordinal, 1);
        case Grain::academic_year:
            return academic_year_days(key.year);
        case Grain::quarter:
            return whole_months(key.year, 3 * key.ordinal - 2, 3);
        case Grain::financial_year:
            return whole_months(key.year, 4, 12);
        case Grain::calendar_year:
            return whole_months(key.year, 1, 12);
        case Grain::half_term:
        case Grain::term:
        case Grain::window:
            break;
    }
    return std::nullopt;
}

std::optional<DateRange> civil_days(const PeriodKey& key) {
    // Bounds that keep every date inside the four digits its text has.
    if (key.year < 1 || key.year > 9998 || key.ordinal < 0 || key.ordinal > 366) {
        return std::nullopt;
    }
    const auto range = unchecked_days(key);
    // A week 53 or a month 13 that does not exist falls into a period of another name.
    if (!range || civil_key(key.grain, range->first) != key) {
        return std::nullopt;
    }
    return range;
}

// The value of the digits at [at, at + count), or -1.
static std::int32_t number_at(std::string_view text, std::size_t at, std::size_t count) {
    std::int32_t value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

// The only key `text` could be, told by its length and marks; the caller compares it with the text.
static std::optional<PeriodKey> likely_key(std::string_view text) {
    const std::int32_t year = number_at(text, 0, 4);
    const char mark = text.size() > 5 ? text[5] : ' ';
    switch (text.size()) {
        case 4:
            return PeriodKey{Grain::calendar_year, year, 0};
        case 6:
            return PeriodKey{Grain::academic_year, year, 0};
        case 7:
            return mark == 'Q' ? PeriodKey{Grain::quarter, year, number_at(text, 6, 1)}
                               : PeriodKey{Grain::month, year, number_at(text, 5, 2)};
        case 8:
            return PeriodKey{Grain::week, year, number_at(text, 6, 2)};
        case 9:
            if (text.starts_with("FY")) {
                return PeriodKey{Grain::financial_year, number_at(text, 2, 4), 0};
            }
            return PeriodKey{text[7] == 'H' ? Grain::half_term : Grain::term, year,
                             number_at(text, 8, 1)};
        case 10:
            if (const auto date = parse_date(text)) {
                return civil_key(Grain::day, *date);
            }
            return std::nullopt;
        default:
            return std::nullopt;
    }
}

std::optional<PeriodKey> parse_period_key(std::string_view text) {
    if (text.starts_with("w:")) {
        const auto window = parse_window(text.substr(2));
        return window && window->text() == text.substr(2) ? std::optional(window_key(*window))
                                                          : std::nullopt;
    }
    const auto key = likely_key(text);
    if (!key || key->year < 1 || key->year > 9998) {
        return std::nullopt;
    }
    const bool is_school = key->grain == Grain::term || key->grain == Grain::half_term;
    const bool exists =
        is_school ? key->ordinal >= 1 && key->ordinal <= (key->grain == Grain::term ? 3 : 6)
                  : civil_days(*key).has_value();
    return exists && key->text() == text ? key : std::nullopt;
}

}  // namespace waymark::calendar
