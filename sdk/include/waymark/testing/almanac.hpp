// SPDX-License-Identifier: MIT
// Periods and calendars of a test, and the wm_calendar structs made of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "waymark/abi.h"
#include "waymark/measure/period.hpp"

namespace waymark::testing {

/// One period of a test. Days are inclusive.
struct PeriodOptions {
    Grain grain = Grain::term;
    std::int32_t year = 2024;
    std::int32_t ordinal = 0;
    Day first = far_future;  ///< left out for windows: those stand with the cases
    Day last = far_past;
    std::int32_t basis = WM_BASIS_CIVIL;
    bool is_asked = true;
    bool is_open = false;
};

/// Which half days are open on one day.
struct OpenDay {
    bool morning = true;
    bool afternoon = true;
};

/// All calendars of a run: the same periods, each with days of its own. The first calendar is the
/// one cases have unless they name another.
class Almanac {
public:
    Almanac() : names_{""} {}

    void add_period(std::string name, const PeriodOptions& options) {
        period_names_.push_back(std::move(name));
        periods_.push_back(options);
    }
    /// Another calendar in which `period` has other days.
    void add_days(const std::string& calendar, const std::string& period, Day first, Day last) {
        if (std::find(names_.begin(), names_.end(), calendar) == names_.end()) {
            names_.push_back(calendar);
        }
        days_[{calendar, period_index(period)}] = {first, last};
    }
    void add_open_day(Day day, OpenDay open) { open_days_[day] = open; }
    void set_as_of(Day day) { as_of_ = day; }

    [[nodiscard]] std::uint32_t period_index(const std::string& name) const {
        return index_of(period_names_, name, "period");
    }
    [[nodiscard]] std::uint32_t calendar_index(const std::string& name) const {
        return index_of(names_, name, "calendar");
    }
    [[nodiscard]] const std::string& period_name(std::uint32_t index) const {
        return period_names_.at(index);
    }
    [[nodiscard]] std::size_t period_count() const { return periods_.size(); }
    [[nodiscard]] std::size_t window_count() const {
        return static_cast<std::size_t>(std::count_if(
            periods_.begin(), periods_.end(),
            [](const PeriodOptions& period) { return period.grain == Grain::window; }));
    }

    /// The structs for open(); they live until the next call or the end of the almanac.
    [[nodiscard]] const std::vector<wm_calendar>& build() {
        built_.clear();
        built_.resize(names_.size());
        calendars_.clear();
        for (std::size_t at = 0; at < names_.size(); ++at) {
            calendars_.push_back(build_one(names_[at], built_[at]));
        }
        return calendars_;
    }

private:
    struct Built {
        std::vector<wm_period> periods;
        std::vector<std::uint16_t> slot_of_day;
        std::vector<std::uint32_t> slot_first;
        std::vector<std::uint32_t> slot_periods;
        std::vector<std::uint8_t> open_sessions;
    };

    [[nodiscard]] static std::uint32_t index_of(const std::vector<std::string>& names,
                                                const std::string& name, const char* what) {
        const auto found = std::find(names.begin(), names.end(), name);
        if (found == names.end()) {
            throw std::invalid_argument("the test names the " + std::string(what) + " \"" + name +
                                        "\" without having added it");
        }
        return static_cast<std::uint32_t>(found - names.begin());
    }

    [[nodiscard]] std::pair<Day, Day> days_of(const std::string& calendar,
                                              std::uint32_t period) const {
        const auto own = days_.find({calendar, period});
        return own != days_.end() ? own->second
                                  : std::pair(periods_[period].first, periods_[period].last);
    }

    [[nodiscard]] wm_calendar build_one(const std::string& name, Built& built) const {
        Day first = far_future;
        Day last = far_past;
        for (std::uint32_t index = 0; index < periods_.size(); ++index) {
            const PeriodOptions& options = periods_[index];
            const auto [from, to] = days_of(name, index);
            const bool has_days = options.grain != Grain::window && from <= to;
            constexpr std::int32_t none = std::numeric_limits<std::int32_t>::min();
            std::uint32_t flags = 0;
            flags |= options.is_asked ? std::uint32_t{WM_PERIOD_ASKED} : 0U;
            flags |= options.is_open ? std::uint32_t{WM_PERIOD_OPEN} : 0U;
            built.periods.push_back({sizeof(wm_period), static_cast<std::int32_t>(options.grain),
                                     options.year, options.ordinal, options.basis,
                                     has_days ? from.number : none, has_days ? to.number : none,
                                     flags});
            if (has_days) {
                first = std::min(first, from);
                last = std::max(last, to);
            }
        }
        if (first > last) {
            first = last = as_of_;
        }
        cut_slots(built, first, last);
        wm_calendar calendar{};
        calendar.size = sizeof calendar;
        calendar.n_periods = static_cast<std::uint32_t>(built.periods.size());
        calendar.periods = built.periods.data();
        calendar.first_day = first.number;
        calendar.last_day = last.number;
        calendar.as_of_day = as_of_.number;
        calendar.n_slots = static_cast<std::uint32_t>(built.slot_first.size() - 1);
        calendar.slot_of_day = built.slot_of_day.data();
        calendar.slot_first = built.slot_first.data();
        calendar.slot_periods = built.slot_periods.data();
        calendar.open_sessions = open_days_.empty() ? nullptr : built.open_sessions.data();
        return calendar;
    }

    // A slot is a set of periods that some day belongs to.
    void cut_slots(Built& built, Day first, Day last) const {
        std::map<std::vector<std::uint32_t>, std::uint16_t> slots;
        built.slot_first = {0};
        for (Day day = first; day <= last; day = day + 1) {
            std::vector<std::uint32_t> members;
            for (std::uint32_t index = 0; index < built.periods.size(); ++index) {
                const wm_period& period = built.periods[index];
                if (period.first_day <= day.number && day.number <= period.last_day) {
                    members.push_back(index);
                }
            }
            const auto found =
                slots.emplace(members, static_cast<std::uint16_t>(built.slot_first.size() - 1));
            if (members.empty()) {
                slots.erase(found.first);
                built.slot_of_day.push_back(WM_NO_SLOT);
            } else {
                built.slot_of_day.push_back(found.first->second);
                if (found.second) {
                    built.slot_periods.insert(built.slot_periods.end(), members.begin(),
                                              members.end());
                    built.slot_first.push_back(
                        static_cast<std::uint32_t>(built.slot_periods.size()));
                }
            }
            const auto open = open_days_.find(day);
            const OpenDay halves = open != open_days_.end() ? open->second : OpenDay{false, false};
            built.open_sessions.push_back(static_cast<std::uint8_t>((halves.morning ? 1U : 0U) |
                                                                    (halves.afternoon ? 2U : 0U)));
        }
    }

    std::vector<std::string> names_;
    std::vector<std::string> period_names_;
    std::vector<PeriodOptions> periods_;
    std::map<std::pair<std::string, std::uint32_t>, std::pair<Day, Day>> days_;
    std::map<Day, OpenDay> open_days_;
    Day as_of_ = Day::of(2025, 8, 31);
    std::vector<Built> built_;
    std::vector<wm_calendar> calendars_;
};

}  // namespace waymark::testing
