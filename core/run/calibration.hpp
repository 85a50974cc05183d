// SPDX-License-Identifier: MIT
// Spread and reliability of scales from a service's own baseline forms: a proposal for a person,
// who may put it into the instrument's file. Nothing here reaches ledger or store, and no run takes
// its thresholds from the cases it judges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "run/evaluation.hpp"
#include "run/plan.hpp"

namespace waymark::run {

/// Fewer forms give no proposal: a rule of this project.
inline constexpr std::int64_t fewest_for_calibration = 30;

/// One scale, over all services and the periods of one grain, so that each ended episode counts
/// once.
struct Calibration {
    std::string series;
    std::int64_t forms = 0;             ///< complete baseline forms
    double mean = 0.0;                  ///< of the score
    std::optional<double> sd;           ///< of the score, n - 1
    std::optional<double> reliability;  ///< Cronbach's alpha of the items

    [[nodiscard]] bool has_enough() const noexcept { return forms >= fewest_for_calibration; }
};

/// The monitor as it is run for calibration: parameter "calibration" set. Throws Error(usage) when
/// its measure has no such parameter, or the monitor no grains.
[[nodiscard]] config::Monitor calibrating(const config::Monitor& monitor, const Plugin& plugin);

/// What the evaluation of a calibrating monitor says: one entry for each series that has forms, in
/// document order. `period` narrows to one period by its key ("" = all of the monitor's first
/// grain). Throws Error(usage) when the run has no such period.
[[nodiscard]] std::vector<Calibration> calibrations(const Plan& plan, const Evaluation& evaluation,
                                                    const std::string& period);

}  // namespace waymark::run
