// SPDX-License-Identifier: MIT
#include "statistics/paired_change.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.hpp"
#include "statistics/mean.hpp"

namespace waymark::statistics {

static std::optional<double> correlation_of(const ChangeMoments& moments) {
    const double first = squared_deviations({moments.n, moments.first, moments.first_first});
    const double last = squared_deviations({moments.n, moments.last, moments.last_last});
    if (first == 0.0 || last == 0.0) {
        return std::nullopt;
    }
    const auto n = static_cast<long double>(moments.n);
    const auto products =
        static_cast<double>(moments.first_last - moments.first * moments.last / n);
    return std::clamp(products / std::sqrt(first * last), -1.0, 1.0);
}

// Adds the effect size to a change of at least 3 pairs.
static void add_effect_size(PairedChange& paired, double n, double confidence) {
    if (n < 3.0 || !paired.sd_first || *paired.sd_first == 0.0) {
        return;
    }
    const double degrees = n - 1.0;
    paired.cohens_d = paired.change.value / *paired.sd_first;
    paired.hedges_j = half_step_gamma_ratio((degrees - 1.0) / 2.0) / std::sqrt(degrees / 2.0);
    Estimate g{*paired.hedges_j * *paired.cohens_d, std::nullopt, std::nullopt};
    if (paired.correlation) {
        const double variance =
            2.0 * (1.0 - *paired.correlation) / n + g.value * g.value / (2.0 * n);
        const double reach = two_sided_z(confidence) * std::sqrt(variance);
        g.standard_error = std::sqrt(variance);
        g.interval = Interval{g.value - reach, g.value + reach};
    }
    paired.hedges_g = g;
}

std::optional<PairedChange> paired_change(const ChangeMoments& moments, Better better,
                                          double confidence) {
    const double sign = better == Better::up ? 1.0 : -1.0;
    const Moments differences{moments.n,
                              static_cast<long double>(sign) * (moments.last - moments.first),
                              moments.last_last - 2 * moments.first_last + moments.first_first};
    const auto change = mean(differences, confidence);
    if (!change) {
        return std::nullopt;
    }
    const auto n = static_cast<long double>(moments.n);
    PairedChange paired;
    paired.mean_first = static_cast<double>(moments.first / n);
    paired.mean_last = static_cast<double>(moments.last / n);
    paired.change = *change;
    paired.sd_change = standard_deviation(differences);
    paired.sd_first = standard_deviation({moments.n, moments.first, moments.first_first});
    paired.correlation = correlation_of(moments);
    add_effect_size(paired, static_cast<double>(moments.n), confidence);
    return paired;
}

}  // namespace waymark::statistics
