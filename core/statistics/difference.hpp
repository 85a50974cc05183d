// SPDX-License-Identifier: MIT
// Differences between groups, and differences of differences. Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>

#include "statistics/interval.hpp"
#include "statistics/mean.hpp"

namespace waymark::statistics {

/// A proportion of independent persons.
struct Share {
    double successes = 0.0;
    double n = 0.0;
};

/// first - second by Newcombe's hybrid of Wilson limits. nullopt when either proportion is
/// undefined. The estimate has no standard error: the interval is not symmetric. Source   R. G.
/// Newcombe, Stat. Med. 17 (1998) 873-890, method 10; docs/methods.md, "Differences".
[[nodiscard]] std::optional<Estimate> newcombe_difference(const Share& first, const Share& second,
                                                          double confidence = default_confidence);

/// first - second with the unpooled normal interval, the form of matched comparisons. n may be an
/// effective size. nullopt when either proportion is undefined.
/// Source   A. Agresti, Categorical Data Analysis, 2nd ed. (2002) section 3.1; docs/methods.md,
///          "Differences".
[[nodiscard]] std::optional<Estimate> unpooled_difference(const Share& first, const Share& second,
                                                          double confidence = default_confidence);

/// What an interval of a difference says: whether it lies wholly on one side of 0.
enum class Verdict : std::uint8_t { significant_decrease, significant_increase, inconclusive };

[[nodiscard]] Verdict verdict(const Interval& difference) noexcept;

/// first.mean - second.mean of independent samples, by Welch's t.
struct WelchDifference {
    double value = 0.0;
    double standard_error = 0.0;
    double degrees_of_freedom = 0.0;
    Interval interval;
};

/// nullopt when a sample has under 2 members or neither varies.
/// Source   B. L. Welch, Biometrika 34 (1947) 28-35; docs/methods.md, "Differences".
[[nodiscard]] std::optional<WelchDifference> welch_difference(
    const Sample& first, const Sample& second, double confidence = default_confidence);

/// A group's figure at one time with the variance of the figure.
struct GroupPoint {
    double value = 0.0;
    double variance = 0.0;
};

/// nullopt for n <= 0 or successes outside 0..n.
[[nodiscard]] std::optional<GroupPoint> group_point(const Share& share);
/// nullopt for n < 2.
[[nodiscard]] std::optional<GroupPoint> group_point(const Sample& sample);

/// Treated and comparison groups before and after. The four must be independent samples; with the
/// same persons twice take welch_difference of their changes.
struct BeforeAfter {
    GroupPoint treated_before;
    GroupPoint treated_after;
    GroupPoint comparison_before;
    GroupPoint comparison_after;
};

/// (treated after - before) - (comparison after - before), with a normal interval.
/// `clusters`: how many areas, schools or services the persons come in, when they come in any;
/// under 10 there is no standard error and no interval. An evaluation, not an effect, without a
/// design review. Source   J. D. Angrist, J.-S. Pischke, Mostly Harmless Econometrics (2009)
/// chapters 5 and 8;
///          docs/methods.md, "Difference in differences".
[[nodiscard]] Estimate difference_in_differences(const BeforeAfter& points,
                                                 std::optional<std::uint32_t> clusters = {},
                                                 double confidence = default_confidence);

}  // namespace waymark::statistics
