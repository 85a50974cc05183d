// SPDX-License-Identifier: MIT
// Notices that the wall clock was set, or that the machine slept: three clocks are compared.
#pragma once

#include <chrono>
#include <optional>

#include "base/date.hpp"

namespace waymark::run {

/// The clocks at one moment.
struct ClockReading {
    Instant wall;
    std::chrono::microseconds since_boot;  ///< counts sleep; nobody can set it
    std::chrono::microseconds awake;       ///< does not count sleep
};

/// What the machine's clocks say now.
[[nodiscard]] ClockReading machine_clocks();

/// What happened between two readings; zero when it did not.
struct ClockChange {
    std::chrono::microseconds set_by{0};  ///< forward, or back when negative
    std::chrono::microseconds slept{0};
};

/// Remembers one reading. One thread.
class ClockWatch {
public:
    /// Differences below this are the ordinary work of a time service.
    static constexpr std::chrono::seconds tolerance{2};

    /// The change since the last call; nullopt when there was none, and at the first call.
    [[nodiscard]] std::optional<ClockChange> observe(const ClockReading& now);

private:
    std::optional<ClockReading> last_;
};

}  // namespace waymark::run
