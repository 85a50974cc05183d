// SPDX-License-Identifier: MIT
// Secondary suppression on one line: parts and the total they add up to. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace waymark::disclosure {

/// Cells that add up to another: indices into the run's cells. Without a total nothing can be
/// recovered, and the parts stand alone.
struct Line {
    std::vector<std::size_t> parts;  ///< in the stable order of keys
    std::optional<std::size_t> total;
};

/// Hides further cells of a line, until no count from 1 to `hide_up_to` can be found from the total
/// and the parts still shown: at least two non-zero parts are hidden, and they sum to so much that
/// each may be above `hide_up_to`. The smallest shown part goes first, equals in the order of the
/// line; when none is left, the total.
///
/// `counts` and `hidden` have one entry per cell of the run; parts with counts from 1 to
/// `hide_up_to` are hidden here, `seeds` must be protected although their count is larger. The
/// total is not touched when it is hidden already: then there is no equation. Source   A. Hundepool
/// et al., Handbook on Statistical Disclosure Control, chapter 4 (principle);
///          docs/methods.md, "Secondary suppression".
void suppress_line(const Line& line, std::span<const std::int64_t> counts,
                   const std::vector<bool>& seeds, std::int64_t hide_up_to,
                   std::vector<bool>& hidden);

}  // namespace waymark::disclosure
