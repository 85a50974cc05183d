// SPDX-License-Identifier: MIT
// Civil dates and instants as they stand in rows: numbers, with the arithmetic measures need.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <compare>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace waymark {

/// Days of a month of the proleptic Gregorian calendar; 0 for a month that does not exist.
[[nodiscard]] constexpr unsigned days_of_month(int year, unsigned month) {
    const bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    switch (month) {
        case 2:
            return is_leap ? 29 : 28;
        case 4:
        case 6:
        case 9:
        case 11:
            return 30;
        default:
            return 1 <= month && month <= 12 ? 31 : 0;
    }
}

/// A date by its parts.
struct Civil {
    int year = 1970;
    unsigned month = 1;
    unsigned day = 1;
};

/// A civil date: days since 1970-01-01 in the proleptic Gregorian calendar. 29 February is a day
/// like any other; months are added on the calendar, never as 30 or 365 days.
struct Day {
    std::int32_t number = 0;

    /// The parts must be those of a date; parse() is for texts that may not be one.
    [[nodiscard]] static constexpr Day of(int year, unsigned month, unsigned day) {
        // Years begin in March here, so that the leap day is the last of its year.
        const int shifted = month <= 2 ? year - 1 : year;
        const int era = (shifted >= 0 ? shifted : shifted - 399) / 400;
        const int year_of_era = shifted - era * 400;
        const int month_from_march = static_cast<int>(month > 2 ? month - 3 : month + 9);
        const int day_of_year = (153 * month_from_march + 2) / 5 + static_cast<int>(day) - 1;
        const int day_of_era =
            year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        return Day{era * days_of_era + day_of_era - days_to_1970};
    }

    /// Reads "2024-02-29"; nullopt for anything that is not a date in this form.
    [[nodiscard]] static std::optional<Day> parse(std::string_view iso);

    [[nodiscard]] constexpr Civil civil() const {
        const int shifted = number + days_to_1970;
        const int era = (shifted >= 0 ? shifted : shifted - days_of_era + 1) / days_of_era;
        const int day_of_era = shifted - era * days_of_era;
        const int year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
        const int day_of_year =
            day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        const int month_from_march = (5 * day_of_year + 2) / 153;
        const int day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
        return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), static_cast<unsigned>(month),
                static_cast<unsigned>(day)};
    }
    [[nodiscard]] constexpr int year() const { return civil().year; }
    [[nodiscard]] constexpr unsigned month() const { return civil().month; }
    [[nodiscard]] constexpr unsigned day() const { return civil().day; }

    /// 1 Monday to 7 Sunday. 1970-01-01 was a Thursday.
    [[nodiscard]] constexpr unsigned iso_weekday() const {
        const int from_monday = (number % 7 + 7 + 3) % 7;
        return static_cast<unsigned>(from_monday) + 1;
    }

    /// `months` later (or earlier), the day clamped to the end of the month: 31 January plus one
    /// is 28 or 29 February.
    [[nodiscard]] constexpr Day plus_months(int months) const {
        const Civil from = civil();
        const int total = from.year * 12 + static_cast<int>(from.month) - 1 + months;
        const int year = (total >= 0 ? total : total - 11) / 12;
        const auto month = static_cast<unsigned>(total - year * 12) + 1;
        return of(year, month, std::min(from.day, days_of_month(year, month)));
    }

    [[nodiscard]] std::string text() const;

    friend constexpr auto operator<=>(Day, Day) = default;
    friend constexpr Day operator+(Day day, int days) { return Day{day.number + days}; }
    friend constexpr Day operator-(Day day, int days) { return Day{day.number - days}; }
    friend constexpr int operator-(Day later, Day earlier) { return later.number - earlier.number; }

private:
    static constexpr int days_of_era = 146097;   // 400 years
    static constexpr int days_to_1970 = 719468;  // from 0000-03-01
};

/// Bounds for "still running" and "since ever": far from any real date, safe to add to.
inline constexpr Day far_past = Day::of(1, 1, 1);
inline constexpr Day far_future = Day::of(9999, 12, 31);

/// Completed years from `born` to `on`. Somebody born on 29 February is a year older on 1 March of
/// a common year.
[[nodiscard]] constexpr int completed_years(Day born, Day on) {
    const Civil from = born.civil();
    const Civil to = on.civil();
    const bool before_birthday =
        to.month < from.month || (to.month == from.month && to.day < from.day);
    return to.year - from.year - (before_birthday ? 1 : 0);
}

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
struct Instant {
    std::int64_t microseconds = 0;

    friend constexpr auto operator<=>(Instant, Instant) = default;
};

/// Half of a school day.
enum class Half : std::uint8_t { morning = 0, afternoon = 1 };

inline std::optional<Day> Day::parse(std::string_view iso) {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') {
        return std::nullopt;
    }
    const auto number = [&](std::size_t at, std::size_t length) -> int {
        int value = -1;
        const char* end = iso.data() + at + length;
        const auto read = std::from_chars(iso.data() + at, end, value);
        return read.ec == std::errc{} && read.ptr == end ? value : -1;
    };
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (year < 1 || month < 1 || day < 1 ||
        day > static_cast<int>(days_of_month(year, static_cast<unsigned>(month)))) {
        return std::nullopt;
    }
    return of(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

inline std::string Day::text() const {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", year(), month(), day());
    return buffer.data();
}

}  // namespace waymark
