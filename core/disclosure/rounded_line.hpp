// SPDX-License-Identifier: MIT
// What rounded figures of one line still tell of its hidden parts (ADR 0016). Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "disclosure/line.hpp"
#include "disclosure/profile.hpp"

namespace waymark::disclosure {

/// Under a profile that rounds, hides all parts of a line, zeros too, when the figures shown leave
/// a hidden part at most half of the values from 1 to `hide_up_to`: seven hidden parts of a hidden
/// total are 1 each. When nothing was left to hide and the parts are known all the same, the total
/// goes, too.
///
/// `counts` and `hidden` have one entry per cell of the run; parts and total from 1 to `hide_up_to`
/// are hidden before the call. A line with a hidden part above that, or whose parts share people
/// (they add up to more than the total), tells nothing this way and is left as it is.
void widen_rounded_line(const Line& line, std::span<const std::int64_t> counts,
                        const Profile& profile, std::vector<bool>& hidden);

}  // namespace waymark::disclosure
