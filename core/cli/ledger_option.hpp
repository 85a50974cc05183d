// SPDX-License-Identifier: MIT
// What the verbs that read a ledger share: which one, and a run told whole.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <ostream>

#include "cli/options.hpp"
#include "ledger/ledger_reader.hpp"

namespace waymark::cli {

/// Adds --config and --ledger.
Options& with_ledger(Options& options);

/// Where the ledger lies that --ledger or --config names. Throws Error(usage) when neither is
/// given.
[[nodiscard]] std::filesystem::path ledger_path(const Options& options);

/// That ledger, opened to read.
[[nodiscard]] ledger::LedgerReader opened_ledger(const Options& options);

/// --limit, 20 when not given. Throws Error(usage) for anything but a positive number.
[[nodiscard]] std::uint32_t limit_of(const Options& options);

/// Everything the ledger knows of a run but the exact figures.
[[nodiscard]] nlohmann::ordered_json run_json(const ledger::RunRecord& run,
                                              const ledger::LedgerReader& ledger);

/// The members of an object as indented "name: value" lines, for people.
void print_members(const nlohmann::ordered_json& object, std::ostream& out, int indent = 0);

}  // namespace waymark::cli
