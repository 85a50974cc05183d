// SPDX-License-Identifier: MIT
// The calendars of a run as a host of a later minor would hand them over: structs with more
// members.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "calendar/abi_calendars.hpp"
#include "waymark/abi.h"

namespace waymark::worker {

/// Copies the structs, not what they point to: the originals outlive it. Immutable.
class LaterCalendars {
public:
    explicit LaterCalendars(const calendar::AbiCalendars& calendars);
    LaterCalendars(const LaterCalendars&) = delete;
    LaterCalendars& operator=(const LaterCalendars&) = delete;
    ~LaterCalendars() = default;

    [[nodiscard]] const wm_calendar* data() const noexcept { return &calendars_.front().known; }

private:
    static constexpr std::uint32_t unheard_of = 0xA5A5A5A5u;

    struct Period {
        wm_period known;
        std::array<std::uint32_t, 2> appended{unheard_of, unheard_of};
    };
    struct Calendar {
        wm_calendar known;
        std::array<std::uint32_t, 2> appended{unheard_of, unheard_of};
    };
    std::vector<std::vector<Period>> periods_;
    std::vector<Calendar> calendars_;
};

}  // namespace waymark::worker
