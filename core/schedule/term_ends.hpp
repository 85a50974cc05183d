// SPDX-License-Identifier: MIT
// The terms of a calendar, as far as schedules need them.
#pragma once

#include <vector>

#include "calendar/calendar.hpp"

namespace waymark::schedule {

/// The last day of every term the calendar knows, ascending; for the civil calendar those of the
/// census windows from 2000 to 2100.
[[nodiscard]] std::vector<Date> term_ends(const calendar::Calendar& calendar);

}  // namespace waymark::schedule
