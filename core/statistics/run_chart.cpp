// SPDX-License-Identifier: MIT
#include "statistics/run_chart.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "statistics/quantile.hpp"

namespace waymark::statistics {

// The smallest k with P(X <= k) >= p for X binomial(n, 1/2). The terms are summed in extended
// precision from the lower tail, which is where 5 % lies.
static std::int64_t fair_binomial_quantile(double p, std::size_t n) {
    long double term = std::exp2(-static_cast<long double>(n));
    long double sum = term;
    std::int64_t k = 0;
    while (sum < p && static_cast<std::size_t>(k) < n) {
        term *= static_cast<long double>(n - static_cast<std::size_t>(k)) / (k + 1);
        sum += term;
        ++k;
    }
    return k;
}

std::optional<RunLimits> run_limits(std::size_t n) {
    if (n < 2) {
        return std::nullopt;
    }
    // nearbyint rounds halves to even in the default mode; log2 n is never a half.
    const auto expected = std::llround(std::nearbyint(std::log2(static_cast<double>(n))));
    return RunLimits{expected + 3, fair_binomial_quantile(0.05, n - 1)};
}

std::optional<RunChart> run_chart(std::span<const std::optional<double>> values,
                                  std::optional<std::size_t> baseline) {
    std::vector<ValueCount> known;
    for (const auto& value :
         values.first(std::min(baseline.value_or(values.size()), values.size()))) {
        if (value) {
            known.push_back({*value, 1});
        }
    }
    std::sort(known.begin(), known.end(),
              [](const auto& one, const auto& other) { return one.value < other.value; });
    const auto centre = quantile_type_7(known, 0.5);
    if (!centre) {
        return std::nullopt;
    }
    RunChart chart;
    chart.centre = *centre;
    std::int64_t run = 0;
    bool was_above = false;
    for (const auto& value : values) {
        if (!value || *value == *centre) {
            continue;
        }
        const bool is_above = *value > *centre;
        const bool goes_on = chart.useful > 0 && is_above == was_above;
        chart.crossings += chart.useful > 0 && !goes_on ? 1 : 0;
        run = goes_on ? run + 1 : 1;
        chart.longest = std::max(chart.longest, run);
        was_above = is_above;
        ++chart.useful;
    }
    chart.limits = run_limits(chart.useful);
    chart.is_signal = chart.limits && (chart.longest > chart.limits->longest ||
                                       chart.crossings < chart.limits->crossings);
    return chart;
}

}  // namespace waymark::statistics
