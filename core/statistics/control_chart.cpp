// SPDX-License-Identifier: MIT
#include "statistics/control_chart.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"

namespace waymark::statistics {
namespace {

using Values = std::span<const std::optional<double>>;
using Points = std::span<ChartPoint>;

constexpr double limit_factor = 2.66;     // 3 / d2, d2 = 1.128 for ranges of two
constexpr double outlier_factor = 3.267;  // D4 for ranges of two
constexpr std::size_t fewest_for_baseline = 12;
constexpr std::size_t fewest_for_limits = 13;  // the package's code; its text says 12
constexpr double on_the_mean = 1e-12;          // of the mean: what is rounding error

void check_options(const ChartOptions& options, std::size_t points) {
    const auto refuse = [](bool is_wrong, const char* what) {
        if (is_wrong) {
            throw Error(ErrorKind::configuration, std::string("control chart: ") + what);
        }
    };
    const auto is_length = [](std::size_t length) { return length >= 6 && length <= 9; };
    refuse(options.fix_after && *options.fix_after < fewest_for_baseline,
           "limits are fixed after 12 points or more");
    refuse(!is_length(options.run_length) || !is_length(options.trend_length),
           "runs and trends have 6 to 9 points");
    refuse(std::any_of(options.rebases.begin(), options.rebases.end(),
                       [&](std::size_t at) { return at >= points; }),
           "limits are rebased at a point of the series");
}

std::optional<double> mean_of(const std::vector<double>& values) {
    if (values.empty()) {
        return std::nullopt;
    }
    long double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return static_cast<double>(sum / static_cast<long double>(values.size()));
}

// Screening passes once: what is left may hold ranges beyond the new mean's limit.
std::optional<double> mean_range(Values baseline, bool screens) {
    std::vector<double> ranges;
    for (std::size_t i = 1; i < baseline.size(); ++i) {
        if (baseline[i] && baseline[i - 1]) {
            ranges.push_back(std::fabs(*baseline[i] - *baseline[i - 1]));
        }
    }
    const auto mean = mean_of(ranges);
    if (screens && mean) {
        std::erase_if(ranges, [&](double range) { return !(range < outlier_factor * *mean); });
    }
    return mean_of(ranges);
}

std::optional<ChartLimits> limits_of(Values baseline, bool screens) {
    std::vector<double> known;
    for (const auto& value : baseline) {
        if (value) {
            known.push_back(*value);
        }
    }
    const auto mean = mean_of(known);
    if (!mean) {
        return std::nullopt;
    }
    ChartLimits limits;
    limits.mean = *mean;
    if (const auto range = mean_range(baseline, screens)) {
        const double reach = limit_factor * *range;
        const double near = limit_factor * 2.0 / 3.0 * *range;
        limits.lower = *mean - reach;
        limits.upper = *mean + reach;
        limits.near_lower = *mean - near;
        limits.near_upper = *mean + near;
    }
    return limits;
}

// A stretch between two rebases.
class Group {
public:
    Group(Values values, Points points, const ChartOptions& options)
        : values_(values), points_(points), options_(options) {}

    void judge(std::size_t number) {
        const auto baseline =
            values_.first(std::min(options_.fix_after.value_or(values_.size()), values_.size()));
        const auto limits = limits_of(baseline, options_.screen_outliers);
        for (std::size_t i = 0; i < points_.size(); ++i) {
            points_[i].group = number;
            points_[i].is_short_group = points_.size() < fewest_for_limits;
            points_[i].limits = limits;
            place(i);
        }
        if (!limits || !limits->upper) {
            return;
        }
        mark_trends();
        mark_runs();
        mark_two_of_three();
        for (std::size_t i = 0; i < points_.size(); ++i) {
            points_[i].signal = signal_of(i);
            points_[i].type = type_of(points_[i].signal);
        }
    }

private:
    void place(std::size_t i) {
        ChartPoint& point = points_[i];
        if (!point.limits || !values_[i]) {
            return;
        }
        const ChartLimits& limits = *point.limits;
        const double value = *values_[i];
        const double above = value - limits.mean;
        const bool is_on = std::fabs(above) <= on_the_mean * std::max(1.0, std::fabs(limits.mean));
        point.side = is_on ? 0 : (above > 0 ? 1 : -1);
        if (limits.upper) {
            point.is_outside = value > *limits.upper || value < *limits.lower;
            point.is_near =
                !point.is_outside && (value > *limits.near_upper || value < *limits.near_lower);
        }
    }

    // 1 upwards, -1 downwards, 0 for an equal pair or a missing value.
    [[nodiscard]] int step(std::size_t i) const {
        if (!values_[i] || !values_[i + 1] || *values_[i] == *values_[i + 1]) {
            return 0;
        }
        return *values_[i + 1] > *values_[i] ? 1 : -1;
    }

    // Calls `mark` with every window of `length` points whose neighbours all agree by `agree`.
    template <class Agree, class Mark>
    void each_window(std::size_t length, const Agree& agree, const Mark& mark) const {
        for (std::size_t first = 0; first + length <= points_.size(); ++first) {
            if (agree(first)) {
                for (std::size_t i = first; i < first + length; ++i) {
                    mark(i);
                }
            }
        }
    }

    void mark_trends() {
        in_trend_.assign(points_.size(), false);
        each_window(
            options_.trend_length,
            [&](std::size_t first) {
                const int direction = step(first);
                for (std::size_t i = first; i + 1 < first + options_.trend_length; ++i) {
                    if (step(i) != direction) {
                        return false;
                    }
                }
                return direction != 0;
            },
            [&](std::size_t i) { in_trend_[i] = true; });
    }

    void mark_runs() {
        in_run_.assign(points_.size(), false);
        each_window(
            options_.run_length,
            [&](std::size_t first) { return is_one_sided(first, options_.run_length); },
            [&](std::size_t i) { in_run_[i] = true; });
    }

    void mark_two_of_three() {
        in_two_of_three_.assign(points_.size(), false);
        const auto counts = [&](std::size_t i) {
            return points_[i].is_near ||
                   (options_.two_of_three_counts_outside && points_[i].is_outside);
        };
        each_window(
            3,
            [&](std::size_t first) {
                const int found =
                    int(counts(first)) + int(counts(first + 1)) + int(counts(first + 2));
                return found >= 2 && is_one_sided(first, 3);
            },
            [&](std::size_t i) { in_two_of_three_[i] = in_two_of_three_[i] || counts(i); });
    }

    [[nodiscard]] bool is_one_sided(std::size_t first, std::size_t length) const {
        const int side = points_[first].side;
        return side != 0 && std::all_of(points_.begin() + std::ptrdiff_t(first),
                                        points_.begin() + std::ptrdiff_t(first + length),
                                        [&](const auto& point) { return point.side == side; });
    }

    // The direction of a trend at a point where one ends and another begins is the next step's;
    // between two equal points that of the step before.
    [[nodiscard]] Signal trend_at(std::size_t i) const {
        const bool goes_on = i + 1 < points_.size() && in_trend_[i + 1] && step(i) != 0;
        const int direction = goes_on ? step(i) : step(i - 1);
        return direction > 0 ? Signal::trend_increasing : Signal::trend_decreasing;
    }

    [[nodiscard]] Signal signal_of(std::size_t i) const {
        const ChartPoint& point = points_[i];
        const bool is_above = point.side > 0;
        if (point.is_outside) {
            return is_above ? Signal::above_limit : Signal::below_limit;
        }
        if (in_trend_[i]) {
            return trend_at(i);
        }
        if (in_two_of_three_[i]) {
            return is_above ? Signal::two_of_three_above : Signal::two_of_three_below;
        }
        if (in_run_[i]) {
            return is_above ? Signal::run_above : Signal::run_below;
        }
        return Signal::common_cause;
    }

    [[nodiscard]] PointType type_of(Signal signal) const {
        if (signal == Signal::common_cause) {
            return PointType::common_cause;
        }
        const bool is_high = signal == Signal::above_limit || signal == Signal::trend_increasing ||
                             signal == Signal::two_of_three_above || signal == Signal::run_above;
        if (options_.improvement == Improvement::neutral) {
            return is_high ? PointType::neutral_high : PointType::neutral_low;
        }
        const bool is_good = is_high == (options_.improvement == Improvement::increase);
        return is_good ? PointType::improvement : PointType::concern;
    }

    Values values_;
    Points points_;
    const ChartOptions& options_;
    std::vector<bool> in_trend_;
    std::vector<bool> in_run_;
    std::vector<bool> in_two_of_three_;
};

Assurance assurance_of(const ChartPoint& last, const ChartOptions& options) {
    if (!options.target || options.improvement == Improvement::neutral) {
        return Assurance::none;
    }
    if (!last.limits || !last.limits->upper) {
        return Assurance::inconsistent;
    }
    const bool wants_high = options.improvement == Improvement::increase;
    if (*options.target > *last.limits->upper) {
        return wants_high ? Assurance::fail : Assurance::pass;
    }
    if (*options.target < *last.limits->lower) {
        return wants_high ? Assurance::pass : Assurance::fail;
    }
    return Assurance::inconsistent;
}

}  // namespace

ControlChart control_chart(Values values, const ChartOptions& options) {
    check_options(options, values.size());
    ControlChart chart;
    chart.points.resize(values.size());
    std::size_t number = 0;
    for (std::size_t first = 0; first < values.size(); ++number) {
        std::size_t end = values.size();
        for (const std::size_t rebase : options.rebases) {
            end = rebase > first ? std::min(end, rebase) : end;
        }
        Group(values.subspan(first, end - first), Points(chart.points).subspan(first, end - first),
              options)
            .judge(number);
        first = end;
    }
    if (!chart.points.empty()) {
        chart.assurance = assurance_of(chart.points.back(), options);
        chart.variation = chart.points.back().type;
    }
    return chart;
}

std::string signal_text(Signal signal, const ChartOptions& options) {
    const std::string trend = std::to_string(options.trend_length) + " Point Trend ";
    const std::string run = std::to_string(options.run_length) + " Points ";
    switch (signal) {
        case Signal::common_cause:
            break;
        case Signal::above_limit:
            return "Above UCL";
        case Signal::below_limit:
            return "Below LCL";
        case Signal::trend_increasing:
            return trend + "(Increasing)";
        case Signal::trend_decreasing:
            return trend + "(Decreasing)";
        case Signal::two_of_three_above:
            return "2 in 3 Above CL";
        case Signal::two_of_three_below:
            return "2 in 3 Below CL";
        case Signal::run_above:
            return run + "Above CL";
        case Signal::run_below:
            return run + "Below CL";
    }
    return "Common Cause";
}

std::string_view word(PointType type) noexcept {
    switch (type) {
        case PointType::common_cause:
            break;
        case PointType::improvement:
            return "special_cause_improvement";
        case PointType::concern:
            return "special_cause_concern";
        case PointType::neutral_high:
            return "special_cause_neutral_high";
        case PointType::neutral_low:
            return "special_cause_neutral_low";
    }
    return "common_cause";
}

}  // namespace waymark::statistics
