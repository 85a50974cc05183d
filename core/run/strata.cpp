// SPDX-License-Identifier: MIT
// Which kinds of strata a run has: the caseload's, then those read from rows.
#include <algorithm>

#include "run/caseload_plan.hpp"
#include "run/table_plan.hpp"

namespace waymark::run {

// Whether rows of the monitor's tables are linked by the caseload; published tables never are.
static bool uses_caseload(const config::Config& config, const config::Monitor& monitor,
                          const contract::Description& description) {
    return config.caseload &&
           std::any_of(description.inputs.begin(), description.inputs.end(),
                       [&](const contract::Input& input) {
                           return !input.aggregate &&
                                  std::any_of(monitor.tables.begin(), monitor.tables.end(),
                                              [&](const config::Table& table) {
                                                  return table.input == input.name;
                                              });
                       });
}

std::vector<std::string> stratum_kinds(const config::Config& config, const config::Monitor& monitor,
                                       const contract::Description& description,
                                       ErrorList& errors) {
    std::vector<std::string> kinds;
    if (uses_caseload(config, monitor, description)) {
        kinds = wanted_strata(*config.caseload, monitor);
        for (const std::string& kind : kinds) {
            if (std::any_of(description.strata.begin(), description.strata.end(),
                            [&](const contract::OwnStrata& own) { return own.kind == kind; })) {
                errors.add(config.caseload->place,
                           "stratum \"" + kind + "\" of the caseload is one that " +
                               description.id +
                               " assigns itself; leave it out of the monitor's `strata`");
            }
        }
    }
    for (const config::Table& table : monitor.tables) {
        for (const config::NamedColumn& stratum : table.strata) {
            const bool is_own = std::any_of(
                description.strata.begin(), description.strata.end(),
                [&](const contract::OwnStrata& own) { return own.kind == stratum.name; });
            if (stratum.name == "all" || is_own) {
                errors.add(stratum.map.place,
                           "stratum \"" + stratum.name +
                               "\" has a name the measure or Waymark uses itself; "
                               "choose another");
            }
            if (std::find(kinds.begin(), kinds.end(), stratum.name) == kinds.end()) {
                kinds.push_back(stratum.name);
            }
        }
    }
    return kinds;
}

}  // namespace waymark::run
