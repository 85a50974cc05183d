// SPDX-License-Identifier: MIT
// Cells between the shards and their observations: sums over all shards, with the states that came.
#pragma once

#include <span>
#include <vector>

#include "observation/running_cell.hpp"
#include "observation/sums.hpp"

namespace waymark::observation {

/// A cell over all shards, before its state is decided.
struct Draft {
    CellKey key;
    Sums sums;
    StateMask states = 0;
    bool is_to_date = false;  ///< rolled up, and of its last part nothing has come of the service
    bool has_gap = false;     ///< rolled up, and nothing came of an earlier part
};

/// The cells of all shards that were asked for, settled, merged and ascending by key; published
/// totals stand in place of the sums they are totals of, and fine cells are rolled up to the coarse
/// ones that were told nothing. Slot by slot, so that the cells of a fine period are gone before
/// those of the next are made; the shards are empty afterwards.
[[nodiscard]] std::vector<Draft> merged(std::span<ShardSums> shards, const Observations& frame);

}  // namespace waymark::observation
