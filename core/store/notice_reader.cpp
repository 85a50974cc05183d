// SPDX-License-Identifier: MIT
// What the reader tells beside releases: services, definitions, runs, pulls and findings.
#include "sqlite/database.hpp"
#include "sqlite/values.hpp"
#include "store/release_reader.hpp"

namespace waymark::store {

// One Item per row of the statement.
template <class Item, class Make>
static std::vector<Item> items(SQLite::Statement& statement, Make make) {
    std::vector<Item> found;
    while (statement.executeStep()) {
        sqlite::Fields fields(statement);
        found.push_back(make(fields));
    }
    return found;
}

std::vector<std::pair<std::string, std::string>> ReleaseReader::services() const {
    using Service = std::pair<std::string, std::string>;
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement statement(
            connection, "SELECT service_id, service_name FROM service_name ORDER BY service_id");
        // Braces, because they evaluate from left to right.
        return items<Service>(statement, [](sqlite::Fields& row) {
            return Service{row.text(), row.text()};
        });
    });
}

static release::IndicatorDefinition definition(sqlite::Fields& row) {
    return {
        .measure_id = row.text(),
        .indicator_id = row.text(),
        .definition_version = row.text(),
        .measure_version = row.text(),
        .kind = row.text(),
        .title = row.text(),
        .unit = row.text(),
        .display_multiplier = row.real(),
        .decimals = static_cast<int>(row.integer()),
        .direction = row.text(),
        .definition = row.text(),
        .source = row.text(),
        .standing = row.text(),
    };
}

std::vector<release::IndicatorDefinition> ReleaseReader::definitions() const {
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement statement(
            connection,
            "SELECT measure_id, indicator_id, definition_version, measure_version, kind, title,"
            " unit, display_multiplier, decimals, direction, definition, source, standing"
            " FROM definition ORDER BY measure_id, indicator_id, definition_version");
        return items<release::IndicatorDefinition>(statement, definition);
    });
}

static constexpr const char* select_runs =
    "SELECT run_id, measure_id, measure_version, plugin_sha256, config_sha256, parameters_sha256,"
    " calendars, sandbox, disclosure_profile, approved_by, reason, shards, deployment_id,"
    " as_of_day, vintage_id, recorded_us, publication_sha256 FROM run_notice ";

static RecordedRun recorded_run(sqlite::Fields& row) {
    return {
        .notice =
            {
                .run_id = row.text(),
                .measure_id = row.text(),
                .measure_version = row.text(),
                .plugin_sha256 = row.text(),
                .config_sha256 = row.text(),
                .parameters_sha256 = row.text(),
                .calendars = row.text(),
                .sandbox = row.text(),
                .disclosure_profile = row.text(),
                .approved_by = row.text(),
                .reason = row.text(),
                .shards = static_cast<std::uint32_t>(row.integer()),
                .deployment_id = row.text(),
                .as_of = row.date(),
            },
        .vintage_id = row.optional_text(),
        .recorded_at = row.instant(),
        .publication_sha256 = row.text(),
    };
}

std::optional<RecordedRun> ReleaseReader::run(const std::string& run_id) const {
    return database_->read([&](SQLite::Database& connection) -> std::optional<RecordedRun> {
        SQLite::Statement statement(connection, std::string(select_runs) + "WHERE run_id = ?");
        sqlite::bind_values(statement, run_id);
        if (!statement.executeStep()) {
            return std::nullopt;
        }
        sqlite::Fields row(statement);
        return recorded_run(row);
    });
}

std::optional<RecordedRun> ReleaseReader::newest_run(const std::string& measure_id) const {
    return database_->read([&](SQLite::Database& connection) -> std::optional<RecordedRun> {
        SQLite::Statement statement(
            connection,
            std::string(select_runs) + "WHERE measure_id = ? ORDER BY run_no DESC LIMIT 1");
        sqlite::bind_values(statement, measure_id);
        if (!statement.executeStep()) {
            return std::nullopt;
        }
        sqlite::Fields row(statement);
        return recorded_run(row);
    });
}

std::vector<RecordedRun> ReleaseReader::runs(std::uint32_t limit) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement statement(connection,
                                    std::string(select_runs) + "ORDER BY run_no DESC LIMIT ?");
        sqlite::bind_values(statement, std::int64_t{limit});
        return items<RecordedRun>(statement, recorded_run);
    });
}

static release::PullNotice pull_notice(sqlite::Fields& row) {
    return {
        .run_id = row.text(),
        .input = row.text(),
        .source_id = row.text(),
        .file = row.text(),
        .sha256 = row.text(),
        .bytes = static_cast<std::uint64_t>(row.integer()),
        .verdict = row.text(),
        .rows_read = row.optional_real(),
        .rows_used = row.optional_real(),
        .rows_refused = row.optional_real(),
        .rows_out_of_scope = row.optional_real(),
    };
}

std::vector<release::PullNotice> ReleaseReader::pulls(const std::string& run_id) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement statement(
            connection,
            "SELECT run_id, input, source_id, file, sha256, bytes, verdict, rows_read, rows_used,"
            " rows_refused, rows_out_of_scope FROM pull_notice JOIN run_notice USING (run_no)"
            " WHERE run_id = ? ORDER BY pull_notice.rowid");
        sqlite::bind_values(statement, run_id);
        return items<release::PullNotice>(statement, pull_notice);
    });
}

static release::FindingNotice finding_notice(sqlite::Fields& row) {
    return {
        .run_id = row.text(),
        .service_id = row.text(),
        .kind = row.text(),
        .code = row.text(),
        .title = row.text(),
        .indicator_id = row.text(),
        .period_key = row.text(),
        .count = row.optional_real(),
    };
}

std::vector<release::FindingNotice> ReleaseReader::findings(const std::string& run_id) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement statement(
            connection,
            "SELECT run_id, service_id, kind, code, title, indicator_id, period_key, count"
            " FROM finding_notice JOIN run_notice USING (run_no)"
            " WHERE run_id = ? ORDER BY finding_notice.rowid");
        sqlite::bind_values(statement, run_id);
        return items<release::FindingNotice>(statement, finding_notice);
    });
}

}  // namespace waymark::store
