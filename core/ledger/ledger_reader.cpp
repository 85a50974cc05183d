// SPDX-License-Identifier: MIT
#include "ledger/ledger_reader.hpp"

#include <algorithm>

#include "ledger/audit_rows.hpp"
#include "ledger/conduct_rows.hpp"
#include "ledger/exact_figures.hpp"
#include "ledger/exact_rows.hpp"
#include "ledger/forgotten_rows.hpp"
#include "ledger/run_rows.hpp"
#include "ledger/schedule_rows.hpp"
#include "ledger/schema.hpp"
#include "sqlite/database.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

LedgerReader::LedgerReader(const std::filesystem::path& path, sqlite::Options options)
    : LedgerReader(std::make_unique<sqlite::Database>(path, schema(), std::move(options))) {}

LedgerReader::LedgerReader(std::unique_ptr<sqlite::Database> database)
    : database_(std::move(database)) {}

LedgerReader::LedgerReader(LedgerReader&&) noexcept = default;
LedgerReader& LedgerReader::operator=(LedgerReader&&) noexcept = default;
LedgerReader::~LedgerReader() = default;

static std::optional<RunRecord> first_of(std::vector<RunRecord> runs) {
    return runs.empty() ? std::nullopt : std::optional(std::move(runs.front()));
}

std::optional<RunRecord> LedgerReader::run(const std::string& run_id) const {
    auto found = database_->read([&](SQLite::Database& connection) {
        return selected_runs(connection, "WHERE run_id = ?1", {run_id});
    });
    return first_of(std::move(found));
}

std::vector<RunRecord> LedgerReader::runs(const std::string& measure_id,
                                          std::uint32_t limit) const {
    return database_->read([&](SQLite::Database& connection) {
        return selected_runs(
            connection,
            "WHERE ?1 IN ('', measure_id) ORDER BY run_no DESC LIMIT " + std::to_string(limit),
            {measure_id});
    });
}

std::optional<RunRecord> LedgerReader::last_run(const std::string& monitor_id) const {
    auto found = database_->read([&](SQLite::Database& connection) {
        return selected_runs(connection, "WHERE monitor_id = ?1 ORDER BY run_no DESC LIMIT 1",
                             {monitor_id});
    });
    return first_of(std::move(found));
}

std::optional<RunRecord> LedgerReader::last_finished_run(const std::string& monitor_id,
                                                         const std::string& measure_id) const {
    return first_of(database_->read([&](SQLite::Database& connection) {
        return selected_runs(connection,
                             "WHERE monitor_id = ?1 AND measure_id = ?2 AND state IN ('committed', "
                             "'unchanged') ORDER BY run_no DESC LIMIT 1",
                             {monitor_id, measure_id});
    }));
}

std::optional<RunRecord> LedgerReader::last_measured_run(const std::string& monitor_id,
                                                         const std::string& measure_id) const {
    return first_of(database_->read([&](SQLite::Database& connection) {
        return selected_runs(connection,
                             "WHERE monitor_id = ?1 AND measure_id = ?2 AND state IN ('committed', "
                             "'unchanged') AND publication_sha256 IS NOT NULL"
                             " ORDER BY run_no DESC LIMIT 1",
                             {monitor_id, measure_id});
    }));
}

std::vector<RunRecord> LedgerReader::unfinished() const {
    return database_->read([](SQLite::Database& connection) {
        return selected_runs(connection, "WHERE state IN (?1, 'prepared') ORDER BY run_no",
                             {"running"});
    });
}

std::vector<ScheduleRecord> LedgerReader::schedules() const {
    return database_->read(
        [](SQLite::Database& connection) { return selected_schedules(connection); });
}

std::vector<Conduct> LedgerReader::conduct() const {
    return database_->read(
        [](SQLite::Database& connection) { return selected_conduct(connection); });
}

std::vector<PullRecord> LedgerReader::pulls(const std::string& run_id) const {
    return database_->read(
        [&](SQLite::Database& connection) { return selected_pulls(connection, run_id); });
}

std::vector<ExclusionRecord> LedgerReader::exclusions(const std::string& run_id) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement statement(
            connection,
            "SELECT service_id, indicator_id, period_key, code, cases FROM exclusion"
            " JOIN run USING (run_no) WHERE run_id = ? ORDER BY exclusion.rowid");
        sqlite::bind_values(statement, run_id);
        std::vector<ExclusionRecord> found;
        while (statement.executeStep()) {
            sqlite::Fields row(statement);
            found.push_back({.service_id = row.text(),
                             .indicator_id = row.text(),
                             .period_key = row.text(),
                             .code = row.text(),
                             .cases = row.integer()});
        }
        return found;
    });
}

std::vector<FindingRecord> LedgerReader::findings(const std::string& run_id) const {
    return database_->read([&](SQLite::Database& connection) {
        SQLite::Statement statement(
            connection,
            "SELECT service_id, period_key, code, count, of, cases FROM finding"
            " JOIN run USING (run_no) WHERE run_id = ? ORDER BY finding.rowid");
        sqlite::bind_values(statement, run_id);
        std::vector<FindingRecord> found;
        while (statement.executeStep()) {
            sqlite::Fields row(statement);
            found.push_back({.service_id = row.text(),
                             .period_key = row.text(),
                             .code = row.text(),
                             .count = row.integer(),
                             .of = row.integer(),
                             .cases = row.integer()});
        }
        return found;
    });
}

void LedgerReader::each_exact(const std::string& run_id,
                              const std::function<void(const ExactCell&)>& take) const {
    database_->read(
        [&](SQLite::Database& connection) { ledger::each_exact(connection, run_id, take); });
}

std::vector<PartsBehind> LedgerReader::parts_behind(const std::string& measure_id,
                                                    const std::string& definition_version,
                                                    std::span<const std::string> services,
                                                    Date as_of) const {
    std::vector<std::string> ascending(services.begin(), services.end());
    std::sort(ascending.begin(), ascending.end());
    return database_->read([&](SQLite::Database& connection) {
        std::vector<PartsBehind> all;
        for (const std::string& service : ascending) {
            auto of_service =
                last_parts(connection, measure_id, definition_version, service, as_of);
            std::move(of_service.begin(), of_service.end(), std::back_inserter(all));
        }
        return all;
    });
}

void LedgerReader::each_figure(const FigureFilter& filter,
                               const std::function<void(const ExactFigure&)>& take) const {
    database_->read(
        [&](SQLite::Database& connection) { ledger::each_figure(connection, filter, take); });
}

std::vector<std::string> LedgerReader::services() const {
    return database_->read([](SQLite::Database& connection) {
        SQLite::Statement statement(connection,
                                    "SELECT DISTINCT service_id FROM cell ORDER BY service_id");
        std::vector<std::string> ids;
        while (statement.executeStep()) {
            ids.push_back(sqlite::Fields(statement).text());
        }
        return ids;
    });
}

Forgotten LedgerReader::forgotten() const {
    return database_->read(
        [](SQLite::Database& connection) { return selected_forgotten(connection); });
}

std::vector<AuditRow> LedgerReader::audit() const {
    return database_->read([](SQLite::Database& connection) { return selected_audit(connection); });
}

}  // namespace waymark::ledger
