// SPDX-License-Identifier: MIT
#include "statistics/difference.hpp"

#include <cmath>

#include "statistics/distribution.hpp"
#include "statistics/proportion.hpp"

namespace waymark::statistics {

std::optional<Estimate> newcombe_difference(const Share& first, const Share& second,
                                            double confidence) {
    const auto limits1 = wilson_interval(first.successes, first.n, confidence);
    const auto limits2 = wilson_interval(second.successes, second.n, confidence);
    if (!limits1 || !limits2) {
        return std::nullopt;
    }
    const double p1 = first.successes / first.n;
    const double p2 = second.successes / second.n;
    const double down = std::hypot(p1 - limits1->lower, limits2->upper - p2);
    const double up = std::hypot(limits1->upper - p1, p2 - limits2->lower);
    return Estimate{p1 - p2, std::nullopt, Interval{p1 - p2 - down, p1 - p2 + up}};
}

static Estimate normal_estimate(double value, double variance, double confidence) {
    const double error = std::sqrt(variance);
    const double reach = two_sided_z(confidence) * error;
    return {value, error, Interval{value - reach, value + reach}};
}

std::optional<Estimate> unpooled_difference(const Share& first, const Share& second,
                                            double confidence) {
    const auto point1 = group_point(first);
    const auto point2 = group_point(second);
    if (!point1 || !point2) {
        return std::nullopt;
    }
    return normal_estimate(point1->value - point2->value, point1->variance + point2->variance,
                           confidence);
}

Verdict verdict(const Interval& difference) noexcept {
    if (difference.upper < 0.0) {
        return Verdict::significant_decrease;
    }
    return difference.lower > 0.0 ? Verdict::significant_increase : Verdict::inconclusive;
}

std::optional<WelchDifference> welch_difference(const Sample& first, const Sample& second,
                                                double confidence) {
    if (!(first.n >= 2.0 && second.n >= 2.0)) {
        return std::nullopt;
    }
    const double variance1 = first.sd * first.sd / first.n;
    const double variance2 = second.sd * second.sd / second.n;
    const double variance = variance1 + variance2;
    if (!(variance > 0.0)) {
        return std::nullopt;
    }
    WelchDifference difference;
    difference.value = first.mean - second.mean;
    difference.standard_error = std::sqrt(variance);
    difference.degrees_of_freedom =
        variance * variance /
        (variance1 * variance1 / (first.n - 1.0) + variance2 * variance2 / (second.n - 1.0));
    const double reach =
        two_sided_t(confidence, difference.degrees_of_freedom) * difference.standard_error;
    difference.interval = {difference.value - reach, difference.value + reach};
    return difference;
}

std::optional<GroupPoint> group_point(const Share& share) {
    if (!(share.n > 0.0 && share.successes >= 0.0 && share.successes <= share.n)) {
        return std::nullopt;
    }
    const double p = share.successes / share.n;
    return GroupPoint{p, p * (1.0 - p) / share.n};
}

std::optional<GroupPoint> group_point(const Sample& sample) {
    if (!(sample.n >= 2.0)) {
        return std::nullopt;
    }
    return GroupPoint{sample.mean, sample.sd * sample.sd / sample.n};
}

// Fewer groups than this say too little about how much groups differ.
static constexpr std::uint32_t fewest_clusters = 10;

Estimate difference_in_differences(const BeforeAfter& points, std::optional<std::uint32_t> clusters,
                                   double confidence) {
    const double value = (points.treated_after.value - points.treated_before.value) -
                         (points.comparison_after.value - points.comparison_before.value);
    if (clusters && *clusters < fewest_clusters) {
        return {value, std::nullopt, std::nullopt};
    }
    const double variance = points.treated_before.variance + points.treated_after.variance +
                            points.comparison_before.variance + points.comparison_after.variance;
    return normal_estimate(value, variance, confidence);
}

}  // namespace waymark::statistics
