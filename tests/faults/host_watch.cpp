// SPDX-License-Identifier: MIT
#include "faults/host_watch.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace waymark::faults {

HostState host_state() {
    HostState state;
    const std::filesystem::directory_iterator descriptors("/proc/self/fd");
    state.descriptors =
        static_cast<std::size_t>(std::distance(begin(descriptors), end(descriptors)));
    std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    for (std::string id; children >> id;) {
        ++state.children;
    }
    return state;
}

}  // namespace waymark::faults
