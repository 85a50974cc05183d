// SPDX-License-Identifier: MIT
#include "run/clock_watch.hpp"

#include <ctime>
#include <utility>

namespace waymark::run {

using std::chrono::microseconds;

static microseconds read_clock(clockid_t clock) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return std::chrono::seconds{time.tv_sec} +
           std::chrono::floor<microseconds>(std::chrono::nanoseconds{time.tv_nsec});
}

ClockReading machine_clocks() {
    // In this order: the time awake, read first, is never ahead of the time since boot.
    const microseconds awake = read_clock(CLOCK_MONOTONIC);
    return {.wall = Instant{read_clock(CLOCK_REALTIME)},
            .since_boot = read_clock(CLOCK_BOOTTIME),
            .awake = awake};
}

static microseconds beyond_tolerance(microseconds difference) {
    const bool is_noise = difference < ClockWatch::tolerance && difference > -ClockWatch::tolerance;
    return is_noise ? microseconds{0} : difference;
}

std::optional<ClockChange> ClockWatch::observe(const ClockReading& now) {
    const auto last = std::exchange(last_, now);
    if (!last) {
        return std::nullopt;
    }
    const microseconds passed = now.since_boot - last->since_boot;
    const ClockChange change{.set_by = beyond_tolerance(now.wall - last->wall - passed),
                             .slept = beyond_tolerance(passed - (now.awake - last->awake))};
    if (change.set_by == microseconds{0} && change.slept == microseconds{0}) {
        return std::nullopt;
    }
    return change;
}

}  // namespace waymark::run
