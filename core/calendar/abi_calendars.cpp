// SPDX-License-Identifier: MIT
#include "calendar/abi_calendars.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/error.hpp"
#include "calendar/period_set.hpp"

namespace waymark::calendar {

static_assert(WM_GRAIN_WINDOW == static_cast<int>(Grain::window));
static_assert(WM_BASIS_OBSERVED == static_cast<int>(Basis::observed));
static_assert(WM_NO_SLOT == DaySlots::none);

static wm_period abi_period(const Period& period, std::int32_t ordinal) {
    constexpr std::int32_t no_day = std::numeric_limits<std::int32_t>::min();
    return {
        .size = sizeof(wm_period),
        .grain = static_cast<std::int32_t>(period.key.grain),
        .year = period.key.year,
        .ordinal = ordinal,
        .basis = static_cast<std::int32_t>(period.basis),
        .first_day = period.days ? day_number(period.days->first) : no_day,
        .last_day = period.days ? day_number(period.days->last) : no_day,
        .flags = (period.asked ? std::uint32_t{WM_PERIOD_ASKED} : 0u) |
                 (period.open ? std::uint32_t{WM_PERIOD_OPEN} : 0u),
    };
}

static std::int32_t abi_ordinal(const PeriodSet& set, std::uint32_t period) {
    switch (set.key(period).grain) {
        case Grain::window:
            return static_cast<std::int32_t>(period - set.first_window());
        case Grain::day:
            return 0;
        default:
            return set.key(period).ordinal;
    }
}

static AbiCalendar abi_calendar(const PeriodSet& set, std::uint32_t calendar, Observing observing) {
    AbiCalendar abi;
    const std::span<const Period> periods = set.periods(calendar);
    for (std::uint32_t i = 0; i < periods.size(); ++i) {
        abi.periods.push_back(abi_period(periods[i], abi_ordinal(set, i)));
    }
    const DaySlots& slots = set.slots(calendar);
    abi.first_day = day_number(slots.days.first);
    abi.last_day = day_number(slots.days.last);
    abi.as_of_day = day_number(set.as_of());
    abi.slot_of_day = slots.slot_of_day;
    abi.slot_first = slots.slot_first;
    abi.slot_periods = slots.slot_periods;
    if (observing == Observing::yes || !set.calendar(calendar).known_days.empty()) {
        abi.open_sessions = set.open_sessions(calendar);
    }
    return abi;
}

AbiCalendars::AbiCalendars(const PeriodSet& periods, Observing observing) {
    for (std::uint32_t i = 0; i < periods.calendar_count(); ++i) {
        calendars_.push_back(abi_calendar(periods, i, observing));
    }
    point();
}

AbiCalendars::AbiCalendars(std::vector<AbiCalendar> calendars) : calendars_(std::move(calendars)) {
    point();
}

// The arrays live on the heap and are never resized again, so moving this object moves none of
// them.
void AbiCalendars::point() {
    for (const AbiCalendar& calendar : calendars_) {
        views_.push_back({
            .size = sizeof(wm_calendar),
            .n_periods = static_cast<std::uint32_t>(calendar.periods.size()),
            .periods = calendar.periods.data(),
            .first_day = calendar.first_day,
            .last_day = calendar.last_day,
            .as_of_day = calendar.as_of_day,
            .n_slots = static_cast<std::uint32_t>(calendar.slot_first.size() - 1),
            .slot_of_day = calendar.slot_of_day.data(),
            .slot_first = calendar.slot_first.data(),
            .slot_periods = calendar.slot_periods.data(),
            .open_sessions =
                calendar.open_sessions.empty() ? nullptr : calendar.open_sessions.data(),
        });
    }
}

void AbiCalendars::set_open_sessions(std::uint32_t calendar, std::span<const Sessions> sessions) {
    check(calendar < calendars_.size(), "the calendar is one of the run's");
    std::vector<std::uint8_t>& open = calendars_[calendar].open_sessions;
    check(open.size() == sessions.size(), "open sessions have one entry per day of the calendar");
    std::ranges::copy(sessions, open.begin());
}

}  // namespace waymark::calendar
