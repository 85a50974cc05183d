// SPDX-License-Identifier: MIT
// The descriptors a worker is started with, by number. Besides them it has none.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace waymark::worker {

inline constexpr int control_fd = 3;    ///< the line to the host
inline constexpr int image_fd = 4;      ///< the plugin, sealed
inline constexpr int ring_fd = 5;       ///< rows: a head, then the slots
inline constexpr int workplace_fd = 6;  ///< packed Workplace, sealed
inline constexpr int first_free_fd = 7;

/// The ring's head is one page; its first word turns 1 when the plugin shall stop.
inline constexpr std::size_t ring_head_bytes = 4096;

/// Any thread or process that maps the ring.
[[nodiscard]] inline std::atomic_ref<std::uint32_t> stop_word(std::span<std::byte> ring) noexcept {
    return std::atomic_ref(*reinterpret_cast<std::uint32_t*>(ring.data()));
}

}  // namespace waymark::worker
