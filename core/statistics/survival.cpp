// SPDX-License-Identifier: MIT
#include "statistics/survival.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.hpp"

namespace waymark::statistics {

static Estimate survival_estimate(double survival, double greenwood_sum, double z) {
    if (survival <= 0.0) {
        return {0.0, std::nullopt, std::nullopt};
    }
    // On the log(-log) scale limits stay between 0 and 1.
    const double reach = z * std::sqrt(greenwood_sum) / std::abs(std::log(survival));
    return {survival, survival * std::sqrt(greenwood_sum),
            Interval{std::pow(survival, std::exp(reach)), std::pow(survival, std::exp(-reach))}};
}

std::optional<SurvivalCurve> kaplan_meier(std::span<const TimeCount> times,
                                          std::int64_t fewest_at_risk, double confidence) {
    std::int64_t at_risk = 0;
    for (const TimeCount& group : times) {
        at_risk += group.events + group.censored;
    }
    if (at_risk < std::max<std::int64_t>(fewest_at_risk, 1)) {
        return std::nullopt;
    }
    const double z = two_sided_z(confidence);
    SurvivalCurve curve;
    double survival = 1.0;
    double greenwood_sum = 0.0;
    for (const TimeCount& group : times) {
        if (at_risk < fewest_at_risk) {
            break;
        }
        curve.end = group.time;
        if (group.events > 0) {
            const auto n = static_cast<double>(at_risk);
            const auto d = static_cast<double>(group.events);
            survival *= 1.0 - d / n;
            greenwood_sum += d / (n * (n - d));
            curve.steps.push_back(
                {group.time, at_risk, group.events, survival_estimate(survival, greenwood_sum, z)});
        }
        at_risk -= group.events + group.censored;
    }
    return curve;
}

// Whether the curve says anything about a time.
static bool reaches(const SurvivalCurve& curve, double time) {
    const bool is_over = !curve.steps.empty() && curve.steps.back().survival.value == 0.0;
    return time >= 0.0 && (time <= curve.end || is_over);
}

std::optional<Estimate> SurvivalCurve::at(double time) const {
    if (!reaches(*this, time)) {
        return std::nullopt;
    }
    const auto after = std::ranges::upper_bound(steps, time, {}, &SurvivalStep::time);
    return after == steps.begin() ? Estimate{1.0, std::nullopt, std::nullopt}
                                  : std::prev(after)->survival;
}

std::optional<double> SurvivalCurve::restricted_mean(double horizon) const {
    if (!reaches(*this, horizon)) {
        return std::nullopt;
    }
    double area = 0.0;
    double from = 0.0;
    double survival = 1.0;
    for (const SurvivalStep& step : steps) {
        if (step.time >= horizon) {
            break;
        }
        area += survival * (step.time - from);
        from = step.time;
        survival = step.survival.value;
    }
    return area + survival * (horizon - from);
}

}  // namespace waymark::statistics
