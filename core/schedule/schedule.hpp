// SPDX-License-Identifier: MIT
// When a monitor is due: a rule, in a place's time.
#pragma once

#include <optional>
#include <string>

#include "calendar/calendar.hpp"
#include "schedule/rule.hpp"
#include "schedule/zone.hpp"

namespace waymark::schedule {

/// One due time and how it came about.
struct Due {
    Instant at;
    LocalMinute wanted;  ///< what the rule asks for, on the wall
    Shift shift = Shift::none;

    friend bool operator==(const Due&, const Due&) = default;
};

/// A rule in a zone; termly rules take the terms of the calendar. Immutable; any thread.
class Schedule {
public:
    Schedule(Rule rule, Zone zone, calendar::Calendar calendar);

    /// The first due time after `after`; due times strictly increase. nullopt once the calendar
    /// knows no further term.
    [[nodiscard]] std::optional<Due> next(Instant after) const;

    [[nodiscard]] const Zone& zone() const noexcept { return zone_; }

    /// "30 6 * * MON, Europe/London": equal texts, equal due times (but for changed term dates).
    [[nodiscard]] std::string text() const;

private:
    [[nodiscard]] std::optional<Due> next_named(const NamedRule& rule, Instant after) const;

    Rule rule_;
    Zone zone_;
    calendar::Calendar calendar_;
};

}  // namespace waymark::schedule
