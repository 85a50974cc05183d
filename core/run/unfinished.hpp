// SPDX-License-Identifier: MIT
// Windows that are not over yet: what a case answered for one is held back until it is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "observation/sums.hpp"
#include "run/plan.hpp"

namespace waymark::run {

/// The states of an answer about the cases of one shard, in which every observed contribution to a
/// window that ends after as_of is `window_not_over`; the answer's own where nothing is held back.
/// Times to an event are complete at any time: those still going on are censored. `kept` is the
/// memory of the result. A pure function; any thread.
[[nodiscard]] std::span<const std::int32_t> states_held_back(
    const Plan& plan, const caseload::ShardCases& cases, const observation::Contributions& answer,
    std::vector<std::int32_t>& kept);

}  // namespace waymark::run
