// SPDX-License-Identifier: MIT
// Spreads monitors with the same due time, the same way on every day and every machine.
#pragma once

#include <chrono>
#include <string_view>

namespace waymark::schedule {

/// How long after its due time a monitor starts: from 0 to `jitter`, fixed by its id alone.
[[nodiscard]] std::chrono::seconds splay(std::string_view monitor_id, std::chrono::seconds jitter);

}  // namespace waymark::schedule
