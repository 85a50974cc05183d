// SPDX-License-Identifier: MIT
// The audit as rows of the ledger: written within a write, read within a read.
#pragma once

#include <SQLiteCpp/Database.h>

#include <vector>

#include "ledger/record.hpp"

namespace waymark::ledger {

/// Adds a row at `now`, whatever row.at says.
void insert_audit(SQLite::Database& connection, Instant now, const AuditRow& row);

/// The whole audit, oldest first.
[[nodiscard]] std::vector<AuditRow> selected_audit(SQLite::Database& connection);

}  // namespace waymark::ledger
