// SPDX-License-Identifier: MIT
// Day to slot tables: the pieces into which the bounds of all periods cut the days of a run.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "calendar/period.hpp"

namespace waymark::calendar {

/// A slot is the longest run of days that lie in the same periods. Adding slots up to periods is
/// how a measure fills overlapping grains in one pass. The arrays are those of wm_calendar.
struct DaySlots {
    static constexpr std::uint16_t none = 0xFFFF;  ///< a day outside every period
    static constexpr std::uint32_t most = 0xFFFE;  ///< slots

    DateRange days;                           ///< what slot_of_day reaches over
    std::vector<std::uint16_t> slot_of_day;   ///< one per day of `days`
    std::vector<std::uint32_t> slot_first;    ///< [slots + 1] offsets into slot_periods
    std::vector<std::uint32_t> slot_periods;  ///< ascending within a slot

    /// The periods that hold `date`, ascending; empty outside `days`.
    [[nodiscard]] std::span<const std::uint32_t> periods_of(Date date) const noexcept;
};

/// The slots of `periods` (by their index), reaching over `reach` and every period. Throws Error
/// (configuration) when they are more than DaySlots::most.
[[nodiscard]] DaySlots day_slots(std::span<const Period> periods, DateRange reach);

}  // namespace waymark::calendar
