// SPDX-License-Identifier: MIT
// XmR charts (statistical process control), as NHSRplotthedots 0.2.2 draws them. Pure arithmetic;
// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::statistics {

enum class Improvement : std::uint8_t { increase, decrease, neutral };

/// The defaults are the package's; `run_length`, `trend_length` and `two_of_three_counts_outside`
/// are variants of the Excel tools. Whoever shows a chart says which variant it is.
struct ChartOptions {
    Improvement improvement = Improvement::increase;
    std::optional<double> target = {};
    std::vector<std::size_t> rebases = {};  ///< indices of the points at which a new group begins
    std::optional<std::size_t> fix_after = {};  ///< baseline: so many points of a group, 12 or more
    bool screen_outliers = true;
    std::size_t run_length = 7;    ///< 6 to 9
    std::size_t trend_length = 7;  ///< 6 to 9
    bool two_of_three_counts_outside = false;
};

enum class Signal : std::uint8_t {
    common_cause,
    above_limit,
    below_limit,
    trend_increasing,
    trend_decreasing,
    two_of_three_above,
    two_of_three_below,
    run_above,
    run_below,
};

/// "Above UCL", "7 Point Trend (Increasing)" ...: the package's words, with the lengths asked for.
[[nodiscard]] std::string signal_text(Signal signal, const ChartOptions& options);

enum class PointType : std::uint8_t {
    common_cause,
    improvement,
    concern,
    neutral_high,
    neutral_low,
};

/// "special_cause_improvement" ...
[[nodiscard]] std::string_view word(PointType type) noexcept;

enum class Assurance : std::uint8_t { none, pass, fail, inconsistent };

/// A group's limits; the limits are absent when its moving ranges do not define them.
struct ChartLimits {
    double mean = 0.0;
    std::optional<double> lower;  ///< lower process limit
    std::optional<double> upper;
    std::optional<double> near_lower;  ///< two thirds of the way to the limit
    std::optional<double> near_upper;
};

struct ChartPoint {
    std::size_t group = 0;              ///< from 0
    bool is_short_group = false;        ///< the group has fewer than 13 points: trial limits
    std::optional<ChartLimits> limits;  ///< absent when the group has no value in its baseline
    bool is_outside = false;
    bool is_near = false;
    int side = 0;  ///< of the mean: 1 above, -1 below, 0 on it or missing
    Signal signal = Signal::common_cause;
    PointType type = PointType::common_cause;
};

struct ControlChart {
    std::vector<ChartPoint> points;
    Assurance assurance = Assurance::none;          ///< of the last point against the target
    PointType variation = PointType::common_cause;  ///< of the last point
};

/// One series in the order of its dates, a missing value where there is none. Nothing runs across a
/// rebase; a window that holds a missing value never signals. Limits are not cut to any range.
/// Missing  one value, or only equal ones with outliers screened: no limits, and no signals.
/// Errors   Error(configuration) for a rebase that is no point, a baseline under 12 points, or
///          lengths outside 6 to 9.
/// Source   NHS England, Making Data Count; NHSRplotthedots 0.2.2; D. J. Wheeler, Understanding
///          Variation (1993); docs/methods.md, "XmR charts".
[[nodiscard]] ControlChart control_chart(std::span<const std::optional<double>> values,
                                         const ChartOptions& options);

}  // namespace waymark::statistics
