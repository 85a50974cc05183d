// SPDX-License-Identifier: MIT
#include "statistics/reliability.hpp"

#include "base/error.hpp"

namespace waymark::statistics {

std::optional<double> cronbach_alpha(std::span<const Moments> items, const Moments& sum) {
    double of_items = 0.0;
    for (const Moments& item : items) {
        check(item.n == sum.n, "items and their sum are of the same persons");
        of_items += squared_deviations(item);
    }
    const double of_sum = squared_deviations(sum);
    if (items.size() < 2 || sum.n < 2 || of_sum <= 0.0) {
        return std::nullopt;
    }
    const auto k = static_cast<double>(items.size());
    return k / (k - 1.0) * (1.0 - of_items / of_sum);
}

}  // namespace waymark::statistics
