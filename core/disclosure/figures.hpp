// SPDX-License-Identifier: MIT
// The figures of a cell that may be shown: rounded parts first, value and interval from them. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/cell.hpp"
#include "contract/description.hpp"
#include "disclosure/exact.hpp"
#include "disclosure/profile.hpp"
#include "observation/observation.hpp"

namespace waymark::disclosure {

/// What one point of a cell shows. Members beside `state` are present only when it is observed; of
/// a group too small for a rate also the parts, without value and interval.
struct Shown {
    State state = State::observed;
    std::optional<double> value;
    std::optional<double> numerator;
    std::optional<double> denominator;
    std::optional<double> people;
    std::optional<double> lower;
    std::optional<double> upper;
};

/// The points under which an indicator is released: those it declares; of a change without any,
/// mean, sd and effect_size; otherwise the one main figure, "".
[[nodiscard]] std::vector<std::string> points_of(const contract::Indicator& indicator);

/// The exact parts of a cell, as the ledger keeps them.
[[nodiscard]] ExactParts exact_parts(const observation::Sums& sums);

/// The figures of a point of an observed cell that is not hidden.
///
/// count, proportion, rate, ratio: numerator, denominator and people are rounded by the profile
/// (exposures of a rate are no counts: 3 significant digits), value and interval follow from them:
/// Byar or exact for counts and rates, Wilson for proportions. The interval of a ratio, and mean,
/// change, time_to_event and quantile rest on exact moments: they need the profile's fewest people
/// and are released to 3 significant digits. Aggregates, published values
/// and attrition have no interval.
/// Profiles that show everything round nothing.
///
/// Ordinary outcomes without a value: `suppressed` when too few people stand behind moments or a
/// point; `unavailable` for a proportion, ratio or rate of fewer people than the measure's
/// min_people_for_rate or the profile's fewest_for_rates, and for a survival past the end of the
/// watch; `not_applicable` when there is nobody to speak of.
[[nodiscard]] Shown shown_figures(const observation::Observation& cell,
                                  const contract::Indicator& indicator, const std::string& point,
                                  const Profile& profile);

}  // namespace waymark::disclosure
