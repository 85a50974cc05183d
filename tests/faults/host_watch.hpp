// SPDX-License-Identifier: MIT
// What a host must not have more of after a plugin's misfortune: descriptors and children.
#pragma once

#include <cstddef>

namespace waymark::faults {

struct HostState {
    std::size_t descriptors = 0;
    std::size_t children = 0;  ///< living or zombies

    bool operator==(const HostState&) const = default;
};

[[nodiscard]] HostState host_state();

}  // namespace waymark::faults
