// SPDX-License-Identifier: MIT
// Proportions with their uncertainty. Pure arithmetic; any thread.
#pragma once

#include <optional>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Wilson score interval of a proportion, without continuity correction, within 0 and 1.
/// Units    successes of n; both may be fractional (weights). The value itself is successes / n.
/// Missing  n <= 0, or successes outside 0..n, gives nullopt: nobody observed is not a rate of
/// zero. Source   E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212; docs/methods.md, "Wilson
/// interval".
[[nodiscard]] std::optional<Interval> wilson_interval(double successes, double n,
                                                      double confidence = default_confidence);

}  // namespace waymark::statistics
