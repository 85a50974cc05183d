// SPDX-License-Identifier: MIT
// Which cells of a run add up to which: strata to `all`, fine to coarse periods, parts to their
// whole.
#pragma once

#include <vector>

#include "contract/description.hpp"
#include "disclosure/line.hpp"
#include "observation/observation.hpp"

namespace waymark::disclosure {

/// The lines of a run; parts and totals are indices into its cells.
struct Lines {
    std::vector<Line> strata;   ///< people and what they contribute add up
    std::vector<Line> periods;  ///< what is contributed adds up; a person may be in several periods
    std::vector<Line> part_of;  ///< the indicator's own count adds up; people are the same
};

/// The lines on which observed cells lie. Attrition lies on none: its months do not add up to their
/// year, and what its steps tell is protected by attrition_rules().
[[nodiscard]] Lines lines_of(const observation::Observations& observed,
                             const contract::Description& description);

/// The lines of strata alone, with those of attrition: what figures rounded one by one could tell.
/// Published values lie on none.
[[nodiscard]] std::vector<Line> strata_lines(const observation::Observations& observed,
                                             const contract::Description& description);

/// Throws Error (configuration) when cells of one indicator lie on two kinds of line: then what is
/// hidden on one could be recovered along the other. Each kind of stratum and each pair of grains
/// counts as a kind of its own. Only for profiles that publish exact totals.
void refuse_crossing_lines(const observation::Observations& observed,
                           const contract::Description& description, const std::string& profile_id);

}  // namespace waymark::disclosure
