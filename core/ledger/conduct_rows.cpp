// SPDX-License-Identifier: MIT
#include "ledger/conduct_rows.hpp"

#include "base/error.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

std::vector<Conduct> selected_conduct(SQLite::Database& connection) {
    SQLite::Statement statement(connection,
                                "SELECT measure_id, plugin_sha256, failures, last_outcome, last_us,"
                                " quarantines, until_us FROM conduct"
                                " ORDER BY measure_id, plugin_sha256");
    std::vector<Conduct> found;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        found.push_back({.measure_id = row.text(),
                         .plugin_sha256 = row.text(),
                         .failures = static_cast<std::uint32_t>(row.integer()),
                         .last_outcome = outcome_of(row.text()).value_or(Outcome::failed),
                         .last = row.instant(),
                         .quarantines = static_cast<std::uint32_t>(row.integer()),
                         .until = row.optional_instant()});
    }
    return found;
}

void replace_conduct(SQLite::Database& connection, const Conduct& conduct) {
    SQLite::Statement insert(connection,
                             "INSERT OR REPLACE INTO conduct VALUES (?, ?, ?, ?, ?, ?, ?)");
    sqlite::run(insert, conduct.measure_id, conduct.plugin_sha256, std::int64_t{conduct.failures},
                std::string(word(conduct.last_outcome)), conduct.last,
                std::int64_t{conduct.quarantines}, conduct.until);
}

std::int64_t remove_conduct(SQLite::Database& connection, const std::string& measure_id,
                            const std::string& plugin_sha256) {
    SQLite::Statement remove(connection,
                             "DELETE FROM conduct WHERE measure_id = ?1 AND plugin_sha256 IN "
                             "(?2, iif(?2 = '', plugin_sha256, ?2))");
    sqlite::run(remove, measure_id, plugin_sha256);
    return connection.getChanges();
}

}  // namespace waymark::ledger
