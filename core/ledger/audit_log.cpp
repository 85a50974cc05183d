// SPDX-License-Identifier: MIT
#include "ledger/audit_log.hpp"

#include "base/error.hpp"
#include "ledger/audit_rows.hpp"
#include "ledger/schema.hpp"
#include "sqlite/database.hpp"

namespace waymark::ledger {

// Whoever writes a ledger makes one where there is none; an audit of nothing would only mislead.
static const std::filesystem::path& existing(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) {
        throw Error(ErrorKind::input_missing, "no such ledger; a first run creates it",
                    {.file = path.string()});
    }
    return path;
}

AuditLog::AuditLog(const std::filesystem::path& path, const Clock& clock, sqlite::Options options)
    : clock_(&clock),
      database_(std::make_unique<sqlite::Database>(existing(path), schema(), clock,
                                                   std::move(options))) {}
AuditLog::AuditLog(AuditLog&&) noexcept = default;
AuditLog& AuditLog::operator=(AuditLog&&) noexcept = default;
AuditLog::~AuditLog() = default;

void AuditLog::add(const AuditRow& row) {
    database_->write(
        [&](SQLite::Database& connection) { insert_audit(connection, clock_->now(), row); });
}

}  // namespace waymark::ledger
