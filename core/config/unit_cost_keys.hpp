// SPDX-License-Identifier: MIT
// The keys of a unit-cost document. Only for this room.
#pragma once

#include "config/keys.hpp"

namespace waymark::config {

extern const TableKeys unit_costs_keys;
extern const TableKeys discount_keys;
extern const TableKeys rate_band_keys;
extern const TableKeys optimism_keys;
extern const TableKeys grade_keys;
extern const TableKeys price_keys;
extern const TableKeys outcome_keys;
extern const TableKeys factor_keys;
extern const TableKeys benefit_keys;
extern const TableKeys cost_keys;

}  // namespace waymark::config
