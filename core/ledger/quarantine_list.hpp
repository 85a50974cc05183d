// SPDX-License-Identifier: MIT
// Lifting the quarantine of a measure's builds, also while runs are going on.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "ledger/record.hpp"
#include "sqlite/options.hpp"

namespace waymark::sqlite {
class Database;
}

namespace waymark::ledger {

/// Takes no lock on running: what it lifts holds from the next run on. One thread at a time; the
/// clock outlives it.
class QuarantineList {
public:
    /// Opens a ledger that is there, bringing its schema up to date. Throws Error: input_missing,
    /// permission, store, try_later.
    QuarantineList(const std::filesystem::path& path, const Clock& clock,
                   sqlite::Options options = {});
    QuarantineList(QuarantineList&&) noexcept;
    QuarantineList& operator=(QuarantineList&&) noexcept;
    QuarantineList(const QuarantineList&) = delete;
    QuarantineList& operator=(const QuarantineList&) = delete;
    ~QuarantineList();

    /// Forgets how all builds of the measure behaved, with an audit row in the same transaction.
    /// Of how many builds something was known; if of none, nothing is written.
    [[nodiscard]] std::int64_t lift(const std::string& measure_id, const AuditRow& audit);

private:
    const Clock* clock_;
    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace waymark::ledger
