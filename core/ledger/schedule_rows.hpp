// SPDX-License-Identifier: MIT
// Where monitors stand in their schedules, as rows of the ledger.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

#include "ledger/record.hpp"

namespace waymark::ledger {

/// Writes the record in place of the monitor's earlier one; call within a write.
void replace_schedule(SQLite::Database& connection, const ScheduleRecord& schedule);

/// Marks the due time a run was for as done, if it is still the open one; call within a write.
void end_due_of_run(SQLite::Database& connection, const std::string& run_id);

[[nodiscard]] std::vector<ScheduleRecord> selected_schedules(SQLite::Database& connection);

}  // namespace waymark::ledger
