// SPDX-License-Identifier: MIT
#include "statistics/quantile.hpp"

#include <cmath>

namespace waymark::statistics {

// The order statistic of rank `rank` (from 0); there is one.
static double order_statistic(std::span<const ValueCount> values, std::int64_t rank) {
    for (const ValueCount& entry : values) {
        if (rank < entry.count) {
            return entry.value;
        }
        rank -= entry.count;
    }
    return values.back().value;
}

std::optional<double> quantile_type_7(std::span<const ValueCount> values, double p) {
    std::int64_t n = 0;
    for (const ValueCount& entry : values) {
        n += entry.count;
    }
    if (n < 1 || !(p >= 0.0 && p <= 1.0)) {
        return std::nullopt;
    }
    const double position = static_cast<double>(n - 1) * p;
    const double below = std::floor(position);
    const auto rank = static_cast<std::int64_t>(below);
    const double low = order_statistic(values, rank);
    // At a whole position there may be no next value.
    return position == below ? low
                             : low + (position - below) * (order_statistic(values, rank + 1) - low);
}

}  // namespace waymark::statistics
