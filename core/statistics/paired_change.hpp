// SPDX-License-Identifier: MIT
// Change between a first and a last score of the same persons. Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Sums over pairs.
struct ChangeMoments {
    std::int64_t n = 0;
    long double first = 0;
    long double last = 0;
    long double first_first = 0;  ///< sum of first * first
    long double first_last = 0;
    long double last_last = 0;
};

/// Which way a score improves. `down` turns the sign of changes, so that positive is improvement.
enum class Better { up, down };

/// What pairs say together. Undefined members are empty.
struct PairedChange {
    double mean_first = 0.0;
    double mean_last = 0.0;
    Estimate change;                    ///< mean change; t interval from 2 pairs on
    std::optional<double> sd_change;    ///< of the differences, n - 1
    std::optional<double> sd_first;     ///< of the first scores, n - 1
    std::optional<double> correlation;  ///< of first and last
    std::optional<double> cohens_d;     ///< mean change / sd_first
    std::optional<double> hedges_j;     ///< small-sample factor of n - 1 degrees
    std::optional<Estimate> hedges_g;   ///< j * d; interval g +- z se
};

/// The mean change and its effect size on the scale of the first scores, never of the differences.
/// Missing  no pair gives nullopt; effect sizes need 3 pairs and first scores that differ; the
/// standard
///          error of g needs last scores that differ too.
/// Source   B. J. Becker, Br. J. Math. Stat. Psychol. 41 (1988) 257-278; L. V. Hedges, J. Educ.
///          Stat. 6 (1981) 107-128; docs/methods.md, "Paired change".
[[nodiscard]] std::optional<PairedChange> paired_change(const ChangeMoments& moments, Better better,
                                                        double confidence = default_confidence);

}  // namespace waymark::statistics
