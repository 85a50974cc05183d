// SPDX-License-Identifier: MIT
// Runs and pulls as rows of the ledger: written within a write, read within a read.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/record.hpp"

namespace waymark::ledger {

/// The number of a run; a run that is not there is a mistake of ours.
[[nodiscard]] std::int64_t run_number(SQLite::Database& connection, const std::string& run_id);

/// Writes a run that begins: state running.
void insert_run(SQLite::Database& connection, const std::string& run_id, const RunStart& start,
                Instant started_at);

/// The runs that `condition` lets through, its ?1, ?2, ... being `texts`; e.g. "WHERE run_id = ?1".
[[nodiscard]] std::vector<RunRecord> selected_runs(SQLite::Database& connection,
                                                   const std::string& condition,
                                                   const std::vector<std::string>& texts);

void insert_pull(SQLite::Database& connection, std::int64_t run_no, const PullRecord& pull);
[[nodiscard]] std::vector<PullRecord> selected_pulls(SQLite::Database& connection,
                                                     const std::string& run_id);

}  // namespace waymark::ledger
