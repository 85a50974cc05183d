// SPDX-License-Identifier: MIT
// How steeply a figure falls or rises from the most to the least deprived: the slope index of
// inequality over strata of deprivation.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "release/release.hpp"
#include "store/release_reader.hpp"

namespace waymark::report {

/// What is asked for.
struct SlopeRequest {
    std::string stratum_kind;              ///< its values ascend from the most deprived
    std::optional<std::string> indicator;  ///< absent: every proportion, ratio, rate and mean
    std::optional<std::string> service;
    std::optional<Date> as_of;
};

/// Of one service, indicator, series and period.
struct SlopeFigure {
    /// Stratum all; value: the least deprived end less the most deprived one, with limits of 95 %.
    release::Release slope;
    std::optional<double> relative;  ///< the least deprived end over the most deprived one
    std::size_t groups = 0;
    std::vector<std::string> vintages;
};

/// In the order of keys. A group that is hidden hides the slope; fewer than five groups, or figures
/// without people or limits, make it not applicable. docs/methods.md, "Deprivation".
[[nodiscard]] std::vector<SlopeFigure> slopes(const store::ReleaseReader& reader,
                                              const SlopeRequest& request);

}  // namespace waymark::report
