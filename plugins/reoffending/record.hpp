// SPDX-License-Identifier: MIT
// What is known of one person at the data cut: events and proven offences, cleaned of what cannot
// be used. The order of the rows does not matter.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "findings.hpp"
#include "rows.hpp"

namespace reoffending {

/// An offence proven on or before the data cut, or alleged.
struct Offence {
    std::uint32_t number = 0;
    waymark::Day proven_on = waymark::far_future;  ///< far_future: not proven yet
    std::optional<waymark::Day> date;              ///< null: not known and not imputed
    bool is_recordable = false;
    bool is_breach = false;
    Place place = Place::england_and_wales;
    OffenceGroup group = OffenceGroup::unmapped;
    std::optional<bool> is_serious;  ///< null: of unknown class
    bool is_conviction = false;      ///< proven by a court; else by a caution or its like
};

/// An event dated on or before the data cut.
struct Event {
    std::uint32_t number = 0;
    EventType type = EventType::none;
    waymark::Day date;
    DisposalRank disposal = unknown_disposal;
    std::optional<std::int64_t> custody_days;
    std::vector<std::uint32_t> offences;  ///< numbers, ascending, each once
};

struct Record {
    std::vector<Event> events;      ///< by date, then the precedence of one day
    std::vector<Offence> offences;  ///< by number, each once
    std::vector<Offence> alleged;   ///< pending ones that are not proven; by number, each once
    Notes notes;
};

/// Rows that say the same are one; of rows that contradict each other about one offence the one
/// proven first counts, about one event the one dated first. `imputes_dates` gives an offence
/// without a date the day it was proven.
[[nodiscard]] Record cleaned(std::span<const EventRow> events, std::span<const OffenceRow> offences,
                             waymark::Day cut, bool imputes_dates);

}  // namespace reoffending
