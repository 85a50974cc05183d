// SPDX-License-Identifier: MIT
// Which cells of a run are hidden. One decision per cell: every figure derived from its counts, at
// every point and of every series, hides together. Pure; any thread.
#pragma once

#include <vector>

#include "contract/description.hpp"
#include "disclosure/profile.hpp"
#include "observation/observation.hpp"

namespace waymark::disclosure {

/// True for each cell that must be hidden; one entry per cell of `observed`. `kept_hidden` are
/// cells that must stay hidden because an earlier vintage hid them. Cells without figures are never
/// hidden.
///
/// Hidden are counts from 1 to the profile's threshold of people, of contributors and, for
/// proportions, of people who are no contributors; 0 % and 100 % of a group under 10; and what
/// would give one of these away on a line (suppress_line; widen_rounded_line where a profile
/// rounds); under profiles of exact counts also every stratum of attrition (attrition_rules).
/// Throws Error (configuration) as refuse_crossing_lines does.
[[nodiscard]] std::vector<bool> hidden_cells(const observation::Observations& observed,
                                             const contract::Description& description,
                                             const Profile& profile,
                                             const std::vector<bool>& kept_hidden);

}  // namespace waymark::disclosure
