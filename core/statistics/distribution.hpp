// SPDX-License-Identifier: MIT
// Quantiles of the distributions that intervals are built with (Boost.Math). Any thread.
#pragma once

namespace waymark::statistics {

/// z with P(|Z| <= z) = confidence: 1.959963984540054 for 0.95. Requires 0 < confidence < 1.
[[nodiscard]] double two_sided_z(double confidence);

/// t with P(|T| <= t) = confidence for Student's t. Requires degrees_of_freedom > 0, not
/// necessarily whole (Welch).
[[nodiscard]] double two_sided_t(double confidence, double degrees_of_freedom);

/// x with P(X <= x) = probability for chi-squared. Requires 0 < probability < 1, degrees > 0.
[[nodiscard]] double chi_squared_quantile(double probability, double degrees_of_freedom);

/// gamma(x + 1/2) / gamma(x). Requires x > 0.
[[nodiscard]] double half_step_gamma_ratio(double x);

}  // namespace waymark::statistics
