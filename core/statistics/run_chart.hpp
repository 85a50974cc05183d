// SPDX-License-Identifier: MIT
// Run charts: too long a run, or too few crossings of the median. Pure arithmetic; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace waymark::statistics {

/// Of n points off the centre: a run longer than the first, or fewer crossings than the second,
/// signals.
struct RunLimits {
    std::int64_t longest = 0;
    std::int64_t crossings = 0;
};

/// round(log2 n) + 3, halves to even, and the 5 % quantile of the binomial(n - 1, 1/2). nullopt
/// for n < 2.
[[nodiscard]] std::optional<RunLimits> run_limits(std::size_t n);

struct RunChart {
    double centre = 0.0;     ///< median of the baseline
    std::size_t useful = 0;  ///< points off the centre
    std::int64_t longest = 0;
    std::int64_t crossings = 0;
    std::optional<RunLimits> limits;
    bool is_signal = false;
};

/// One series in the order of its dates. `baseline`: the median is that of so many first points;
/// none: of all.
/// Missing  no value in the baseline gives nullopt; missing values are passed over.
/// Source   J. Anhoej, A. V. Olesen, PLoS ONE 9 (2014) e113825; qicharts2; docs/methods.md, "Run
/// charts".
[[nodiscard]] std::optional<RunChart> run_chart(std::span<const std::optional<double>> values,
                                                std::optional<std::size_t> baseline = {});

}  // namespace waymark::statistics
