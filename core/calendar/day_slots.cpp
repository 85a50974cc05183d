// SPDX-License-Identifier: MIT
#include "calendar/day_slots.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/error.hpp"

namespace waymark::calendar {

using std::chrono::days;

std::span<const std::uint32_t> DaySlots::periods_of(Date date) const noexcept {
    if (!days.contains(date)) {
        return {};
    }
    const std::uint16_t slot = slot_of_day[static_cast<std::size_t>((date - days.first).count())];
    if (slot == none) {
        return {};
    }
    const std::uint32_t begin = slot_first[slot];
    return std::span(slot_periods).subspan(begin, slot_first[slot + std::size_t{1}] - begin);
}

// What changes at a day: the periods that begin with it and those whose last day was the one
// before.
struct Cut {
    std::vector<std::uint32_t> begin;
    std::vector<std::uint32_t> end;
};

static std::map<Date, Cut> cuts_of(std::span<const Period> periods) {
    std::map<Date, Cut> cuts;
    for (std::uint32_t i = 0; i < periods.size(); ++i) {
        if (const auto& range = periods[i].days) {
            cuts[range->first].begin.push_back(i);
            cuts[range->last + days{1}].end.push_back(i);
        }
    }
    return cuts;
}

DaySlots day_slots(std::span<const Period> periods, DateRange reach) {
    for (const Period& period : periods) {
        if (period.days) {
            reach.first = std::min(reach.first, period.days->first);
            reach.last = std::max(reach.last, period.days->last);
        }
    }
    DaySlots slots;
    slots.days = reach;
    const auto day_count = std::max<std::int64_t>((reach.last - reach.first).count() + 1, 0);
    slots.slot_of_day.assign(static_cast<std::size_t>(day_count), DaySlots::none);
    slots.slot_first.push_back(0);
    const auto cuts = cuts_of(periods);
    std::set<std::uint32_t> current;
    for (auto cut = cuts.begin(); cut != cuts.end(); ++cut) {
        for (const std::uint32_t period : cut->second.end) {
            current.erase(period);
        }
        current.insert(cut->second.begin.begin(), cut->second.begin.end());
        if (current.empty()) {
            continue;
        }
        const std::size_t slot = slots.slot_first.size() - 1;
        if (slot == DaySlots::most) {
            throw Error(ErrorKind::configuration,
                        "the periods from " + date_text(reach.first) + " to " +
                            date_text(reach.last) + " have more than " +
                            std::to_string(DaySlots::most) +
                            " pieces; give \"from\" and \"to\", or leave out the finest grain");
        }
        slots.slot_periods.insert(slots.slot_periods.end(), current.begin(), current.end());
        slots.slot_first.push_back(static_cast<std::uint32_t>(slots.slot_periods.size()));
        // The last cut only ends periods, so there is a next one here.
        const auto from = (cut->first - reach.first).count();
        const auto to = (std::next(cut)->first - reach.first).count();
        std::fill(slots.slot_of_day.begin() + from, slots.slot_of_day.begin() + to,
                  static_cast<std::uint16_t>(slot));
    }
    return slots;
}

}  // namespace waymark::calendar
