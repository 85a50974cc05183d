// SPDX-License-Identifier: MIT
// The rule by which terms, closures and listed days become the open days of a calendar.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error_list.hpp"
#include "calendar/calendar.hpp"

namespace waymark::calendar {

/// Days on which sessions are taken away (closures) or added (open days against the rule).
struct SessionChange {
    DateRange days;
    Sessions sessions = whole_day;
};

/// The days of a one-column CSV with the header `date`: ISO dates, ascending, each once. Faults go
/// to `faults` with their place in `file`.
[[nodiscard]] std::vector<Date> listed_days(std::string_view csv, const std::string& file,
                                            ErrorList& faults);

/// Fills known_days and open_days of `calendar` from its spans, or from `listed` (ascending, not
/// empty) when there is a list; then takes the closures away and adds the openings. The rule itself
/// is stated at read_calendar.
void set_open_days(Calendar& calendar, const std::optional<std::vector<Date>>& listed,
                   std::span<const SessionChange> closures,
                   std::span<const SessionChange> openings);

}  // namespace waymark::calendar
