// SPDX-License-Identifier: MIT
// What the instances of one worker are opened with, and its way into the process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "batch/slice.hpp"

namespace waymark::worker {

struct Workplace {
    std::string parameters_json;
    std::vector<std::byte> calendars;         ///< calendar::pack
    std::vector<batch::TableLayout> layouts;  ///< the cases' first, then one per input
    std::uint32_t shards = 1;
    std::uint32_t workers = 1;
    bool is_later_host = false;  ///< structs are larger than this build's, as a later minor's
    std::uint32_t worker = 0;    ///< which of them; hosts the shards s with s mod workers = worker
};

[[nodiscard]] std::vector<std::byte> packed(const Workplace& workplace);

/// Reads what packed() wrote. Throws Error(internal) for anything it cannot have written.
[[nodiscard]] Workplace unpacked(std::span<const std::byte> bytes);

}  // namespace waymark::worker
