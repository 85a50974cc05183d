// SPDX-License-Identifier: MIT
// The calendars of a run as plugins see them (wm_calendar), and their way into the worker process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "calendar/calendar.hpp"
#include "waymark/abi.h"

namespace waymark::calendar {

class PeriodSet;

/// Whether observed open sessions will be set before answer().
enum class Observing : std::uint8_t { no, yes };

/// The arrays behind one wm_calendar.
struct AbiCalendar {
    std::vector<wm_period> periods;
    std::int32_t first_day = 0;
    std::int32_t last_day = -1;
    std::int32_t as_of_day = 0;
    std::vector<std::uint16_t> slot_of_day;
    std::vector<std::uint32_t> slot_first;
    std::vector<std::uint32_t> slot_periods;
    std::vector<std::uint8_t> open_sessions;  ///< one per day, or empty: not known and not observed
};

/// Owns what wm_calendar points to. The addresses hold as long as the object or the one it was
/// moved to. set_open_sessions is for one thread while no other reads; otherwise immutable.
class AbiCalendars {
public:
    /// One wm_calendar per calendar of the set. A window's ordinal is its place in
    /// periods.windows(). Open sessions are there from the start when the calendar knows some, or
    /// when they will be observed.
    explicit AbiCalendars(const PeriodSet& periods, Observing observing = Observing::no);

    /// From arrays already checked to be consistent.
    explicit AbiCalendars(std::vector<AbiCalendar> calendars);

    AbiCalendars(const AbiCalendars&) = delete;
    AbiCalendars& operator=(const AbiCalendars&) = delete;
    AbiCalendars(AbiCalendars&&) = default;
    AbiCalendars& operator=(AbiCalendars&&) = default;
    ~AbiCalendars() = default;

    /// What wm_measure.open takes: `calendars` and `n_calendars`.
    [[nodiscard]] const wm_calendar* data() const noexcept { return views_.data(); }
    [[nodiscard]] std::uint32_t size() const noexcept {
        return static_cast<std::uint32_t>(views_.size());
    }
    [[nodiscard]] std::span<const AbiCalendar> calendars() const noexcept { return calendars_; }

    /// Replaces the open sessions of a calendar that has them, one entry per day, in place: plugins
    /// keep the address (PeriodSet::open_sessions joins known and observed ones).
    void set_open_sessions(std::uint32_t calendar, std::span<const Sessions> sessions);

private:
    void point();

    std::vector<AbiCalendar> calendars_;
    std::vector<wm_calendar> views_;
};

/// The calendars as one flat run of bytes, for a worker on the same machine (its byte order).
[[nodiscard]] std::vector<std::byte> pack(const AbiCalendars& calendars);

/// Reads what pack wrote. Every size, index and enumerator is checked before it is used: throws
/// Error (internal) for anything pack cannot have written.
[[nodiscard]] AbiCalendars unpack(std::span<const std::byte> bytes);

}  // namespace waymark::calendar
