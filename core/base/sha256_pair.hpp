// SPDX-License-Identifier: MIT
// SHA-256 (FIPS 180-4) of two texts at once: the processor's instructions wait for each other
// within one text, so a second one costs nearly nothing.
#pragma once

#include <cstddef>

#include "base/sha256.hpp"

namespace waymark {

/// Whether this machine has the instructions; else sha256_pair may not be called.
[[nodiscard]] bool has_sha256_pair() noexcept;

/// The digests of two texts of `size` bytes, a multiple of 64. Any thread.
void sha256_pair(const std::byte* first, const std::byte* second, std::size_t size,
                 Digest& first_digest, Digest& second_digest) noexcept;

}  // namespace waymark
