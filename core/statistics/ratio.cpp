// SPDX-License-Identifier: MIT
#include "statistics/ratio.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.hpp"

namespace waymark::statistics {

std::optional<Estimate> ratio(const PairMoments& moments, const Interval& range,
                              double confidence) {
    if (moments.b == 0 || moments.n < 1) {
        return std::nullopt;
    }
    const long double r = moments.a / moments.b;
    Estimate estimate{static_cast<double>(r), std::nullopt, std::nullopt};
    if (moments.n < 2) {
        return estimate;
    }
    // A sum of squares, which rounding alone can bring below 0.
    const long double squares =
        std::max(moments.aa - 2 * r * moments.ab + r * r * moments.bb, static_cast<long double>(0));
    const auto n = static_cast<long double>(moments.n);
    const auto error = static_cast<double>(std::sqrt(n / (n - 1) * squares) / std::abs(moments.b));
    const double reach = two_sided_t(confidence, static_cast<double>(n - 1)) * error;
    estimate.standard_error = error;
    estimate.interval = Interval{std::max(range.lower, estimate.value - reach),
                                 std::min(range.upper, estimate.value + reach)};
    return estimate;
}

}  // namespace waymark::statistics
