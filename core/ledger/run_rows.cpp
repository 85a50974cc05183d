// SPDX-License-Identifier: MIT
#include "ledger/run_rows.hpp"

#include "base/error.hpp"
#include "ledger/forgotten_rows.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

std::int64_t run_number(SQLite::Database& connection, const std::string& run_id) {
    SQLite::Statement statement(connection, "SELECT run_no FROM run WHERE run_id = ?");
    sqlite::bind_values(statement, run_id);
    check(statement.executeStep(), "the run was begun in this ledger");
    return statement.getColumn(0).getInt64();
}

static void insert_proofs(SQLite::Database& connection, std::int64_t run_no,
                          const std::string& kind, const std::vector<Proof>& proofs) {
    SQLite::Statement insert(connection, "INSERT INTO proof VALUES (?, ?, ?, ?, ?)");
    for (const Proof& proof : proofs) {
        sqlite::run(insert, run_no, kind, proof.name, proof.version, proof.sha256);
    }
}

void insert_run(SQLite::Database& connection, const std::string& run_id, const RunStart& start,
                Instant started_at) {
    SQLite::Statement insert(
        connection,
        "INSERT INTO run (run_id, monitor_id, measure_id, measure_version, definition_version,"
        " plugin_path, plugin_sha256, config_sha256, parameters_json, as_of_day, shards, threads,"
        " workers, host_version, started_us, due_us, host_build, only_service, forget_requests,"
        " state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')");
    sqlite::run(insert, run_id, start.monitor_id, start.measure_id, start.measure_version,
                start.definition_version, start.plugin_path, start.plugin_sha256,
                start.config_sha256, start.parameters_json, start.as_of, std::int64_t{start.shards},
                std::int64_t{start.threads}, std::int64_t{start.workers}, start.host_version,
                started_at, start.due, start.host_build, start.only_service,
                selected_forget_requests(connection));
    const std::int64_t run_no = connection.getLastInsertRowid();
    insert_proofs(connection, run_no, "document", start.documents);
    insert_proofs(connection, run_no, "calendar", start.calendars);
}

static std::vector<Proof> proofs(SQLite::Database& connection, std::int64_t run_no,
                                 const std::string& kind) {
    SQLite::Statement statement(connection,
                                "SELECT name, version, sha256 FROM proof"
                                " WHERE run_no = ? AND kind = ? ORDER BY rowid");
    sqlite::bind_values(statement, run_no, kind);
    std::vector<Proof> found;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        found.push_back({.name = row.text(), .version = row.text(), .sha256 = row.text()});
    }
    return found;
}

static RunStart run_start(sqlite::Fields& row) {
    RunStart start;
    for (std::string* text :
         {&start.monitor_id, &start.measure_id, &start.measure_version, &start.definition_version,
          &start.plugin_path, &start.plugin_sha256, &start.config_sha256, &start.parameters_json}) {
        *text = row.text();
    }
    start.as_of = row.date();
    start.shards = static_cast<std::uint32_t>(row.integer());
    start.threads = static_cast<std::uint32_t>(row.integer());
    start.workers = static_cast<std::uint32_t>(row.integer());
    start.host_version = row.text();
    start.due = row.optional_instant();
    start.host_build = row.text();
    start.only_service = row.text();
    start.forget_requests = row.integer();
    return start;
}

static RunRecord run_record(sqlite::Fields& row) {
    RunRecord run;
    run.run_id = row.text();
    run.start = run_start(row);
    const auto state = run_state_of(row.text());
    if (!state) {
        throw Error(ErrorKind::store,
                    "the ledger holds a run in a state this program does not know");
    }
    run.state = *state;
    if (const auto outcome = row.optional_text()) {
        run.outcome = outcome_of(*outcome);
    }
    run.sentence = row.text();
    run.sandbox = row.text();
    run.started_at = row.instant();
    run.finished_at = row.optional_instant();
    run.publication_sha256 = row.optional_text();
    run.vintage_id = row.optional_text();
    return run;
}

std::vector<RunRecord> selected_runs(SQLite::Database& connection, const std::string& condition,
                                     const std::vector<std::string>& texts) {
    SQLite::Statement statement(
        connection,
        "SELECT run_no, run_id, monitor_id, measure_id, measure_version, definition_version,"
        " plugin_path, plugin_sha256, config_sha256, parameters_json, as_of_day, shards, threads,"
        " workers, host_version, due_us, host_build, only_service, forget_requests, state, "
        "outcome, sentence, sandbox, started_us, "
        "finished_us,"
        " publication_sha256, vintage_id FROM run " +
            condition);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        sqlite::bind_value(statement, static_cast<int>(i) + 1, texts[i]);
    }
    std::vector<RunRecord> runs;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        const std::int64_t run_no = row.integer();
        runs.push_back(run_record(row));
        runs.back().start.documents = proofs(connection, run_no, "document");
        runs.back().start.calendars = proofs(connection, run_no, "calendar");
    }
    return runs;
}

// One place a line; places hold no line breaks, being file names and numbers.
static std::string joined(const std::vector<std::string>& places) {
    std::string text;
    for (const std::string& place : places) {
        text += (text.empty() ? "" : "\n") + place;
    }
    return text;
}

static std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> places;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        places.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return places;
}

static std::uint64_t insert_reasons(SQLite::Database& connection, std::int64_t pull_no,
                                    const std::string& kind,
                                    const std::vector<PullReason>& reasons) {
    SQLite::Statement insert(connection, "INSERT INTO pull_reason VALUES (?, ?, ?, ?, ?)");
    std::uint64_t rows = 0;
    for (const PullReason& reason : reasons) {
        const std::string places = joined(reason.places);
        sqlite::run(insert, pull_no, kind, reason.reason, static_cast<std::int64_t>(reason.count),
                    places);
        rows += reason.count;
    }
    return rows;
}

void insert_pull(SQLite::Database& connection, std::int64_t run_no, const PullRecord& pull) {
    SQLite::Statement insert(connection,
                             "INSERT INTO pull (run_no, input, source_id, verdict, why, rows_read,"
                             " rows_used) VALUES (?, ?, ?, ?, ?, ?, ?)");
    sqlite::run(insert, run_no, pull.input, pull.source_id, pull.verdict, pull.why,
                static_cast<std::int64_t>(pull.rows_read),
                static_cast<std::int64_t>(pull.rows_used));
    const std::int64_t pull_no = connection.getLastInsertRowid();
    SQLite::Statement file(connection, "INSERT INTO pull_file VALUES (?, ?, ?, ?)");
    for (const PullFile& read : pull.files) {
        sqlite::run(file, pull_no, read.path, static_cast<std::int64_t>(read.bytes), read.sha256);
    }
    const std::uint64_t refused = insert_reasons(connection, pull_no, "refused", pull.refused);
    const std::uint64_t dropped =
        insert_reasons(connection, pull_no, "out_of_scope", pull.out_of_scope);
    check(pull.rows_used + refused + dropped == pull.rows_read,
          "every row read is used, refused or out of scope");
}

static std::vector<PullFile> files(SQLite::Database& connection, std::int64_t pull_no) {
    SQLite::Statement statement(
        connection, "SELECT path, bytes, sha256 FROM pull_file WHERE pull_no = ? ORDER BY rowid");
    sqlite::bind_values(statement, pull_no);
    std::vector<PullFile> found;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        found.push_back({.path = row.text(),
                         .bytes = static_cast<std::uint64_t>(row.integer()),
                         .sha256 = row.text()});
    }
    return found;
}

static std::vector<PullReason> reasons(SQLite::Database& connection, std::int64_t pull_no,
                                       const std::string& kind) {
    SQLite::Statement statement(connection,
                                "SELECT reason, count, places FROM pull_reason"
                                " WHERE pull_no = ? AND kind = ? ORDER BY rowid");
    sqlite::bind_values(statement, pull_no, kind);
    std::vector<PullReason> found;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        found.push_back({.reason = row.text(),
                         .count = static_cast<std::uint64_t>(row.integer()),
                         .places = split(row.text())});
    }
    return found;
}

std::vector<PullRecord> selected_pulls(SQLite::Database& connection, const std::string& run_id) {
    SQLite::Statement statement(connection,
                                "SELECT pull_no, input, source_id, verdict, why, rows_read,"
                                " rows_used FROM pull JOIN run USING (run_no)"
                                " WHERE run_id = ? ORDER BY pull_no");
    sqlite::bind_values(statement, run_id);
    std::vector<PullRecord> pulls;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        const std::int64_t pull_no = row.integer();
        pulls.push_back({.input = row.text(),
                         .source_id = row.text(),
                         .verdict = row.text(),
                         .why = row.text(),
                         .rows_read = static_cast<std::uint64_t>(row.integer()),
                         .rows_used = static_cast<std::uint64_t>(row.integer()),
                         .files = files(connection, pull_no),
                         .refused = reasons(connection, pull_no, "refused"),
                         .out_of_scope = reasons(connection, pull_no, "out_of_scope")});
    }
    return pulls;
}

}  // namespace waymark::ledger
