// SPDX-License-Identifier: MIT
#include "calendar/period_set.hpp"

#include <algorithm>
#include <set>

#include "base/error.hpp"

namespace waymark::calendar {

using std::chrono::days;

// The keys of one grain whose days share one with `span`.
static void gather_keys(const Calendar& calendar, Grain grain, const DateRange& span,
                        std::set<PeriodKey>& keys) {
    for (Date date = span.first; date <= span.last;) {
        const auto key = calendar.key_of(grain, date);
        const auto range = key ? calendar.period(*key).days : std::nullopt;
        if (range) {
            keys.insert(*key);
        }
        // Between terms, and outside the years that have names, there is nothing to step over.
        date = (range ? range->last : date) + days{1};
    }
}

static std::set<PeriodKey> keys_of(std::span<const Calendar> calendars,
                                   std::span<const Grain> grains, const DateRange& span) {
    std::set<PeriodKey> keys;
    for (const Calendar& calendar : calendars) {
        for (const Grain grain : grains) {
            if (grain != Grain::window) {
                gather_keys(calendar, grain, span, keys);
            }
        }
    }
    return keys;
}

PeriodSet::PeriodSet(std::vector<Calendar> calendars, const PeriodRequest& request)
    : calendars_(std::move(calendars)), as_of_(request.as_of) {
    check(!calendars_.empty(), "a run has at least one calendar");
    const DateRange span{request.span.first, std::max(std::min(request.span.last, request.as_of),
                                                      request.span.first - days{1})};
    const std::set<PeriodKey> asked = keys_of(calendars_, request.grains, span);
    std::set<PeriodKey> all = keys_of(calendars_, request.helpers, span);
    all.insert(asked.begin(), asked.end());
    std::vector<PeriodKey> keys(all.begin(), all.end());
    for (const Window& window : request.windows) {
        if (std::ranges::find(windows_, window) == windows_.end()) {
            windows_.push_back(window);
            keys.push_back(window_key(window));
        }
    }
    for (std::uint32_t i = 0; i < keys.size(); ++i) {
        index_.emplace(keys[i], i);
    }
    DateRange reach = span;
    if (request.reach) {
        reach.first = std::min(reach.first, request.reach->first);
        reach.last = std::max(reach.last, request.reach->last);
    }
    for (const Calendar& calendar : calendars_) {
        std::vector<Period>& periods = periods_.emplace_back();
        for (const PeriodKey& key : keys) {
            Period& period = periods.emplace_back(calendar.period(key));
            period.asked = key.window.has_value() || asked.contains(key);
            period.open = period.days && period.days->last >= as_of_;
        }
        slots_.push_back(day_slots(periods, reach));
    }
}

std::uint32_t PeriodSet::size() const noexcept {
    return static_cast<std::uint32_t>(periods_.front().size());
}

std::uint32_t PeriodSet::calendar_count() const noexcept {
    return static_cast<std::uint32_t>(calendars_.size());
}

const Calendar& PeriodSet::calendar(std::uint32_t calendar) const {
    check(calendar < calendars_.size(), "the calendar is one of the run's");
    return calendars_[calendar];
}

std::span<const Period> PeriodSet::periods(std::uint32_t calendar) const {
    check(calendar < periods_.size(), "the calendar is one of the run's");
    return periods_[calendar];
}

const PeriodKey& PeriodSet::key(std::uint32_t period) const {
    check(period < size(), "the period is one of the run's");
    return periods_.front()[period].key;
}

std::optional<std::uint32_t> PeriodSet::find(const PeriodKey& key) const {
    const auto found = index_.find(key);
    return found == index_.end() ? std::nullopt : std::optional(found->second);
}

std::uint32_t PeriodSet::first_window() const noexcept {
    return size() - static_cast<std::uint32_t>(windows_.size());
}

std::span<const std::uint32_t> PeriodSet::containing(std::uint32_t calendar, Date date) const {
    return slots(calendar).periods_of(date);
}

const DaySlots& PeriodSet::slots(std::uint32_t calendar) const {
    check(calendar < slots_.size(), "the calendar is one of the run's");
    return slots_[calendar];
}

bool PeriodSet::counts(std::uint32_t calendar, Date date, bool open_only) const {
    return !open_only || calendars_[calendar].sessions(date).value_or(closed_day) != closed_day;
}

std::optional<std::vector<std::uint32_t>> PeriodSet::tiling(std::uint32_t calendar,
                                                            std::uint32_t coarse, Grain fine,
                                                            TilingDays counting) const {
    const std::span<const Period> all = periods(calendar);
    check(coarse < all.size(), "the period is one of the run's");
    if (!all[coarse].days) {
        return std::nullopt;
    }
    const DateRange range = *all[coarse].days;
    // The fine periods that touch the coarse one, and all the days they and it reach over.
    std::vector<std::uint32_t> touching;
    DateRange reach = range;
    for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (all[i].key.grain == fine && all[i].days && all[i].days->overlaps(range)) {
            touching.push_back(i);
            reach = {std::min(reach.first, all[i].days->first),
                     std::max(reach.last, all[i].days->last)};
        }
    }
    const bool open_only = counting == TilingDays::open && calendars_[calendar].knows(reach);
    std::set<std::uint32_t> tiles;
    for (Date date = range.first; date <= range.last; date += days{1}) {
        if (!counts(calendar, date, open_only)) {
            continue;
        }
        const auto tile = std::ranges::find_if(
            touching, [&](std::uint32_t i) { return all[i].days->contains(date); });
        if (tile == touching.end()) {
            return std::nullopt;
        }
        tiles.insert(*tile);
    }
    for (const std::uint32_t tile : tiles) {
        for (Date date = all[tile].days->first; date <= all[tile].days->last; date += days{1}) {
            if (!range.contains(date) && counts(calendar, date, open_only)) {
                return std::nullopt;
            }
        }
    }
    if (tiles.empty()) {
        return std::nullopt;
    }
    return std::vector<std::uint32_t>(tiles.begin(), tiles.end());
}

std::vector<Sessions> PeriodSet::open_sessions(std::uint32_t calendar,
                                               std::span<const Sessions> observed) const {
    const DaySlots& table = slots(calendar);
    check(observed.empty() || observed.size() == table.slot_of_day.size(),
          "observed sessions have one entry per day of the calendar");
    std::vector<Sessions> open(table.slot_of_day.size(), closed_day);
    for (std::size_t i = 0; i < open.size(); ++i) {
        const Date date = table.days.first + days{static_cast<std::int64_t>(i)};
        const Sessions seen = observed.empty() ? closed_day : observed[i];
        open[i] = calendars_[calendar].sessions(date).value_or(seen);
    }
    return open;
}

}  // namespace waymark::calendar
