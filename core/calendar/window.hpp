// SPDX-License-Identifier: MIT
// Runs of days, and service-time windows: days, weeks or months counted from a date of the case.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace waymark::calendar {

/// The days from `first` to `last`, both inclusive; empty when last is before first.
struct DateRange {
    Date first;
    Date last;

    [[nodiscard]] constexpr bool contains(Date date) const noexcept {
        return first <= date && date <= last;
    }
    [[nodiscard]] constexpr bool overlaps(const DateRange& other) const noexcept {
        return first <= other.last && other.first <= last;
    }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return last < first; }

    friend constexpr bool operator==(const DateRange&, const DateRange&) = default;
};

/// A window relative to an anchor date, by default the start of the case.
///
/// "0..6m" holds the anchor and every day before the date six months later: the start is inside,
/// the end is outside, so "0..6m" and "6m..12m" share no day and leave none out. "(0..12m]" is the
/// form follow-up needs: the start is outside and the anniversary inside (anchor < day <= anchor +
/// 12m). Months are counted from the anchor by add_months, so the end of a month clamps; never
/// chained.
struct Window {
    enum class Unit : std::uint8_t { day, week, month };

    std::int32_t start = 0;
    std::int32_t end = 0;  ///< always above start
    Unit unit = Unit::month;
    bool after_start = false;  ///< the "(start..end]" form

    /// The window's days for one anchor date; never empty.
    [[nodiscard]] DateRange days(Date anchor) const noexcept;

    /// "0..6m", "-12m..0", "0..52w", "(0..12m]": a zero carries no unit. What parse_window reads.
    [[nodiscard]] std::string text() const;

    /// "0 to 6 months after entry", "12 to 0 months before entry"; `anchor` names the date.
    [[nodiscard]] std::string label(std::string_view anchor = "entry") const;

    friend auto operator<=>(const Window&, const Window&) = default;
};

/// Reads "0..6m", "0m..6m", "6..12m", "-12m..0", "-90d..0", "0..52w", "[0..6m)" or "(0..12m]". A
/// unit at one end holds for the other; the two may not differ. nullopt for anything else: an end
/// not after its start, no unit, bounds beyond 100 years.
[[nodiscard]] std::optional<Window> parse_window(std::string_view text) noexcept;

}  // namespace waymark::calendar
