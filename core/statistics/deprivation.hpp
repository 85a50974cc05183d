// SPDX-License-Identifier: MIT
// Deprivation: deciles of areas, quantiles of one's own areas, and how steeply a figure falls from
// the most to the least deprived. Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// The decile of an area of rank 1 (most deprived) to `areas`: 1 to 10. nullopt for a rank outside.
/// Source   English Indices of Deprivation, technical report; docs/methods.md, "Deprivation".
[[nodiscard]] std::optional<int> deprivation_decile(std::int64_t rank, std::int64_t areas);

enum class QuantileOrder : std::uint8_t { low_first, high_first };

/// The quantile (1 to `quantiles`) of each value among the known ones; equal values share one.
/// Missing  a missing value has none; with fewer known values than quantiles none has one.
/// Source   PHEindicatormethods 2.1.0, phe_quantile; docs/methods.md, "Deprivation".
[[nodiscard]] std::vector<std::optional<int>> area_quantiles(
    std::span<const std::optional<double>> values, int quantiles,
    QuantileOrder order = QuantileOrder::low_first);

/// One quantile of deprivation, with the 95 % limits of its figure.
struct DeprivedGroup {
    double population = 0.0;
    double figure = 0.0;
    Interval limits;
};

/// The scale of the straight line: proportions may be fitted by their logit, rates by their log.
enum class SlopeScale : std::uint8_t { plain, log, logit };

struct SlopeOfInequality {
    double index = 0.0;  ///< SII: the difference from the most deprived end to the least
    /// RII: the least deprived end over the most; absent when an end of the line is not positive.
    std::optional<double> relative;
    double at_most_deprived = 0.0;     ///< the line's figure at the most deprived end
    std::optional<Interval> interval;  ///< of the index
};

/// Weighted least squares over 5 to 100 groups, most deprived first. `limits`: the scale on which
/// the groups' limits are symmetric, logit for those of proportions, log for those of rates; the
/// groups' standard errors are taken there.
/// Missing  another number of groups, a population that is not positive, or a figure the scale has
///          no value for; no interval when a limit has none.
/// Source   PHEindicatormethods 2.1.0, phe_sii; the interval is by the delta method, this project's
///          (the package simulates); docs/methods.md, "Deprivation".
[[nodiscard]] std::optional<SlopeOfInequality> slope_of_inequality(
    std::span<const DeprivedGroup> groups, SlopeScale line = SlopeScale::plain,
    SlopeScale limits = SlopeScale::plain);

}  // namespace waymark::statistics
