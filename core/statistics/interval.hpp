// SPDX-License-Identifier: MIT
// The plain values formulas answer with. An empty optional means undefined: never 0, never NaN.
#pragma once

#include <optional>

namespace waymark::statistics {

/// Two-sided limits; lower <= upper.
struct Interval {
    double lower = 0.0;
    double upper = 0.0;
};

/// A figure with its standard error and limits, as far as they are defined.
struct Estimate {
    double value = 0.0;
    std::optional<double> standard_error;
    std::optional<Interval> interval;
};

/// The coverage of intervals unless another is asked for.
inline constexpr double default_confidence = 0.95;

}  // namespace waymark::statistics
