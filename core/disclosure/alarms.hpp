// SPDX-License-Identifier: MIT
// Figures a deployment does not believe: bands outside which a figure is told as a finding. Judged
// on releases, so an alarm tells no more than they do. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "release/release.hpp"

namespace waymark::disclosure {

/// The band of one indicator, over all people of a service.
struct Alarm {
    std::string indicator;
    std::string series;           ///< "" = every series
    std::optional<double> least;  ///< natural units, like released values
    std::optional<double> most;
    double people = 0.0;  ///< fewer people are not judged
    std::string source;
};

/// The code of the finding; the title names indicator, value, limit and source.
inline constexpr const char* alarm_code = "alarm";

/// One finding for each observed release of stratum all outside a band.
[[nodiscard]] std::vector<release::FindingNotice> told_of_alarms(
    std::span<const release::Release> releases, const std::vector<Alarm>& alarms,
    const std::string& run_id);

}  // namespace waymark::disclosure
