// SPDX-License-Identifier: MIT
#include "statistics/value.hpp"

#include <algorithm>

namespace waymark::statistics {

double net_outcomes(const OutcomeChain& chain) {
    return chain.referred * chain.engaged * chain.retained * (chain.impact - chain.deadweight);
}

std::optional<double> cost_per_outcome(double cost, double net_outcomes) {
    return net_outcomes > 0.0 ? std::optional(cost / net_outcomes) : std::nullopt;
}

IncrementalCost incremental_cost(const CostAndEffect& before, const CostAndEffect& after) {
    const double cost = after.cost - before.cost;
    const double effect = after.effect - before.effect;
    if (cost == 0.0 && effect == 0.0) {
        return {};
    }
    if (cost > 0.0 && effect > 0.0) {
        return {CostEffectiveness::ratio, cost / effect};
    }
    if (cost < 0.0 && effect < 0.0) {
        return {CostEffectiveness::ratio_of_saving, cost / effect};
    }
    const bool is_better = cost <= 0.0 && effect >= 0.0;
    return {is_better ? CostEffectiveness::dominates : CostEffectiveness::dominated, {}};
}

double net_benefit(const CostAndEffect& before, const CostAndEffect& after, double willingness) {
    return willingness * (after.effect - before.effect) - (after.cost - before.cost);
}

std::optional<double> discount_factor(std::span<const DiscountBand> schedule, int year) {
    if (year < 0) {
        return std::nullopt;
    }
    double factor = 1.0;
    int next = 1;
    for (const DiscountBand& band : schedule) {
        for (; next <= std::min(year, band.last_year); ++next) {
            factor /= 1.0 + band.rate;
        }
    }
    return next > year ? std::optional(factor) : std::nullopt;
}

static double figure_of(std::span<const double> figures, std::size_t year) {
    return year < figures.size() ? figures[year] : 0.0;
}

std::optional<Appraisal> appraisal(std::span<const double> benefits, std::span<const double> costs,
                                   const OptimismGrade& optimism,
                                   std::span<const DiscountBand> schedule) {
    Appraisal result;
    for (std::size_t year = 0; year < std::max(benefits.size(), costs.size()); ++year) {
        const auto factor = discount_factor(schedule, static_cast<int>(year));
        if (!factor) {
            return std::nullopt;
        }
        result.present_benefit +=
            figure_of(benefits, year) * (1.0 - optimism.benefit_cut) * *factor;
        result.present_cost += figure_of(costs, year) * (1.0 + optimism.cost_rise) * *factor;
        result.net_present_value = result.present_benefit - result.present_cost;
        if (!result.payback_year && result.net_present_value >= 0.0) {
            result.payback_year = static_cast<int>(year);
        }
    }
    if (result.present_cost > 0.0) {
        result.benefit_cost_ratio = result.present_benefit / result.present_cost;
    }
    return result;
}

}  // namespace waymark::statistics
