// SPDX-License-Identifier: MIT
#include "ledger/audit_log.hpp"

#include "base/error.hpp"
#include "ledger/audit_rows.hpp"
#include "ledger/existing.hpp"
#include "sqlite/database.hpp"

namespace waymark::ledger {

AuditLog::AuditLog(const std::filesystem::path& path, const Clock& clock, sqlite::Options options)
    : clock_(&clock),
      database_(existing_ledger(path, clock, std::move(options), "a first run creates it")) {}
AuditLog::AuditLog(AuditLog&&) noexcept = default;
AuditLog& AuditLog::operator=(AuditLog&&) noexcept = default;
AuditLog::~AuditLog() = default;

void AuditLog::add(const AuditRow& row) {
    database_->write(
        [&](SQLite::Database& connection) { insert_audit(connection, clock_->now(), row); });
}

}  // namespace waymark::ledger
