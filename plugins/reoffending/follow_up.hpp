// SPDX-License-Identifier: MIT
// The reoffence test: what followed an index event, and how settled that is at the data cut.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cohort.hpp"
#include "record.hpp"

namespace reoffending {

inline constexpr int follow_up_months = 12;  ///< the anniversary is the last day
inline constexpr int proof_months = 18;      ///< follow-up and waiting months, from the index date

/// How far an entry has come at the data cut.
enum class Stage : std::uint8_t {
    follow_up,  ///< before the anniversary: not due
    waiting,    ///< reoffences may still be proven: provisional
    final,      ///< none can be proven any more, but records may lag: provisional
    settled,
};

/// Months are always counted from the index date, never chained.
[[nodiscard]] Stage stage_of(waymark::Day index, waymark::Day cut, int entry_lag_days);

/// The offences proven after an index event, each under one heading, and the history before it.
struct FollowUp {
    int reoffences = 0;
    int convictions = 0;                ///< reoffences proven by a conviction
    std::optional<waymark::Day> first;  ///< the earliest reoffence
    int serious = 0;                    ///< reoffences on the list of serious ones
    int class_unknown = 0;              ///< reoffences of which that cannot be told
    int previous = 0;     ///< recordable offences proven before, without those of the event itself
    int pseudo = 0;       ///< committed before the index date, proven after
    int same_day = 0;     ///< committed on the index date, proven after
    int late_proven = 0;  ///< committed in the follow-up, proven too late
    int breach = 0;       ///< in time, but a breach; likewise the next two
    int not_recordable = 0;
    int elsewhere = 0;
    int without_date = 0;  ///< proven in time, of no known date
    int in_time = 0;       ///< proven in time, of whatever date
};

/// Alleged offences committed in the follow-up that would be reoffences if they were proven now.
[[nodiscard]] int alleged_in_follow_up(waymark::Day index, const std::vector<Offence>& alleged,
                                       bool includes_day_0);

[[nodiscard]] FollowUp followed(const Entry& entry, const std::vector<Offence>& offences,
                                bool includes_day_0);

}  // namespace reoffending
