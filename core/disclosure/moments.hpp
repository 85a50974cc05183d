// SPDX-License-Identifier: MIT
// Values that rest on moments and distributions: mean, change, survival and quantile, not yet
// rounded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "contract/description.hpp"
#include "disclosure/profile.hpp"
#include "observation/observation.hpp"
#include "statistics/interval.hpp"

namespace waymark::disclosure {

struct MomentFigure {
    std::optional<double> value;
    std::optional<statistics::Interval> interval;
    std::optional<std::int64_t> at_risk;  ///< survival: people still watched just before the point
    bool is_hidden = false;               ///< no value because it would show too few people
};

/// The figure of a mean, change (last - first: the indicator's direction tells which way is
/// better), time_to_event (survival at the point, or the mean time
/// free of the event up to it) or quantile. Of a survival nothing is said where
/// few people are still at risk, or where one of few had the event by then; a quantile is never the
/// least or greatest value, unless the profile shows everything.
[[nodiscard]] MomentFigure moment_figure(const observation::Sums& sums, contract::Kind kind,
                                         const std::string& point, const Profile& profile);

}  // namespace waymark::disclosure
