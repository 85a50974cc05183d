// SPDX-License-Identifier: MIT
// Overdispersed funnels, as FunnelPlotR 0.6.0 draws them.
#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "statistics/distribution.hpp"
#include "statistics/funnel.hpp"
#include "statistics/quantile.hpp"

namespace waymark::statistics {
namespace {

constexpr std::size_t fewest_units = 10;
constexpr double tenth = 0.1;

/// A unit on its scale: figure and standard error.
struct Scaled {
    double value = 0.0;
    double error = 0.0;
};

double to_two_decimals(double value) {
    return std::round(value * 100.0) / 100.0;
}

bool fits(const FunnelUnit& unit, FunnelScale scale) {
    const bool is_share = scale == FunnelScale::proportion;
    // The logarithm of no events at all is no number; with a half added it is one.
    const bool needs_events = scale == FunnelScale::ratio_shmi;
    return std::isfinite(unit.events) && std::isfinite(unit.base) && unit.base > 0.0 &&
           unit.events >= 0.0 && (!is_share || unit.events <= unit.base) &&
           (!needs_events || (unit.events > 0.0 && to_two_decimals(unit.base) > 0.0));
}

Scaled scaled(const FunnelUnit& unit, FunnelScale scale) {
    const auto& [events, base] = unit;
    switch (scale) {
        case FunnelScale::proportion:
            break;
        case FunnelScale::ratio_shmi: {
            const double expected = to_two_decimals(base);
            return {std::log(events / expected), 1.0 / std::sqrt(expected)};
        }
        case FunnelScale::ratio_cqc:
            return {std::sqrt(events / base), 1.0 / (2.0 * std::sqrt(base))};
        case FunnelScale::ratio_of_counts:
            return {std::log((events + 0.5) / (base + 0.5)),
                    std::sqrt(events / ((events + 0.5) * (events + 0.5)) +
                              base / ((base + 0.5) * (base + 0.5)))};
    }
    return {std::asin(std::sqrt(events / base)), 1.0 / (2.0 * std::sqrt(base))};
}

double natural(double value, FunnelScale scale) {
    switch (scale) {
        case FunnelScale::proportion:
            break;
        case FunnelScale::ratio_shmi:
        case FunnelScale::ratio_of_counts:
            return std::exp(value);
        case FunnelScale::ratio_cqc:
            return value <= 0.0 ? 0.0 : value * value;
    }
    const double angle = std::clamp(value, 0.0, std::numbers::pi / 2.0);
    return std::sin(angle) * std::sin(angle);
}

double target_of(std::span<const FunnelUnit> units, FunnelScale scale) {
    double events = 0.0;
    double base = 0.0;
    for (const FunnelUnit& unit : units) {
        events += unit.events;
        base += unit.base;
    }
    switch (scale) {
        case FunnelScale::proportion:
            break;
        case FunnelScale::ratio_shmi:
            return 0.0;
        case FunnelScale::ratio_cqc:
            return 1.0;
        case FunnelScale::ratio_of_counts:
            return std::log(events / base);
    }
    return std::asin(std::sqrt(events / base));
}

/// A z score with the weight of its unit.
struct Score {
    double z = 0.0;
    double weight = 0.0;
};

void winsorise(std::vector<Score>& scores) {
    std::vector<ValueCount> sorted;
    sorted.reserve(scores.size());
    for (const Score& score : scores) {
        sorted.push_back({score.z, 1});
    }
    std::sort(sorted.begin(), sorted.end(),
              [](const auto& one, const auto& other) { return one.value < other.value; });
    const double low = quantile_type_7(sorted, tenth).value_or(0.0);
    const double high = quantile_type_7(sorted, 1.0 - tenth).value_or(0.0);
    for (Score& score : scores) {
        score.z = std::clamp(score.z, low, high);
    }
}

// Equal scores share the mean of their ranks, as in R.
void trim(std::vector<Score>& scores) {
    const auto n = static_cast<double>(scores.size());
    std::vector<Score> kept;
    for (const Score& score : scores) {
        double below = 0.0;
        double equal = 0.0;
        for (const Score& other : scores) {
            below += other.z < score.z ? 1.0 : 0.0;
            equal += other.z == score.z ? 1.0 : 0.0;
        }
        const double rank = below + (equal + 1.0) / 2.0;
        const double group = std::floor(rank * 10.0 / (n + 1.0));
        if (group > 0.0 && group < 9.0) {
            kept.push_back(score);
        }
    }
    scores = std::move(kept);
}

}  // namespace

std::optional<Overdispersion> overdispersion(std::span<const FunnelUnit> units, FunnelScale scale) {
    const bool all_fit = std::all_of(units.begin(), units.end(),
                                     [&](const FunnelUnit& unit) { return fits(unit, scale); });
    if (units.size() < fewest_units || !all_fit) {
        return std::nullopt;
    }
    Overdispersion model;
    model.target = target_of(units, scale);
    if (!std::isfinite(model.target)) {
        return std::nullopt;  // no events anywhere
    }
    std::vector<Score> scores;
    for (const FunnelUnit& unit : units) {
        const Scaled on = scaled(unit, scale);
        if (!(on.error > 0.0)) {
            return std::nullopt;
        }
        scores.push_back({(on.value - model.target) / on.error, 1.0 / (on.error * on.error)});
    }
    scale == FunnelScale::ratio_shmi ? trim(scores) : winsorise(scores);
    double squares = 0.0;
    double weights = 0.0;
    double squared_weights = 0.0;
    for (const Score& score : scores) {
        squares += score.z * score.z;
        weights += score.weight;
        squared_weights += score.weight * score.weight;
    }
    const auto k = static_cast<double>(scores.size());
    model.kept = static_cast<std::int64_t>(scores.size());
    model.phi = squares / k;
    model.tau2 = squares < k - 1.0
                     ? 0.0
                     : std::max(0.0, (squares - (k - 1.0)) / (weights - squared_weights / weights));
    return model;
}

std::optional<Interval> overdispersed_funnel(const Overdispersion& model, const FunnelUnit& unit,
                                             FunnelScale scale, double confidence) {
    if (!fits(unit, scale)) {
        return std::nullopt;
    }
    const Scaled on = scaled(unit, scale);
    const double reach = two_sided_z(confidence) * std::sqrt(on.error * on.error + model.tau2);
    return Interval{natural(model.target - reach, scale), natural(model.target + reach, scale)};
}

}  // namespace waymark::statistics
