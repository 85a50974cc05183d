// SPDX-License-Identifier: MIT
#include "statistics/rate.hpp"

#include <cmath>

#include "statistics/distribution.hpp"

namespace waymark::statistics {

static constexpr double fewest_for_byar = 10.0;

static double byar_limit(double events, double z) {
    const double root = 1.0 - 1.0 / (9.0 * events) + z / (3.0 * std::sqrt(events));
    return events * root * root * root;
}

static Interval exact_limits(double events, double confidence) {
    const double tail = (1.0 - confidence) / 2.0;
    return {events > 0.0 ? chi_squared_quantile(tail, 2.0 * events) / 2.0 : 0.0,
            chi_squared_quantile(1.0 - tail, 2.0 * events + 2.0) / 2.0};
}

std::optional<Interval> count_interval(double events, double confidence) {
    if (!(events >= 0.0 && std::isfinite(events))) {
        return std::nullopt;
    }
    if (events < fewest_for_byar) {
        return exact_limits(events, confidence);
    }
    const double z = two_sided_z(confidence);
    // From 10 events on the lower limit would be negative only for z above 9, which no confidence a
    // double can hold below 1 reaches.
    return Interval{byar_limit(events, -z), byar_limit(events + 1.0, z)};
}

std::optional<Interval> rate_interval(double events, double exposure, double confidence) {
    const auto limits = count_interval(events, confidence);
    if (!limits || !(exposure > 0.0 && std::isfinite(exposure))) {
        return std::nullopt;
    }
    return Interval{limits->lower / exposure, limits->upper / exposure};
}

std::optional<Estimate> standardised_rate(std::span<const StandardStratum> strata,
                                          double confidence) {
    double events = 0.0;
    double weights = 0.0;
    double weighted_rates = 0.0;
    double variance = 0.0;
    for (const StandardStratum& stratum : strata) {
        if (!(stratum.population > 0.0 && stratum.events >= 0.0 && stratum.weight >= 0.0)) {
            return std::nullopt;
        }
        const double share = stratum.weight / stratum.population;
        events += stratum.events;
        weights += stratum.weight;
        weighted_rates += share * stratum.events;
        variance += share * share * stratum.events;
    }
    const auto limits = count_interval(events, confidence);
    if (!(weights > 0.0) || events < fewest_for_byar || !limits) {
        return std::nullopt;
    }
    const double rate = weighted_rates / weights;
    variance /= weights * weights;
    // The interval of the count, shrunk by how much more precise the weighted rate is.
    const double scale = std::sqrt(variance / events);
    return Estimate{
        rate, std::sqrt(variance),
        Interval{rate + scale * (limits->lower - events), rate + scale * (limits->upper - events)}};
}

}  // namespace waymark::statistics
