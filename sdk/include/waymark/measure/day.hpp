// SPDX-License-Identifier: MIT
// Civil dates and instants as they stand in rows: numbers, with the arithmetic measures need.
#pragma once

#include <array>
#include <charconv>
#include <chrono>
#include <compare>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace waymark {

/// A civil date: days since 1970-01-01 in the proleptic Gregorian calendar. 29 February is a day
/// like any other; months are added on the calendar, never as 30 or 365 days.
struct Day {
    std::int32_t number = 0;

    [[nodiscard]] static constexpr Day of(int year, unsigned month, unsigned day) {
        const std::chrono::sys_days days{std::chrono::year{year} / std::chrono::month{month} /
                                         std::chrono::day{day}};
        return Day{static_cast<std::int32_t>(days.time_since_epoch().count())};
    }

    /// Reads "2024-02-29"; nullopt for anything that is not a date in this form.
    [[nodiscard]] static std::optional<Day> parse(std::string_view iso);

    [[nodiscard]] constexpr std::chrono::year_month_day civil() const {
        return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{number}}};
    }
    [[nodiscard]] constexpr int year() const { return static_cast<int>(civil().year()); }
    [[nodiscard]] constexpr unsigned month() const {
        return static_cast<unsigned>(civil().month());
    }
    [[nodiscard]] constexpr unsigned day() const { return static_cast<unsigned>(civil().day()); }

    /// 1 Monday to 7 Sunday.
    [[nodiscard]] constexpr unsigned iso_weekday() const {
        return std::chrono::weekday{std::chrono::sys_days{std::chrono::days{number}}}
            .iso_encoding();
    }

    /// `months` later (or earlier), the day clamped to the end of the month: 31 January plus one
    /// is 28 or 29 February.
    [[nodiscard]] constexpr Day plus_months(int months) const {
        const auto then = civil().year() / civil().month() + std::chrono::months{months};
        const auto last = (then / std::chrono::last).day();
        const auto wanted = civil().day();
        return of(static_cast<int>(then.year()), static_cast<unsigned>(then.month()),
                  static_cast<unsigned>(wanted < last ? wanted : last));
    }

    [[nodiscard]] std::string text() const;

    friend constexpr auto operator<=>(Day, Day) = default;
    friend constexpr Day operator+(Day day, int days) { return Day{day.number + days}; }
    friend constexpr Day operator-(Day day, int days) { return Day{day.number - days}; }
    friend constexpr int operator-(Day later, Day earlier) { return later.number - earlier.number; }
};

/// Bounds for "still running" and "since ever": far from any real date, safe to add to.
inline constexpr Day far_past = Day::of(1, 1, 1);
inline constexpr Day far_future = Day::of(9999, 12, 31);

/// Completed years from `born` to `on`. Somebody born on 29 February is a year older on 1 March of
/// a common year.
[[nodiscard]] constexpr int completed_years(Day born, Day on) {
    const auto from = born.civil();
    const auto to = on.civil();
    const int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
    const bool before_birthday =
        to.month() < from.month() || (to.month() == from.month() && to.day() < from.day());
    return years - (before_birthday ? 1 : 0);
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
    const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                           std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (number(0, 4) < 1 || !date.ok()) {
        return std::nullopt;
    }
    return of(static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
              static_cast<unsigned>(date.day()));
}

inline std::string Day::text() const {
    std::array<char, 32> buffer{};
    std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02u", year(), month(), day());
    return buffer.data();
}

}  // namespace waymark
