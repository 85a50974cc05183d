// SPDX-License-Identifier: MIT
#include "statistics/reliable_change.hpp"

#include <cmath>

namespace waymark::statistics {

// Jacobson and Truax print 1.96, and thresholds in use rest on it: not the longer quantile.
static constexpr double reliable_index = 1.96;

std::optional<double> difference_error(const Precision& precision) {
    if (!(precision.sd > 0.0 && precision.reliability >= 0.0 && precision.reliability < 1.0)) {
        return std::nullopt;
    }
    return precision.sd * std::sqrt(2.0) * std::sqrt(1.0 - precision.reliability);
}

std::optional<double> reliable_change_index(double first, double last, const Precision& precision) {
    const auto error = difference_error(precision);
    return error ? std::optional((last - first) / *error) : std::nullopt;
}

std::optional<int> reliable_points(const Precision& precision) {
    const auto error = difference_error(precision);
    return error ? std::optional(static_cast<int>(std::floor(reliable_index * *error)) + 1)
                 : std::nullopt;
}

std::optional<double> criterion_c(const Population& general, const Population& clinical) {
    if (!(general.sd > 0.0 && clinical.sd > 0.0)) {
        return std::nullopt;
    }
    return (general.sd * clinical.mean + clinical.sd * general.mean) / (general.sd + clinical.sd);
}

}  // namespace waymark::statistics
