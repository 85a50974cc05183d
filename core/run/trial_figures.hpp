// SPDX-License-Identifier: MIT
// The exact figures of a trial under their names, as its author reads them and golden cases keep
// them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace waymark::observation {
struct Observations;
}

namespace waymark::run {

struct Plan;

/// One point of one cell. Exact: nothing is hidden or rounded, so it is for the author's eyes
/// alone.
struct TrialFigure {
    std::string service;
    std::string indicator;
    std::string series;   ///< "" = the indicator has none
    std::string period;   ///< key
    std::string stratum;  ///< "all" or "kind=value"
    std::string point;
    std::string state;
    std::optional<double> value;
    std::optional<double> lower;
    std::optional<double> upper;
    std::optional<double> numerator;
    std::optional<double> denominator;
    std::optional<double> people;
};

/// Every cell of the measure's own indicators, in the order of the observations; the host's
/// attrition is left out.
[[nodiscard]] std::vector<TrialFigure> trial_figures(const Plan& plan,
                                                     const observation::Observations& observed);

}  // namespace waymark::run
