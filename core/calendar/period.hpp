// SPDX-License-Identifier: MIT
// Periods: what one is called in every calendar, and which days it has in one of them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/grain.hpp"
#include "calendar/window.hpp"

namespace waymark::calendar {

/// The name of a period, the same in every calendar. Keys order by grain, then time.
///
/// | grain          | year                    | ordinal         | text          |
/// |----------------|-------------------------|-----------------|---------------|
/// | day            | calendar year           | day of the year | "2024-09-12"  |
/// | week           | ISO 8601 week year      | 1..53           | "2024-W37"    |
/// | month          | calendar year           | 1..12           | "2024-09"     |
/// | half_term      | year of its 1 August    | 1..6            | "202425-H1"   |
/// | term           | year of its 1 August    | 1..3            | "202425-T1"   |
/// | academic_year  | year of its 1 August    | 0               | "202425"      |
/// | quarter        | calendar year           | 1..4            | "2024-Q3"     |
/// | financial_year | year of its 1 April     | 0               | "FY2024-25"   |
/// | calendar_year  | the year                | 0               | "2024"        |
/// | window         | 0                       | 0               | "w:0..6m"     |
///
/// Within one grain the texts of calendar periods sort as their dates do; windows do not.
struct PeriodKey {
    Grain grain = Grain::day;
    std::int32_t year = 0;
    std::int32_t ordinal = 0;
    std::optional<Window> window = std::nullopt;  ///< present exactly for grain window

    /// The stable text of store, API and exports; parse_period_key reads it back.
    [[nodiscard]] std::string text() const;

    /// For people: "Week 37, 2024", "Autumn term 2024/25", "0 to 6 months after entry".
    [[nodiscard]] std::string label() const;

    friend auto operator<=>(const PeriodKey&, const PeriodKey&) = default;
};

/// The key with this text; nullopt for any other text, also for periods that do not exist
/// ("2023-W53").
[[nodiscard]] std::optional<PeriodKey> parse_period_key(std::string_view text);

/// The key of a window.
[[nodiscard]] PeriodKey window_key(const Window& window);

/// The period of `grain` that holds `date`, for the grains whose bounds are the same everywhere:
/// all but half_term, term and window, for which it is nullopt.
[[nodiscard]] std::optional<PeriodKey> civil_key(Grain grain, Date date);

/// The days of a key of those grains; nullopt for the others and for ordinals that do not exist.
[[nodiscard]] std::optional<DateRange> civil_days(const PeriodKey& key);

/// The year in which the academic year holding `date` began: 31 July 2024 belongs to 2023.
[[nodiscard]] std::int32_t academic_year_of(Date date);

/// 1 August of `year` to 31 July of the next.
[[nodiscard]] DateRange academic_year_days(std::int32_t year);

/// A period as one calendar has it.
struct Period {
    PeriodKey key;
    Basis basis = Basis::civil;
    std::optional<DateRange> days;  ///< none for windows and where the calendar has no such period
    std::string name;               ///< what the calendar's file calls it; "" when it says nothing
    bool asked = false;  ///< contributions are wanted; others are helpers, e.g. weeks of a term
    bool open = false;   ///< its last day is not over at as_of
};

}  // namespace waymark::calendar
