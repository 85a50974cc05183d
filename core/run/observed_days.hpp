// SPDX-License-Identifier: MIT
// On which days there are rows: what tells the open days where no calendar does.
#pragma once

#include <cstdint>
#include <vector>

#include "batch/block.hpp"
#include "caseload/case_table.hpp"
#include "contract/description.hpp"

namespace waymark::run {

/// Puts the days (since 1970-01-01) on which linked rows of the block are dated into `days`, each
/// run of rows of one day once. None when the input has no date column, or its rows span days.
void find_days(const contract::Input& input, const batch::RowBlock& block,
               const caseload::RowLinks& links, std::vector<std::int32_t>& days);

}  // namespace waymark::run
