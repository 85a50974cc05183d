// SPDX-License-Identifier: MIT
// Sample quantiles. Pure arithmetic; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace waymark::statistics {

/// A value and how often it occurs.
struct ValueCount {
    double value = 0.0;
    std::int64_t count = 0;
};

/// The p-quantile of type 7: between the order statistics around (n - 1) p + 1, linearly; what R,
/// NumPy and spreadsheets do unless told otherwise. `values` ascend; counts are not negative.
/// Missing  no value at all, or p outside 0..1, gives nullopt.
/// Source   R. J. Hyndman, Y. Fan, Am. Stat. 50 (1996) 361-365; docs/methods.md, "Quantiles".
[[nodiscard]] std::optional<double> quantile_type_7(std::span<const ValueCount> values, double p);

}  // namespace waymark::statistics
