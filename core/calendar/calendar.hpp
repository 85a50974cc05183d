// SPDX-License-Identifier: MIT
// One calendar: which days a period has there, and which sessions of school were open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "calendar/census.hpp"
#include "calendar/period.hpp"

namespace waymark::calendar {

/// The sessions of a day as bits, as in wm_calendar.open_sessions; 0 is a closed day.
using Sessions = std::uint8_t;
inline constexpr Sessions closed_day = 0;
inline constexpr Sessions morning = 1;
inline constexpr Sessions afternoon = 2;
inline constexpr Sessions whole_day = morning | afternoon;

/// A term or half term an authority has set.
struct SchoolSpan {
    PeriodKey key;
    DateRange days;
    std::string name;  ///< "" when the file gives none
};

/// A calendar. Without a file (`Calendar{}`) it is the civil one: terms by the census windows, open
/// sessions unknown. Immutable once built; any thread.
struct Calendar {
    struct OpenDay {
        Date date;
        Sessions sessions = whole_day;
    };

    std::string id = "civil";
    std::string version = "1";
    std::string authority;
    std::string source;
    std::string sha256;             ///< of the file and of its list of open days; "" without a file
    Basis basis = Basis::census;    ///< of terms and half terms
    std::vector<SchoolSpan> spans;  ///< terms and half terms by key; empty: the census windows hold
    SpringBankHolidays moved_spring_bank_holidays;
    std::vector<DateRange> known_days;  ///< ascending; where open_days says everything
    std::vector<OpenDay> open_days;     ///< ascending; days with at least one session

    /// The period's days, basis and name here; `days` is empty where there is no such period.
    /// `asked` and `open` are left false.
    [[nodiscard]] Period period(const PeriodKey& key) const;

    /// The period of `grain` that holds `date`; nullopt for windows and between terms.
    [[nodiscard]] std::optional<PeriodKey> key_of(Grain grain, Date date) const;

    /// The open sessions of a day; nullopt where the calendar does not know them.
    [[nodiscard]] std::optional<Sessions> sessions(Date date) const;

    /// Whether the sessions of every day of `days` are known.
    [[nodiscard]] bool knows(const DateRange& days) const;
};

}  // namespace waymark::calendar
