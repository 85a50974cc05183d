// SPDX-License-Identifier: MIT
#include "ledger/audit_rows.hpp"

#include "sqlite/values.hpp"

namespace waymark::ledger {

void insert_audit(SQLite::Database& connection, Instant now, const AuditRow& row) {
    SQLite::Statement insert(connection,
                             "INSERT INTO audit (at_us, who, what, uid, verb, service_id, filters,"
                             " reason, rows_shown) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite::run(insert, now, row.who, row.what, row.uid, row.verb, row.service_id, row.filters,
                row.reason, row.rows_shown);
}

std::vector<AuditRow> selected_audit(SQLite::Database& connection) {
    SQLite::Statement statement(connection,
                                "SELECT at_us, who, what, uid, verb, service_id, filters, reason,"
                                " rows_shown FROM audit ORDER BY audit_no");
    std::vector<AuditRow> rows;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        rows.push_back({.at = row.instant(),
                        .who = row.text(),
                        .what = row.text(),
                        .uid = row.optional_integer(),
                        .verb = row.text(),
                        .service_id = row.text(),
                        .filters = row.text(),
                        .reason = row.text(),
                        .rows_shown = row.optional_integer()});
    }
    return rows;
}

}  // namespace waymark::ledger
