// SPDX-License-Identifier: MIT
// Whether one person's change is more than measurement error, and where the clinical range begins.
// Pure arithmetic; any thread.
#pragma once

#include <optional>

namespace waymark::statistics {

/// How precisely an instrument measures: standard deviation and reliability, from its file.
struct Precision {
    double sd = 0.0;
    double reliability = 0.0;  ///< state which: internal consistency by default
};

/// Standard error of a difference of two scores: sd * sqrt 2 * sqrt(1 - r). nullopt when the sd is
/// not positive or the reliability is not in [0, 1). Source   N. S. Jacobson, P. Truax, J. Consult.
/// Clin. Psychol. 59 (1991) 12-19; docs/methods.md,
///          "Reliable change".
[[nodiscard]] std::optional<double> difference_error(const Precision& precision);

/// (last - first) / difference_error; reliable beyond +-1.96.
[[nodiscard]] std::optional<double> reliable_change_index(double first, double last,
                                                          const Precision& precision);

/// The least whole-number change that is reliable: floor(1.96 * difference_error) + 1.
[[nodiscard]] std::optional<int> reliable_points(const Precision& precision);

/// Mean and standard deviation of a population.
struct Population {
    double mean = 0.0;
    double sd = 0.0;
};

/// Criterion c, the score as many standard deviations from the clinical as from the general mean.
/// nullopt unless both standard deviations are positive.
/// Source   Jacobson and Truax, as above.
[[nodiscard]] std::optional<double> criterion_c(const Population& general,
                                                const Population& clinical);

}  // namespace waymark::statistics
