// SPDX-License-Identifier: MIT
// Rules about files and what points to them.
#pragma once

#include "tidy/tree.hpp"

namespace waymark::tidy {

/// Folders named for nothing: a drawer for what has no room of its own.
[[nodiscard]] Violations drawers(const Tree& tree);

/// C and C++ sources that no CMakeLists.txt above them names; headers that neither a CMakeLists.txt
/// names nor a file includes. "${name}_fuzz.cpp" in a build file stands for any name.
[[nodiscard]] Violations dead_files(const Tree& tree);

/// Relative links in Markdown, outside code blocks, to files and folders that are not tracked.
[[nodiscard]] Violations dead_links(const Tree& tree);

/// `./dev VERB` in Markdown with a verb that the script `dev` does not have.
[[nodiscard]] Violations unknown_verbs(const Tree& tree);

}  // namespace waymark::tidy
