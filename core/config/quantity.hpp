// SPDX-License-Identifier: MIT
// Durations and sizes as people write them: "20m", "2GiB".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

namespace waymark::config {

/// A whole number above 0 and one of ms, s, m, h; at most a year. nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(
    std::string_view text) noexcept;

/// "P7D" or "P2W": whole days, at most 3660. nullopt for anything else.
[[nodiscard]] std::optional<std::chrono::days> parse_days(std::string_view text) noexcept;

/// A whole number above 0 and one of KiB, MiB, GiB; at most 1 TiB. nullopt for anything else.
[[nodiscard]] std::optional<std::uint64_t> parse_size(std::string_view text) noexcept;

}  // namespace waymark::config
