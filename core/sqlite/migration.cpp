// SPDX-License-Identifier: MIT
#include "sqlite/migration.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include <string>

#include "base/error.hpp"

namespace waymark::sqlite {

static std::int32_t pragma(SQLite::Database& connection, const char* name) {
    return connection.execAndGet(std::string("PRAGMA ") + name).getInt();
}

std::int32_t checked_version(SQLite::Database& connection, const Schema& schema) {
    const Place file{.file = connection.getFilename()};
    const std::int32_t application = pragma(connection, "application_id");
    const std::int32_t version = pragma(connection, "user_version");
    const bool is_empty = connection.execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (is_empty && application == 0 && version == 0) {
        return 0;
    }
    if (application != schema.application_id) {
        throw Error(ErrorKind::store,
                    std::string("is a database of another application, not a Waymark ") +
                        schema.noun + "; give the " + schema.noun + " another path",
                    file);
    }
    if (version > schema.version()) {
        throw Error(ErrorKind::store,
                    std::string("this ") + schema.noun + " has schema version " +
                        std::to_string(version) + ", written by a newer Waymark; this one knows " +
                        std::to_string(schema.version()) +
                        " at most. Nothing was changed; use the newer program",
                    file);
    }
    return version;
}

void migrate(SQLite::Database& connection, const Schema& schema, Instant now) {
    if (checked_version(connection, schema) == schema.version()) {
        return;
    }
    SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
    // Another process may have migrated while we waited for the lock: look again.
    const std::int32_t version = checked_version(connection, schema);
    if (version == 0) {
        connection.exec("PRAGMA application_id = " + std::to_string(schema.application_id));
        connection.exec(
            "CREATE TABLE migration (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)");
    }
    for (const Migration& step : schema.migrations.subspan(static_cast<std::size_t>(version))) {
        connection.exec(step.sql);
        SQLite::Statement note(connection, "INSERT INTO migration VALUES (?, ?)");
        note.bind(1, step.version);
        note.bind(2, instant_text(now));
        note.exec();
        connection.exec("PRAGMA user_version = " + std::to_string(step.version));
    }
    transaction.commit();
}

}  // namespace waymark::sqlite
