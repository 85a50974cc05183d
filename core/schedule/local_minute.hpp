// SPDX-License-Identifier: MIT
// A time on the wall of some place, to the minute.
#pragma once

#include <chrono>
#include <string>

namespace waymark::schedule {

using LocalMinute = std::chrono::local_time<std::chrono::minutes>;

/// "2026-03-29 06:30".
[[nodiscard]] std::string local_text(LocalMinute local);

}  // namespace waymark::schedule
