// SPDX-License-Identifier: MIT
#include "store/store.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>

#include "base/error.hpp"
#include "sqlite/database.hpp"
#include "sqlite/values.hpp"
#include "store/digest.hpp"
#include "store/schema.hpp"
#include "store/staging.hpp"

namespace waymark::store {

Store::Store(const std::filesystem::path& path, const Clock& clock, sqlite::Options options)
    : clock_(clock),
      reader_(std::make_unique<sqlite::Database>(path, schema(), clock, std::move(options))) {}

// Everything a commit knows before it takes the lock.
struct Draft {
    std::int64_t data_version = 0;
    std::optional<Commit> earlier;  ///< the run is in the store already
    std::optional<Staging> staging;
    std::int64_t run_no = 0;
    std::optional<std::string> vintage_id;
    Instant recorded_at;
};

static std::optional<Commit> earlier_commit(SQLite::Database& connection, const std::string& run_id,
                                            const std::string& digest) {
    SQLite::Statement statement(
        connection, "SELECT publication_sha256, vintage_id FROM run_notice WHERE run_id = ?");
    sqlite::bind_values(statement, run_id);
    if (!statement.executeStep()) {
        return std::nullopt;
    }
    sqlite::Fields row(statement);
    if (row.text() != digest) {
        throw Error(ErrorKind::store,
                    "run " + run_id +
                        " is in the store already, with another publication; nothing "
                        "was written; run the measure again under a new run id",
                    {.file = connection.getFilename()});
    }
    return Commit{.result = Commit::Result::repeated,
                  .vintage_id = row.optional_text().value_or(""),
                  .release_count = 0};
}

// "2024-10-10.0001": four digits, so that the ids of one as_of sort as they were written.
static std::string next_vintage_id(SQLite::Database& connection, Date as_of) {
    SQLite::Statement statement(connection,
                                "SELECT count(vintage_id) FROM run_notice WHERE as_of_day = ?");
    sqlite::bind_values(statement, as_of);
    statement.executeStep();
    const std::int64_t number = statement.getColumn(0).getInt64() + 1;
    if (number > 9999) {
        throw Error(ErrorKind::store,
                    "9999 vintages as of " + date_text(as_of) +
                        " are in the store, no more can be "
                        "numbered; use another as_of",
                    {.file = connection.getFilename()});
    }
    std::array<char, 8> counter{};
    std::snprintf(counter.data(), counter.size(), ".%04d", static_cast<int>(number));
    return date_text(as_of) + counter.data();
}

static Draft drafted(SQLite::Database& connection, const release::Publication& publication,
                     const std::string& digest, Instant now) {
    Draft draft;
    draft.earlier = earlier_commit(connection, publication.run().run_id, digest);
    if (draft.earlier) {
        return draft;
    }
    draft.staging.emplace(connection, publication);
    SQLite::Statement last(connection,
                           "SELECT coalesce(max(run_no), 0), max(recorded_us) FROM run_notice");
    last.executeStep();
    sqlite::Fields row(last);
    draft.run_no = row.integer() + 1;
    const auto last_recorded_at = row.optional_instant();
    draft.recorded_at =
        last_recorded_at ? std::max(now, *last_recorded_at + std::chrono::microseconds{1}) : now;
    if (!draft.staging->rows().empty()) {
        draft.vintage_id = next_vintage_id(connection, publication.run().as_of);
    }
    return draft;
}

static void insert_run(SQLite::Database& connection, const release::RunNotice& run,
                       const Draft& draft, const std::string& digest) {
    SQLite::Statement insert(connection,
                             "INSERT INTO run_notice VALUES"
                             " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    sqlite::run(insert, draft.run_no, run.run_id, draft.vintage_id, run.as_of, draft.recorded_at,
                digest, run.measure_id, run.measure_version, run.plugin_sha256, run.config_sha256,
                run.parameters_sha256, run.calendars, run.sandbox, run.disclosure_profile,
                run.approved_by, run.reason, std::int64_t{run.shards}, run.deployment_id);
}

static void insert_notices(SQLite::Database& connection, const release::Publication& publication,
                           std::int64_t run_no) {
    SQLite::Statement pull(connection,
                           "INSERT INTO pull_notice VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const release::PullNotice& notice : publication.pulls()) {
        sqlite::run(pull, run_no, notice.input, notice.source_id, notice.file, notice.sha256,
                    static_cast<std::int64_t>(notice.bytes), notice.verdict, notice.rows_read,
                    notice.rows_used, notice.rows_refused, notice.rows_out_of_scope);
    }
    SQLite::Statement finding(connection,
                              "INSERT INTO finding_notice VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    for (const release::FindingNotice& notice : publication.findings()) {
        sqlite::run(finding, run_no, notice.service_id, notice.kind, notice.code, notice.title,
                    notice.indicator_id, notice.period_key, notice.count);
    }
}

// Names and definitions are the only rows that are replaced: the latest telling counts.
static void replace_names(SQLite::Database& connection, const release::Publication& publication) {
    SQLite::Statement service(connection, "INSERT OR REPLACE INTO service_name VALUES (?, ?)");
    for (const auto& [id, name] : publication.services()) {
        sqlite::run(service, id, name);
    }
    SQLite::Statement definition(
        connection,
        "INSERT OR REPLACE INTO definition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const release::IndicatorDefinition& told : publication.definitions()) {
        sqlite::run(definition, told.measure_id, told.indicator_id, told.definition_version,
                    told.measure_version, told.kind, told.title, told.unit, told.display_multiplier,
                    std::int64_t{told.decimals}, told.direction, told.definition, told.source,
                    told.standing);
    }
}

static Commit commit_of(const Draft& draft) {
    if (draft.earlier) {
        return *draft.earlier;
    }
    return {.result = draft.vintage_id ? Commit::Result::committed : Commit::Result::unchanged,
            .vintage_id = draft.vintage_id.value_or(""),
            .release_count = draft.staging->rows().size()};
}

Commit Store::commit(const release::Publication& publication) {
    const auto& releases = publication.releases();
    check(std::adjacent_find(releases.begin(), releases.end(),
                             [](const auto& a, const auto& b) { return a.key() >= b.key(); }) ==
              releases.end(),
          "releases come ascending by key, each key once");
    const std::string digest = hex_text(publication_digest(publication));
    sqlite::Database& database = *reader_.database_;

    // The draft is made without a lock; if another program wrote in between, it is made again.
    for (int attempt = 0; attempt < 3; ++attempt) {
        Draft draft = database.read([&](SQLite::Database& connection) {
            Draft made = drafted(connection, publication, digest, clock_.now());
            made.data_version = database.data_version();
            return made;
        });
        database.step("staged");
        if (draft.earlier) {
            return commit_of(draft);
        }
        bool is_fresh = false;
        database.write([&](SQLite::Database& connection) {
            is_fresh = database.data_version() == draft.data_version;
            if (!is_fresh) {
                return;
            }
            database.step("locked");
            insert_run(connection, publication.run(), draft, digest);
            insert_notices(connection, publication, draft.run_no);
            replace_names(connection, publication);
            draft.staging->insert(connection, draft.run_no, publication.run().as_of);
            database.step("inserted");
        });
        if (is_fresh) {
            database.step("written");
            return commit_of(draft);
        }
    }
    throw Error(ErrorKind::try_later,
                "other programs kept writing to the store; nothing was written; run the same "
                "command again",
                {.file = database.name()});
}

}  // namespace waymark::store
