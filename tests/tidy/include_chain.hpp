// SPDX-License-Identifier: MIT
// How deep our own headers include each other.
#pragma once

#include "tidy/tree.hpp"

namespace waymark::tidy {

inline constexpr std::size_t max_include_chain = 8;

/// To a plugin the SDK is a library: its header counts as one, whatever is behind it.
///
/// Files from which a chain of more than max_include_chain of our headers starts, each told where
/// it first becomes too long, with the chain; and headers that include themselves through others.
[[nodiscard]] Violations include_chains(const Tree& tree);

}  // namespace waymark::tidy
