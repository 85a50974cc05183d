// SPDX-License-Identifier: MIT
// Periods and calendars as a measure sees them: views of wm_calendar, which lives with the
// instance.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "waymark/abi.h"
#include "waymark/measure/day.hpp"

namespace waymark {

enum class Grain : std::uint8_t {
    day = WM_GRAIN_DAY,
    week = WM_GRAIN_WEEK,
    month = WM_GRAIN_MONTH,
    half_term = WM_GRAIN_HALF_TERM,
    term = WM_GRAIN_TERM,
    academic_year = WM_GRAIN_ACADEMIC_YEAR,
    quarter = WM_GRAIN_QUARTER,
    financial_year = WM_GRAIN_FINANCIAL_YEAR,
    calendar_year = WM_GRAIN_CALENDAR_YEAR,
    window = WM_GRAIN_WINDOW,  ///< relative to a date of the case
};

/// One period of the run, with the days it has for one calendar, or one case if it is a window.
struct Period {
    std::uint32_t index = 0;  ///< in the run
    Grain grain = Grain::day;
    std::int32_t year = 0;
    std::int32_t ordinal = 0;  ///< see wm_period
    Day first = far_future;    ///< inclusive; first > last where there are no such days
    Day last = far_past;
    std::int32_t basis = WM_BASIS_CIVIL;
    bool is_asked = false;  ///< contributions to it are wanted
    bool is_open = false;   ///< still running at as_of

    [[nodiscard]] bool contains(Day day) const { return first <= day && day <= last; }
    [[nodiscard]] bool overlaps(Day from, Day to) const {
        return first <= last && first <= to && from <= last;
    }
};

/// The days of one authority, cut into slots: the finest common pieces of all periods.
class Calendar {
public:
    Calendar(const wm_calendar& source) : source_(&source) {  // NOLINT: a view of it
        const auto* bytes = reinterpret_cast<const unsigned char*>(source.periods);
        const std::size_t stride = source.n_periods > 0 ? source.periods->size : 0;
        for (std::uint32_t index = 0; index < source.n_periods; ++index) {
            add(*reinterpret_cast<const wm_period*>(bytes + index * stride), index);
        }
        slots_of_period_.resize(periods_.size());
        for (std::uint32_t slot = 0; slot < source.n_slots; ++slot) {
            for (const std::uint32_t period : periods_of(slot)) {
                slots_of_period_[period].push_back(slot);
            }
        }
    }

    [[nodiscard]] const std::vector<Period>& periods() const { return periods_; }
    [[nodiscard]] const std::vector<Period>& asked_periods() const { return asked_; }
    [[nodiscard]] Day first_day() const { return Day{source_->first_day}; }
    [[nodiscard]] Day last_day() const { return Day{source_->last_day}; }
    [[nodiscard]] Day as_of() const { return Day{source_->as_of_day}; }

    /// The first period of this grain that contains `day`; null when there is none in the run.
    [[nodiscard]] const Period* period_of(Grain grain, Day day) const {
        for (const Period& period : periods_) {
            if (period.grain == grain && period.contains(day)) {
                return &period;
            }
        }
        return nullptr;
    }

    [[nodiscard]] std::uint32_t slot_count() const { return source_->n_slots; }

    /// nullopt where `day` is in no period. Inlined, since an optional that comes back from a call
    /// is written in parts and read as a whole, for which the processor waits.
    [[nodiscard, gnu::always_inline]] std::optional<std::uint32_t> slot_of(Day day) const {
        if (slot_count() == 0 || day < first_day() || day > last_day()) {
            return std::nullopt;
        }
        const std::uint16_t slot = source_->slot_of_day[day - first_day()];
        return slot == WM_NO_SLOT ? std::nullopt : std::optional<std::uint32_t>(slot);
    }
    [[nodiscard]] std::span<const std::uint32_t> periods_of(std::uint32_t slot) const {
        const std::uint32_t first = source_->slot_first[slot];
        return {source_->slot_periods + first, source_->slot_first[slot + 1] - first};
    }
    [[nodiscard]] const std::vector<std::uint32_t>& slots_of(const Period& period) const {
        return slots_of_period_[period.index];
    }

    /// Whether the half day is open; nullopt when the host does not know. Observed openings are
    /// complete only while answering.
    [[nodiscard]] std::optional<bool> is_open(Day day, Half half) const {
        if (source_->open_sessions == nullptr || day < first_day() || day > last_day()) {
            return std::nullopt;
        }
        const unsigned bits = source_->open_sessions[day - first_day()];
        return (bits >> static_cast<unsigned>(half) & 1U) != 0;
    }

    /// The same of all days from first_day() on: bit 0 morning, bit 1 afternoon. Empty when the
    /// host does not know of any.
    [[nodiscard]] std::span<const std::uint8_t> open_days() const {
        if (source_->open_sessions == nullptr || last_day() < first_day()) {
            return {};
        }
        return {source_->open_sessions, static_cast<std::size_t>(last_day() - first_day()) + 1};
    }

private:
    void add(const wm_period& from, std::uint32_t index) {
        Period period;
        period.index = index;
        period.grain = static_cast<Grain>(from.grain);
        period.year = from.year;
        period.ordinal = from.ordinal;
        if (from.first_day != std::numeric_limits<std::int32_t>::min()) {
            period.first = Day{from.first_day};
            period.last = Day{from.last_day};
        }
        period.basis = from.basis;
        period.is_asked = (from.flags & WM_PERIOD_ASKED) != 0;
        period.is_open = (from.flags & WM_PERIOD_OPEN) != 0;
        periods_.push_back(period);
        if (period.is_asked) {
            asked_.push_back(period);
        }
    }

    const wm_calendar* source_;
    std::vector<Period> periods_;
    std::vector<Period> asked_;
    std::vector<std::vector<std::uint32_t>> slots_of_period_;
};

using Calendars = std::vector<Calendar>;

/// A slot of a calendar, for measures that leave some out.
struct Slot {
    const Calendar& calendar;
    std::uint32_t index;

    /// The period of this grain that the slot belongs to; null when there is none in the run.
    [[nodiscard]] const Period* period(Grain grain) const {
        for (const std::uint32_t period : calendar.periods_of(index)) {
            if (calendar.periods()[period].grain == grain) {
                return &calendar.periods()[period];
            }
        }
        return nullptr;
    }
};

}  // namespace waymark

namespace waymark::detail {

/// Walks the host's calendars with the stride of their writer.
inline Calendars calendars_from(const wm_calendar* first, std::uint32_t count) {
    Calendars calendars;
    const auto* bytes = reinterpret_cast<const unsigned char*>(first);
    for (std::uint32_t index = 0; index < count; ++index) {
        calendars.emplace_back(
            *reinterpret_cast<const wm_calendar*>(bytes + std::size_t{index} * first->size));
    }
    return calendars;
}

}  // namespace waymark::detail
