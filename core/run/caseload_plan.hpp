// SPDX-License-Identifier: MIT
// The caseload of a configuration fitted to a measure: which columns are asked of its tables.
#pragma once

#include <string>
#include <vector>

#include "base/error_list.hpp"
#include "caseload/caseload.hpp"
#include "config/config.hpp"
#include "contract/description.hpp"
#include "source/pull.hpp"

namespace waymark::run {

/// One of the caseload's own tables, ready to be pulled but for its files.
struct CaseloadTable {
    std::string name;  ///< "caseload", "deprivation", "id_map", "opt_out": as pulls are recorded
    const config::Source* source = nullptr;
    std::vector<source::Wanted> wanted;
    bool path_per_service = false;
    bool must_be_whole = false;  ///< one refused row refuses the run
};

/// Everything of the caseload that is fixed before the first byte is read.
struct CaseloadPlan {
    const config::Caseload* caseload = nullptr;
    CaseloadTable spells;
    caseload::SpellRoles roles;
    caseload::DerivedStrata derived;  ///< without the quintiles, which stand in a table
    std::vector<std::string> schemes;
    std::optional<CaseloadTable> deprivation;  ///< area, then decile or rank
    std::optional<CaseloadTable> id_map;       ///< scheme, identifier, person
    std::optional<CaseloadTable> opt_out;      ///< scheme, identifier
};

/// The strata of the caseload that the monitor wants.
[[nodiscard]] std::vector<std::string> wanted_strata(const config::Caseload& caseload,
                                                     const config::Monitor& monitor);

/// Fits the caseload. `strata` are the run's kinds, the caseload's among them.
[[nodiscard]] CaseloadPlan caseload_plan(const config::Config& config,
                                         const contract::Description& description,
                                         const std::vector<std::string>& strata);

}  // namespace waymark::run
