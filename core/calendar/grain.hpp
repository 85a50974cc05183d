// SPDX-License-Identifier: MIT
// The kinds of period, with the words used in JSON, configuration and store.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace waymark::calendar {

/// The grains of abi.h, same numbers. `window` is relative to a date of the case.
enum class Grain : std::uint8_t {
    day,
    week,
    month,
    half_term,
    term,
    academic_year,
    quarter,
    financial_year,
    calendar_year,
    window,
};

/// What the bounds of a period rest on; the numbers of abi.h.
enum class Basis : std::uint8_t { civil, census, feed, school_calendar, observed };

[[nodiscard]] std::string_view word(Grain grain) noexcept;
[[nodiscard]] std::string_view word(Basis basis) noexcept;
[[nodiscard]] std::optional<Grain> grain_of(std::string_view word) noexcept;
[[nodiscard]] std::optional<Basis> basis_of(std::string_view word) noexcept;

}  // namespace waymark::calendar
