// SPDX-License-Identifier: MIT
#include "statistics/proportion.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.hpp"

namespace waymark::statistics {

// The two roots of (p - rate)^2 = z^2 p (1 - p) / n. Unlike rate +- z * s.e. they stay inside
// [0, 1] and do not collapse to a point when nobody, or everybody, had the outcome.
std::optional<Interval> wilson_interval(double successes, double n, double confidence) {
    // Written so that NaN is turned away as well.
    if (!(n > 0.0 && std::isfinite(n) && successes >= 0.0 && successes <= n)) {
        return std::nullopt;
    }
    const double z = two_sided_z(confidence);
    const double z2 = z * z;
    const double centre = 2.0 * successes + z2;
    const double reach = z * std::sqrt(z2 + 4.0 * successes * (1.0 - successes / n));
    const double scale = 2.0 * (n + z2);
    // At 0 and at n a limit is exact on paper but may be one rounding error outside here.
    return Interval{std::max(0.0, (centre - reach) / scale),
                    std::min(1.0, (centre + reach) / scale)};
}

}  // namespace waymark::statistics
