// SPDX-License-Identifier: MIT
// Civil dates and instants: std::chrono types, their ISO 8601 texts, and month arithmetic.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waymark {

/// A civil date without a zone; days since 1970-01-01, proleptic Gregorian.
using Date = std::chrono::sys_days;

/// A moment in UTC, to the microsecond.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

/// Days since 1970-01-01 as plugins and columns carry them.
[[nodiscard]] constexpr std::int32_t day_number(Date date) noexcept {
    return static_cast<std::int32_t>(date.time_since_epoch().count());
}
[[nodiscard]] constexpr Date date_of(std::int32_t day_number) noexcept {
    return Date{std::chrono::days{day_number}};
}

/// The date of a year, month and day that exist; ends the process otherwise (a mistake of ours).
[[nodiscard]] Date date_of(int year, unsigned month, unsigned day);

/// "2024-02-29" and nothing else; nullopt for any other text, also for dates that do not exist.
[[nodiscard]] std::optional<Date> parse_date(std::string_view iso) noexcept;

/// "2024-02-29".
[[nodiscard]] std::string date_text(Date date);

/// "2024-02-29T13:45:01Z"; microseconds are written only when they are not zero.
[[nodiscard]] std::string instant_text(Instant instant);

/// `addm` of the domain files: plus n calendar months (n may be negative), the day clamped to the
/// end of the month: 29 Feb 2024 + 12 = 28 Feb 2025. Always count from the first date, never chain.
[[nodiscard]] Date add_months(Date date, int months) noexcept;

}  // namespace waymark
