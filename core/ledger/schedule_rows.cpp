// SPDX-License-Identifier: MIT
#include "ledger/schedule_rows.hpp"

#include "sqlite/values.hpp"

namespace waymark::ledger {

void replace_schedule(SQLite::Database& connection, const ScheduleRecord& schedule) {
    SQLite::Statement replace(connection,
                              "INSERT OR REPLACE INTO schedule VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    const std::string last_end(schedule.last_end ? word(*schedule.last_end) : "");
    sqlite::run(replace, schedule.monitor_id, schedule.rule, schedule.handled, schedule.due,
                std::int64_t{schedule.failures}, schedule.retry, schedule.last_due, last_end,
                static_cast<std::int64_t>(schedule.passed_over));
}

void end_due_of_run(SQLite::Database& connection, const std::string& run_id) {
    SQLite::Statement update(
        connection,
        "UPDATE schedule SET last_due_us = schedule.due_us, last_end = 'done', due_us = NULL,"
        " failures = 0, retry_us = NULL FROM run WHERE run.run_id = ?"
        " AND run.monitor_id = schedule.monitor_id AND run.due_us = schedule.due_us");
    sqlite::run(update, run_id);
}

std::vector<ScheduleRecord> selected_schedules(SQLite::Database& connection) {
    SQLite::Statement statement(connection,
                                "SELECT monitor_id, rule, handled_us, due_us, failures, retry_us,"
                                " last_due_us, last_end, passed_over FROM schedule"
                                " ORDER BY monitor_id");
    std::vector<ScheduleRecord> schedules;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        schedules.push_back({.monitor_id = row.text(),
                             .rule = row.text(),
                             .handled = row.instant(),
                             .due = row.optional_instant(),
                             .failures = static_cast<std::uint32_t>(row.integer()),
                             .retry = row.optional_instant(),
                             .last_due = row.optional_instant(),
                             .last_end = due_end_of(row.text()),
                             .passed_over = static_cast<std::uint64_t>(row.integer())});
    }
    return schedules;
}

}  // namespace waymark::ledger
