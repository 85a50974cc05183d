// SPDX-License-Identifier: MIT
#include "schedule/retry.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace waymark::schedule {

std::chrono::seconds Retry::pause(std::uint32_t failures) const {
    check(failures > 0, "there is no pause before the first try");
    std::chrono::seconds pause = first;
    for (std::uint32_t i = 1; i < failures && pause < longest; ++i) {
        pause *= 2;
    }
    return std::min(pause, longest);
}

}  // namespace waymark::schedule
