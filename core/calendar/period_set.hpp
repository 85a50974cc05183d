// SPDX-License-Identifier: MIT
// The periods of one run: the same keys in every calendar, each calendar with its own days.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "calendar/calendar.hpp"
#include "calendar/day_slots.hpp"
#include "calendar/period.hpp"

namespace waymark::calendar {

/// Which periods a run wants.
struct PeriodRequest {
    std::vector<Grain> grains;    ///< asked for; `window` among them is passed over: see windows
    std::vector<Grain> helpers;   ///< grains whose periods are made without being asked for
    std::vector<Window> windows;  ///< asked for, in the order the cases batch carries them
    DateRange span;  ///< from and to as configured, else the first and last day in the data
    Date as_of;
    std::optional<DateRange>
        reach;  ///< days the day tables must hold beyond the span: history, ahead
};

/// Which days must be covered for fine periods to make up a coarse one.
enum class TilingDays : std::uint8_t {
    open,  ///< the open days where the calendar knows them for all periods concerned, else every
           ///< day
    all,   ///< every day
};

/// The periods of a run, ordered by grain, then time; windows last, in the order given. Immutable;
/// any thread.
///
/// A period belongs to the set when in some calendar it shares a day with the span, cut at as_of:
/// it keeps its whole days, also those outside the span. Nothing that begins after as_of belongs to
/// it.
class PeriodSet {
public:
    /// `calendars` must not be empty. Throws Error (configuration) when the span is too long for
    /// its grains.
    PeriodSet(std::vector<Calendar> calendars, const PeriodRequest& request);

    /// How many periods there are.
    [[nodiscard]] std::uint32_t size() const noexcept;
    [[nodiscard]] std::uint32_t calendar_count() const noexcept;
    [[nodiscard]] const Calendar& calendar(std::uint32_t calendar) const;
    [[nodiscard]] Date as_of() const noexcept { return as_of_; }

    /// The periods as one calendar has them; periods(c)[i] has the same key for every c.
    [[nodiscard]] std::span<const Period> periods(std::uint32_t calendar) const;
    [[nodiscard]] const PeriodKey& key(std::uint32_t period) const;
    [[nodiscard]] std::optional<std::uint32_t> find(const PeriodKey& key) const;

    /// The windows asked for, without repetitions; window w is period first_window() + w.
    [[nodiscard]] std::span<const Window> windows() const noexcept { return windows_; }
    [[nodiscard]] std::uint32_t first_window() const noexcept;

    /// The periods of a calendar that hold `date`, ascending; windows are never among them.
    [[nodiscard]] std::span<const std::uint32_t> containing(std::uint32_t calendar,
                                                            Date date) const;

    /// The day tables of a calendar.
    [[nodiscard]] const DaySlots& slots(std::uint32_t calendar) const;

    /// The periods of grain `fine` that make up the period `coarse`, ascending; nullopt when they
    /// do not. They do when every day of `coarse` that counts lies in a fine period of this set,
    /// and no counting day of these fine periods lies outside `coarse`. With TilingDays::open a
    /// week ending on the Sunday after the last Friday of term thus still belongs to the term.
    [[nodiscard]] std::optional<std::vector<std::uint32_t>> tiling(
        std::uint32_t calendar, std::uint32_t coarse, Grain fine,
        TilingDays counting = TilingDays::open) const;

    /// The open sessions per day of slots(calendar).days: as the calendar knows them, and elsewhere
    /// as `observed` says (one per day, or empty: closed).
    [[nodiscard]] std::vector<Sessions> open_sessions(
        std::uint32_t calendar, std::span<const Sessions> observed = {}) const;

private:
    [[nodiscard]] bool counts(std::uint32_t calendar, Date date, bool open_only) const;

    std::vector<Calendar> calendars_;
    std::vector<Window> windows_;
    std::vector<std::vector<Period>> periods_;  // one list per calendar
    std::vector<DaySlots> slots_;               // one per calendar
    std::map<PeriodKey, std::uint32_t> index_;
    Date as_of_;
};

}  // namespace waymark::calendar
