// SPDX-License-Identifier: MIT
// When a monitor is due: a rule, in a place's time.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

/// A rule in a zone. Immutable; any thread.
class Schedule {
public:
    /// `term_ends`: for termly rules the last day of each term, ascending (see term_ends()).
    Schedule(Rule rule, Zone zone, std::vector<Date> term_ends = {});

    /// The first due time after `after`; due times strictly increase. nullopt once no further term
    /// is known.
    [[nodiscard]] std::optional<Due> next(Instant after) const;

    [[nodiscard]] const Zone& zone() const noexcept { return zone_; }

    /// "30 6 * * MON, Europe/London": equal texts, equal due times (but for changed term dates).
    [[nodiscard]] std::string text() const;

private:
    [[nodiscard]] std::optional<Due> next_named(const NamedRule& rule, Instant after) const;
    [[nodiscard]] Due due_after(Date last_day, const NamedRule& rule) const;

    Rule rule_;
    Zone zone_;
    std::vector<Date> term_ends_;
};

}  // namespace waymark::schedule
