// SPDX-License-Identifier: MIT
// A table of the configuration fitted to an input of the description: which columns are asked of
// the source under which rules, and which of them say who, where and when.
#pragma once

#include <string>
#include <vector>

#include "base/error_list.hpp"
#include "run/plan.hpp"

namespace waymark::run {

/// The kinds of strata: those of the caseload that the monitor wants, then those read from rows,
/// over all its tables, in the order they are named.
[[nodiscard]] std::vector<std::string> stratum_kinds(const config::Config& config,
                                                     const config::Monitor& monitor,
                                                     const contract::Description& description,
                                                     ErrorList& errors);

/// One plan per configured table, in the order of the description's inputs. Faults go to `errors`.
[[nodiscard]] std::vector<TablePlan> table_plans(const config::Config& config,
                                                 const config::Monitor& monitor,
                                                 const contract::Description& description,
                                                 const caseload::ServiceScope& services,
                                                 const std::vector<std::string>& strata, Date as_of,
                                                 ErrorList& errors);

}  // namespace waymark::run
