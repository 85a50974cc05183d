// SPDX-License-Identifier: MIT
// Functions that are too long, by matching braces. clang-tidy measures the same where it can see
// it; this also sees what stands in macros (TEST_CASE), in C, and in code no build configures.
#pragma once

#include "tidy/tree.hpp"

namespace waymark::tidy {

inline constexpr std::size_t max_function_lines = 70;

/// The text with comments, literals' contents and preprocessor lines blanked; the newlines stay, so
/// lines keep their numbers.
[[nodiscard]] std::string bare_code(std::string_view text);

/// Functions of more than max_function_lines lines, from the line their signature starts to the
/// closing brace. Lambdas count as part of the function they stand in.
[[nodiscard]] Violations long_functions(const Tree& tree);

}  // namespace waymark::tidy
