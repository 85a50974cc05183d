// SPDX-License-Identifier: MIT
// Means from sums, plain and weighted. Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Sums over a sample.
struct Moments {
    std::int64_t n = 0;
    long double sum = 0;
    long double squares = 0;  ///< sum of x * x
};

/// A sample told by its mean and standard deviation (n - 1).
struct Sample {
    double mean = 0.0;
    double sd = 0.0;
    double n = 0.0;
};

/// The sum of squared deviations from the mean; 0 when what is left is rounding error of the sums.
[[nodiscard]] double squared_deviations(const Moments& moments);

/// Standard deviation with n - 1; nullopt for n < 2.
[[nodiscard]] std::optional<double> standard_deviation(const Moments& moments);

/// Mean with its t interval: m +- t(n - 1) s / sqrt n. nullopt for n = 0; no interval for n = 1.
/// Source   Student, Biometrika 6 (1908) 1-25; docs/methods.md, "Mean".
[[nodiscard]] std::optional<Estimate> mean(const Moments& moments,
                                           double confidence = default_confidence);

/// Sums over a sample of values x with weights w.
struct WeightedMoments {
    std::int64_t n = 0;
    long double w = 0;    ///< sum of weights
    long double ww = 0;   ///< sum of w * w
    long double wx = 0;   ///< sum of w * x
    long double wxx = 0;  ///< sum of w * x * x
};

/// Weighted mean with a t interval on the effective sample size (sum w)^2 / sum w^2; with equal
/// weights exactly `mean`. nullopt for a weight sum of 0; no interval when the effective size is 1
/// or less. Source   L. Kish, Survey Sampling (1965) section 11.7; docs/methods.md, "Mean".
[[nodiscard]] std::optional<Estimate> weighted_mean(const WeightedMoments& moments,
                                                    double confidence = default_confidence);

}  // namespace waymark::statistics
