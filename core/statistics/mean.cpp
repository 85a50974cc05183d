// SPDX-License-Identifier: MIT
#include "statistics/mean.hpp"

#include <cmath>
#include <limits>

#include "statistics/distribution.hpp"

namespace waymark::statistics {

// squares - sum^2 / n, told from the noise its two terms leave: a sample of one value must have the
// deviation 0, or effect sizes divide by rounding error.
static long double centred(long double squares, long double sum, long double weight,
                           long double count) {
    const long double left = squares - sum * sum / weight;
    const long double noise = count * std::numeric_limits<double>::epsilon() * squares;
    return left > noise ? left : 0;
}

double squared_deviations(const Moments& moments) {
    const auto n = static_cast<long double>(moments.n);
    return n > 0 ? static_cast<double>(centred(moments.squares, moments.sum, n, n)) : 0.0;
}

std::optional<double> standard_deviation(const Moments& moments) {
    if (moments.n < 2) {
        return std::nullopt;
    }
    return std::sqrt(squared_deviations(moments) / static_cast<double>(moments.n - 1));
}

static Interval t_interval(double centre, double error, double degrees, double confidence) {
    const double reach = two_sided_t(confidence, degrees) * error;
    return {centre - reach, centre + reach};
}

std::optional<Estimate> mean(const Moments& moments, double confidence) {
    if (moments.n < 1) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(moments.n);
    Estimate estimate{static_cast<double>(moments.sum / static_cast<long double>(moments.n)),
                      std::nullopt, std::nullopt};
    if (const auto sd = standard_deviation(moments)) {
        estimate.standard_error = *sd / std::sqrt(n);
        estimate.interval =
            t_interval(estimate.value, *estimate.standard_error, n - 1.0, confidence);
    }
    return estimate;
}

std::optional<Estimate> weighted_mean(const WeightedMoments& moments, double confidence) {
    if (moments.n < 1 || !(moments.w > 0) || !(moments.ww > 0)) {
        return std::nullopt;
    }
    Estimate estimate{static_cast<double>(moments.wx / moments.w), std::nullopt, std::nullopt};
    const auto effective_n = static_cast<double>(moments.w * moments.w / moments.ww);
    // Rounding may leave one person's effective size just above 1.
    if (moments.n < 2 || effective_n <= 1.0 + 1e-9) {
        return estimate;
    }
    const auto squares = static_cast<double>(
        centred(moments.wxx, moments.wx, moments.w, static_cast<long double>(moments.n)) /
        moments.w);
    estimate.standard_error = std::sqrt(squares / (effective_n - 1.0));
    estimate.interval =
        t_interval(estimate.value, *estimate.standard_error, effective_n - 1.0, confidence);
    return estimate;
}

}  // namespace waymark::statistics
