// SPDX-License-Identifier: MIT
// Ratios of sums over persons, e.g. absent over possible sessions. Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// Sums over persons, each person's a and b added up first.
struct PairMoments {
    std::int64_t n = 0;  ///< persons
    long double a = 0;
    long double b = 0;
    long double aa = 0;  ///< sum of a * a
    long double ab = 0;  ///< sum of a * b
    long double bb = 0;  ///< sum of b * b
};

/// The range a ratio cannot leave: where its limits are cut.
inline constexpr Interval any_number{-std::numeric_limits<double>::infinity(),
                                     std::numeric_limits<double>::infinity()};
inline constexpr Interval share{0.0, 1.0};
inline constexpr Interval not_negative{0.0, std::numeric_limits<double>::infinity()};

/// Sum of a over sum of b, with the linearised interval that respects that persons, not sessions,
/// are the sample: var = n/(n-1) * sum of (a - R b)^2 / (sum of b)^2, limits by t with n - 1
/// degrees. Missing  sum of b = 0 gives nullopt; under 2 persons there is a value but no interval.
/// Source   W. G. Cochran, Sampling Techniques, 3rd ed. (1977) section 2.11; docs/methods.md,
/// "Ratio over
///          persons".
[[nodiscard]] std::optional<Estimate> ratio(const PairMoments& moments, const Interval& range,
                                            double confidence = default_confidence);

}  // namespace waymark::statistics
