// SPDX-License-Identifier: MIT
#include "custody.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace reoffending {

using waymark::Day;

namespace {

enum class Turn { sentenced, released, taken_in };  ///< in their order within a day

std::optional<Turn> turn_of(const Event& event, const Disposals& disposals) {
    switch (event.type) {
        case EventType::custody_release:
        case EventType::re_release:
        case EventType::custody_end:
            return Turn::released;
        case EventType::custody_start:
            return Turn::taken_in;
        case EventType::conviction:
            return disposals.is_immediate_custody(event.disposal) ? std::optional(Turn::sentenced)
                                                                  : std::nullopt;
        case EventType::caution:
        case EventType::drug_test:
        case EventType::none:
            return std::nullopt;
    }
    return std::nullopt;
}

// Of the days from `from` to the one before `until`, those after the index date and up to `last`.
int days_within(Day from, Day until, Day index, Day last) {
    return std::max(0, std::min(until, last + 1) - std::max(from, index + 1));
}

}  // namespace

int days_in_custody(const std::vector<Event>& events, const Disposals& disposals, Day index,
                    Day last) {
    std::vector<std::pair<Day, Turn>> turns;
    for (const Event& event : events) {
        if (const auto turn = turn_of(event, disposals)) {
            turns.emplace_back(event.date, *turn);
        }
    }
    std::sort(turns.begin(), turns.end());
    int days = 0;
    bool is_inside = false;
    Day since = index;
    for (const auto& [day, turn] : turns) {
        if (turn == Turn::released) {
            days += is_inside ? days_within(since, day, index, last) : 0;
            is_inside = false;
        } else if (!is_inside) {
            is_inside = true;
            since = day;
        }
    }
    return is_inside ? days + days_within(since, last + 1, index, last) : days;
}

}  // namespace reoffending
