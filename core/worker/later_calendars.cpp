// SPDX-License-Identifier: MIT
#include "worker/later_calendars.hpp"

namespace waymark::worker {

LaterCalendars::LaterCalendars(const calendar::AbiCalendars& calendars) {
    for (std::uint32_t i = 0; i < calendars.size(); ++i) {
        Calendar calendar{.known = calendars.data()[i]};
        std::vector<Period>& periods = periods_.emplace_back();
        for (std::uint32_t at = 0; at < calendar.known.n_periods; ++at) {
            periods.push_back({.known = calendar.known.periods[at]});
            periods.back().known.size = sizeof(Period);
        }
        calendar.known.size = sizeof(Calendar);
        calendar.known.periods = periods.empty() ? nullptr : &periods.front().known;
        calendars_.push_back(calendar);
    }
}

}  // namespace waymark::worker
