// SPDX-License-Identifier: MIT
// Whether what a monitor found last still stands, because nothing it rested on has changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/ledger_reader.hpp"
#include "ledger/record.hpp"
#include "run/evaluation.hpp"
#include "store/release_reader.hpp"

namespace waymark::run {

struct Plan;

/// The last measured run of a monitor and the accounts of its pulls.
struct Standing {
    std::string run_id;
    std::vector<ledger::PullRecord> pulls;
};

/// The programs that make the figures: size and time of their files, which change with every build
/// that is installed.
[[nodiscard]] std::string host_build();

/// The monitor's last measured run if it began with the same as the run `now`: plugin, programs,
/// configuration, parameters, documents, calendars, as-of date, people to be forgotten; if it was
/// the last to tell the store of its measure; and if it read nothing but files. nullopt otherwise.
/// Reads ledger and store: the caller holds what guards them.
[[nodiscard]] std::optional<Standing> standing(const Plan& plan, const ledger::RunRecord& now,
                                               const ledger::LedgerReader& ledger,
                                               const store::ReleaseReader& store);

/// True when the paths of its sources still name the files it read, and each has the bytes it had:
/// they are hashed, and this is all the time it takes. Throws Error(interrupted).
[[nodiscard]] bool still_stands(const Plan& plan, const Standing& standing,
                                const EvaluationOptions& options);

/// Its pulls, as those of the run that repeats it.
[[nodiscard]] std::vector<PullRecord> repeated_pulls(const Standing& standing);

}  // namespace waymark::run
