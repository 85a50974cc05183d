// SPDX-License-Identifier: MIT
// Adding to the audit of a ledger, also while a run is going on: who looked at what, and why.
#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.hpp"
#include "ledger/record.hpp"
#include "sqlite/options.hpp"

namespace waymark::sqlite {
class Database;
}

namespace waymark::ledger {

/// Writes rows of the audit and nothing else, so it takes no lock on running. One thread at a time;
/// the clock outlives it.
class AuditLog {
public:
    /// Opens a ledger that is there, bringing its schema up to date. Throws Error: input_missing,
    /// permission (others may read it, or it cannot be written), store, try_later.
    AuditLog(const std::filesystem::path& path, const Clock& clock, sqlite::Options options = {});
    AuditLog(AuditLog&&) noexcept;
    AuditLog& operator=(AuditLog&&) noexcept;
    AuditLog(const AuditLog&) = delete;
    AuditLog& operator=(const AuditLog&) = delete;
    ~AuditLog();

    /// Adds a row as of now; row.at is passed over. When it returns the row is on disk for good.
    void add(const AuditRow& row);

private:
    const Clock* clock_;
    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace waymark::ledger
