// SPDX-License-Identifier: MIT
// Exact observations as rows of the ledger: indices become names on the way in.
#pragma once

#include <SQLiteCpp/Database.h>

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "ledger/exact_cell.hpp"
#include "sqlite/numbering.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

/// The exact side of a run that is prepared, and whose it is. References live for the call.
struct ExactFigures {
    const std::string& measure_id;
    const std::string& definition_version;
    const contract::Description& description;  ///< names indicators, exclusions and findings
    const observation::Observations& observations;
};

/// Writes a run's exact figures and the parts behind its releases under its number. Both know the
/// cells by the same numbers. Lives within one write.
class ExactRows {
public:
    ExactRows(SQLite::Database& connection, std::int64_t run_no, const ExactFigures& figures);

    void insert_figures();
    void insert_parts(std::span<const PartsBehind> parts);

private:
    [[nodiscard]] std::int64_t cell_number(const CellName& name);
    void insert_cells();
    void insert_counts();

    SQLite::Database& connection_;
    std::int64_t run_no_;
    ExactFigures figures_;
    sqlite::Numbering cells_;
};

/// The columns of `cell` that name a cell, and those of `cell` and `exact` that exact_cell_of takes
/// off a row.
inline constexpr const char* name_columns =
    "service_id, indicator_id, series, grain, period_key, period_basis, stratum_kind,"
    " stratum_value";
inline constexpr const char* exact_columns =
    "service_id, indicator_id, series, grain, period_key, period_basis, stratum_kind,"
    " stratum_value, exact.state, maturity, flags, contributions, people, contributors, a, b, aa,"
    " ab, bb, from_aggregates, times, quantities";
[[nodiscard]] ExactCell exact_cell_of(sqlite::Fields& row);

/// Every exact observation of a run, ascending by name.
void each_exact(SQLite::Database& connection, const std::string& run_id,
                const std::function<void(const ExactCell&)>& take);

/// The parts behind the last release of each key: of the runs up to `as_of` that were committed or
/// unchanged, the one with the greatest (as_of, order of begin). Ascending by name and point.
[[nodiscard]] std::vector<PartsBehind> last_parts(SQLite::Database& connection,
                                                  const std::string& measure_id,
                                                  const std::string& definition_version,
                                                  const std::string& service_id, Date as_of);

}  // namespace waymark::ledger
