// SPDX-License-Identifier: MIT
// Value for money: cost per outcome, discounting, net present value. Schedules and grades are data
// of the caller, with their sources. Money is in one currency and the prices of one stated year.
// Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace waymark::statistics {

/// From referrals to outcomes that would not have happened anyway; all but `referred` are shares.
struct OutcomeChain {
    double referred = 0.0;
    double engaged = 1.0;
    double retained = 1.0;
    double impact = 0.0;      ///< share of those retained with the outcome
    double deadweight = 0.0;  ///< share who would have had it anyway
};

/// referred * engaged * retained * (impact - deadweight); may be negative.
[[nodiscard]] double net_outcomes(const OutcomeChain& chain);

/// nullopt when the net outcomes are not positive.
[[nodiscard]] std::optional<double> cost_per_outcome(double cost, double net_outcomes);

/// What a programme costs and brings.
struct CostAndEffect {
    double cost = 0.0;
    double effect = 0.0;
};

enum class CostEffectiveness : std::uint8_t {
    ratio,            ///< dearer and better: the ratio says at what price
    ratio_of_saving,  ///< cheaper and worse: the ratio says what each effect lost saves
    dominates,        ///< no dearer and no worse, and one of the two differs
    dominated,
    equal,
};

struct IncrementalCost {
    CostEffectiveness verdict = CostEffectiveness::equal;
    std::optional<double> ratio;  ///< ICER; only where the verdict is a ratio
};

/// Source   M. F. Drummond et al., Methods for the Economic Evaluation of Health Care Programmes
///          (2015) chapter 4; docs/methods.md, "Value for money".
[[nodiscard]] IncrementalCost incremental_cost(const CostAndEffect& before,
                                               const CostAndEffect& after);

/// willingness * change in effect - change in cost; always defined.
[[nodiscard]] double net_benefit(const CostAndEffect& before, const CostAndEffect& after,
                                 double willingness);

/// A yearly rate that holds from the end of the band before up to and with `last_year`.
struct DiscountBand {
    int last_year = 0;
    double rate = 0.0;
};

/// The factor of a year, 1 in year 0: 1 / prod(1 + rate of each year). Bands ascend.
/// Missing  a negative year, or one beyond the last band.
/// Source   HM Treasury, Green Book; docs/methods.md, "Value for money".
[[nodiscard]] std::optional<double> discount_factor(std::span<const DiscountBand> schedule,
                                                    int year);

/// What is cut from benefits and put on costs for the quality of the evidence: shares.
struct OptimismGrade {
    double benefit_cut = 0.0;
    double cost_rise = 0.0;
};

/// Costs and benefits year by year from year 0, after optimism.
struct Appraisal {
    double present_benefit = 0.0;
    double present_cost = 0.0;
    double net_present_value = 0.0;
    std::optional<double> benefit_cost_ratio;  ///< absent without costs
    std::optional<int>
        payback_year;  ///< the first with a cumulative value of 0 or more; none: never
};

/// `benefits` and `costs` are in year 0, 1, ...; the shorter one goes on with 0.
/// Missing  as discount_factor for the last year with a figure.
/// Source   as discount_factor.
[[nodiscard]] std::optional<Appraisal> appraisal(std::span<const double> benefits,
                                                 std::span<const double> costs,
                                                 const OptimismGrade& optimism,
                                                 std::span<const DiscountBand> schedule);

}  // namespace waymark::statistics
