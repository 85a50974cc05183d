// SPDX-License-Identifier: MIT
// The verbs of the command line: what each is called, takes and prints. main builds the
// surroundings once and hands them on.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace waymark::cli {

/// Where a verb prints and what it may ask. Data go to `out`, messages to `err`.
struct Surroundings {
    std::ostream& out;
    std::ostream& err;
    const Clock& clock;
    bool has_terminal = false;  ///< err is one: progress may be drawn
};

struct Verb {
    std::string name;      ///< "run", "config check"
    std::string synopsis;  ///< "CONFIG [--measure M] ..."
    std::string summary;   ///< one sentence
    std::string examples;  ///< lines shown first in its help
    /// Returns the exit code; throws Error.
    std::function<int(const Verb&, const std::vector<std::string>& arguments, Surroundings&)> run;
};

/// Every verb, in the order help lists them.
[[nodiscard]] const std::vector<Verb>& verbs();

/// Runs the command line without the program's name. Errors are told on `err`; the exit code is
/// that of README.md.
[[nodiscard]] int run_command_line(const std::vector<std::string>& arguments,
                                   Surroundings& surroundings);

// The verbs' own files.
[[nodiscard]] Verb run_verb();
[[nodiscard]] Verb daemon_verb();
[[nodiscard]] Verb schedule_next_verb();
[[nodiscard]] Verb config_check_verb();
[[nodiscard]] Verb config_show_verb();
[[nodiscard]] Verb config_schema_verb();
[[nodiscard]] Verb source_test_verb();
[[nodiscard]] Verb plugin_list_verb();
[[nodiscard]] Verb plugin_describe_verb();
[[nodiscard]] Verb plugin_check_verb();
[[nodiscard]] Verb plugin_new_verb();
[[nodiscard]] Verb plugin_run_verb();
[[nodiscard]] Verb plugin_rescan_verb();
[[nodiscard]] Verb plugin_unquarantine_verb();
[[nodiscard]] Verb query_verb();
[[nodiscard]] Verb report_value_verb();
[[nodiscard]] Verb report_matched_verb();
[[nodiscard]] Verb report_slope_verb();
[[nodiscard]] Verb runs_list_verb();
[[nodiscard]] Verb runs_show_verb();
[[nodiscard]] Verb explain_verb();
[[nodiscard]] Verb observations_verb();
[[nodiscard]] Verb forget_verb();
[[nodiscard]] Verb audit_list_verb();
[[nodiscard]] Verb status_verb();
[[nodiscard]] Verb calibrate_verb();
[[nodiscard]] Verb version_verb();

}  // namespace waymark::cli
