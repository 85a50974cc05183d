// SPDX-License-Identifier: MIT
#include "schedule/splay.hpp"

#include <cstdint>

#include "base/error.hpp"
#include "base/sha256.hpp"

namespace waymark::schedule {

std::chrono::seconds splay(std::string_view monitor_id, std::chrono::seconds jitter) {
    check(jitter.count() >= 0, "a monitor never starts before it is due");
    const auto digest = sha256(monitor_id);
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        number = number << 8U | static_cast<std::uint8_t>(digest[i]);
    }
    return std::chrono::seconds{number % (static_cast<std::uint64_t>(jitter.count()) + 1)};
}

}  // namespace waymark::schedule
