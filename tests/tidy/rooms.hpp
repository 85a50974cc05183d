// SPDX-License-Identifier: MIT
// Who may include whom. The table in rooms.cpp is the only copy that decides; docs/architecture.md
// explains it.
#pragma once

#include "tidy/tree.hpp"

namespace waymark::tidy {

/// Includes between rooms that the table does not allow; rooms the table does not know; includes in
/// core/ that do not name a room; includes in sdk/, plugins/ and examples/ beyond the standard
/// library and <waymark/...>.
[[nodiscard]] Violations include_direction(const Tree& tree);

/// A room's CMakeLists.txt says what its sources do: it links no room the table forbids, every room
/// it includes (PUBLIC if a header does), and none that it does not include.
[[nodiscard]] Violations link_lists(const Tree& tree);

}  // namespace waymark::tidy
