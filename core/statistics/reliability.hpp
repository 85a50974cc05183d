// SPDX-License-Identifier: MIT
// How consistently the items of a scale measure. Pure arithmetic; any thread.
#pragma once

#include <optional>
#include <span>

#include "statistics/mean.hpp"

namespace waymark::statistics {

/// Cronbach's alpha: k/(k - 1) (1 - sum of item variances / variance of their sum).
/// Shape    one entry per item, reversed items turned round; `sum` is the sum of the items; all
/// over
///          the same persons.
/// Missing  nullopt for fewer than 2 items or persons, or when the sum does not vary. May be
///          negative: then the items do not belong together.
/// Source   L. J. Cronbach, Psychometrika 16 (1951) 297-334; docs/methods.md, "Reliability".
[[nodiscard]] std::optional<double> cronbach_alpha(std::span<const Moments> items,
                                                   const Moments& sum);

}  // namespace waymark::statistics
