// SPDX-License-Identifier: MIT
// Ids of runs: unique, and in the order of their time.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/date.hpp"

namespace waymark::ledger {

/// A ULID: 26 characters of Crockford's base 32, 48 bits of milliseconds since 1970 and then 80
/// random bits. Texts sort as their times do. Source: the ULID specification, github.com/ulid/spec.
[[nodiscard]] std::string run_id(Instant now, const std::array<std::uint8_t, 10>& random);

/// One with fresh randomness of the system.
[[nodiscard]] std::string run_id(Instant now);

}  // namespace waymark::ledger
