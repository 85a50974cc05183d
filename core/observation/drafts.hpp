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
};

/// The cells of all shards, settled, merged and ascending by key; published totals stand in place
/// of the sums they are totals of. Without the cells of grains their indicator does not allow.
[[nodiscard]] std::vector<Draft> merged(std::span<ShardSums> shards, const Observations& frame);

/// Adds the coarse cells that only fine ones speak of; keeps the order.
void roll_up(std::vector<Draft>& drafts, const contract::Description& description,
             std::span<const RollUp> roll_ups);

}  // namespace waymark::observation
