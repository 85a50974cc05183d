// SPDX-License-Identifier: MIT
// How long to wait before a failed run is tried again. Pure arithmetic; any thread.
#pragma once

#include <chrono>
#include <cstdint>

namespace waymark::schedule {

/// The first pause, doubled after each failure up to the longest one.
struct Retry {
    std::chrono::seconds first{60};
    std::chrono::seconds longest{6 * 3600};
    std::uint32_t attempts = 100;  ///< after so many the due time is given up

    /// The pause after this many failures in a row (at least 1).
    [[nodiscard]] std::chrono::seconds pause(std::uint32_t failures) const;
};

}  // namespace waymark::schedule
