// SPDX-License-Identifier: MIT
// Bit masks of up to 64 lanes of 64 bytes: which bytes are quotes, field ends, line feeds, returns.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace waymark::source {

inline constexpr std::size_t lane_bytes = 64;
inline constexpr std::size_t lanes_at_once = 64;

/// The masks of one stretch of text; bit b of entry i stands for byte 64 i + b.
struct Lanes {
    std::array<std::uint64_t, lanes_at_once> quotes;
    std::array<std::uint64_t, lanes_at_once> separators;  ///< delimiters and line feeds
    std::array<std::uint64_t, lanes_at_once> newlines;
    std::array<std::uint64_t, lanes_at_once> returns;
    bool any_quote;
    bool any_return;
    bool any_control;  ///< below 0x20, but no tab, carriage return or line feed
    bool any_high;     ///< above 0x7f
};

/// Fills the masks of `count` lanes that begin at `bytes`.
void classify_portable(const char* bytes, std::size_t count, char delimiter, Lanes& lanes) noexcept;
/// Adds the quotes and line feeds of `count` lanes.
void count_portable(const char* bytes, std::size_t count, std::size_t& quotes,
                    std::size_t& newlines) noexcept;
#if defined(__x86_64__)
void count_avx2(const char* bytes, std::size_t count, std::size_t& quotes,
                std::size_t& newlines) noexcept;
void classify_avx2(const char* bytes, std::size_t count, char delimiter, Lanes& lanes) noexcept;
#endif

}  // namespace waymark::source
