// SPDX-License-Identifier: MIT
// Rules about one file at a time.
#pragma once

#include "tidy/tree.hpp"

namespace waymark::tidy {

inline constexpr std::size_t max_file_lines = 400;

/// Sources, scripts and build files of more than max_file_lines lines.
[[nodiscard]] Violations long_files(const Tree& tree);

/// Sources and scripts whose first line (after a #! line) is not the licence line; C++ headers that
/// do not go on with a sentence; build files that do not begin with one.
[[nodiscard]] Violations openings(const Tree& tree);

/// C++ headers without #pragma once; C headers without that or an include guard.
[[nodiscard]] Violations unguarded_headers(const Tree& tree);

/// Marks of unfinished work that name no issue: such a mark needs "#12" on its line.
[[nodiscard]] Violations bare_marks(const Tree& tree);

/// Properties whose verdict nobody looks at: such a check cannot fail.
[[nodiscard]] Violations unchecked_properties(const Tree& tree);

/// Paths that exist on one machine only: home folders, root's, fixed names under the temporary one.
[[nodiscard]] Violations machine_paths(const Tree& tree);

}  // namespace waymark::tidy
