// SPDX-License-Identifier: MIT
// How deep our own headers include each other.
#pragma once

#include "tidy/tree.hpp"

namespace waymark::tidy {

inline constexpr std::size_t max_include_chain = 16;

/// Files from which a chain of more than max_include_chain of our headers starts, each told where
/// it first becomes too long, with the chain; and headers that include themselves through others.
[[nodiscard]] Violations include_chains(const Tree& tree);

}  // namespace waymark::tidy
