// SPDX-License-Identifier: MIT
// Taking dropped rows out of a block.
#pragma once

#include <cstdint>
#include <span>

#include "batch/block.hpp"

namespace waymark::source {

/// Keeps the rows whose entry is not 0, in order. One entry a row.
void keep_rows(batch::RowBlock& block, std::span<const std::uint8_t> keep);

}  // namespace waymark::source
