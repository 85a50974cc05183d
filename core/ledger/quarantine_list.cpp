// SPDX-License-Identifier: MIT
#include "ledger/quarantine_list.hpp"

#include "base/error.hpp"
#include "ledger/audit_rows.hpp"
#include "ledger/conduct_rows.hpp"
#include "ledger/existing.hpp"
#include "sqlite/database.hpp"

namespace waymark::ledger {

QuarantineList::QuarantineList(const std::filesystem::path& path, const Clock& clock,
                               sqlite::Options options)
    : clock_(&clock),
      database_(existing_ledger(path, clock, std::move(options),
                                "where nothing was run nothing is in quarantine")) {}
QuarantineList::QuarantineList(QuarantineList&&) noexcept = default;
QuarantineList& QuarantineList::operator=(QuarantineList&&) noexcept = default;
QuarantineList::~QuarantineList() = default;

std::int64_t QuarantineList::lift(const std::string& measure_id, const AuditRow& audit) {
    std::int64_t lifted = 0;
    database_->write([&](SQLite::Database& connection) {
        lifted = remove_conduct(connection, measure_id, "");
        if (lifted > 0) {
            insert_audit(connection, clock_->now(), audit);
        }
    });
    return lifted;
}

}  // namespace waymark::ledger
