// SPDX-License-Identifier: MIT
// What a commit will write, worked out before the store is locked.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "release/release.hpp"
#include "sqlite/numbering.hpp"

namespace waymark::store {

/// One row of the table `release`, without its vintage.
struct StagedRow {
    std::int64_t line = 0;
    std::int64_t period = 0;
    std::array<std::int64_t, 6> words{};  ///< span, state, maturity, flags, profile, restated
    /// value, numerator, denominator, people, lower, upper
    std::array<std::optional<double>, 6> numbers;
};

/// The releases of a publication that differ from what is current at its as_of, and the numbers of
/// what they refer to.
class Staging {
public:
    /// Reads the file only; call within a read.
    Staging(SQLite::Database& connection, const release::Publication& publication);

    /// Ascending by line and period.
    [[nodiscard]] const std::vector<StagedRow>& rows() const noexcept { return rows_; }

    /// Writes all of it as the vintage of the run `run_no`; call within the write.
    void insert(SQLite::Database& connection, std::int64_t run_no, Date as_of);

private:
    [[nodiscard]] StagedRow staged(const release::Release& release);
    void drop_unchanged(SQLite::Database& connection, Date as_of);

    sqlite::Numbering words_;
    sqlite::Numbering lines_;
    sqlite::Numbering periods_;
    sqlite::Numbering spans_;
    std::vector<StagedRow> rows_;
};

}  // namespace waymark::store
