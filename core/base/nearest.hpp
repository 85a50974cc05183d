// SPDX-License-Identifier: MIT
// "Did you mean": the known word nearest to a mistyped one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace waymark {

/// The candidate with the smallest edit distance to `word`, if it is near enough to be a likely
/// typing mistake (at most a third of the word's length, at least one); the first of equals.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word,
                                                 std::span<const std::string> candidates);

}  // namespace waymark
