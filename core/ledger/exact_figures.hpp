// SPDX-License-Identifier: MIT
// What the ledger knows of one service now: of every cell the newest exact observation.
#pragma once

#include <SQLiteCpp/Database.h>

#include <functional>
#include <optional>
#include <string>

#include "contract/description.hpp"
#include "ledger/exact_cell.hpp"

namespace waymark::ledger {

/// Which figures are wanted; what is empty does not matter.
struct FigureFilter {
    std::string service_id;  ///< mandatory
    std::optional<std::string> measure_id = {};
    std::optional<std::string> indicator_id = {};
    std::optional<std::string> grain = {};
    std::optional<std::string> period_key = {};
};

/// The newest exact observation of a cell: of the runs that were committed or unchanged, the one
/// with the greatest (as_of, order of begin). A cell whose releases that run took back is
/// `withdrawn`, without sums.
struct ExactFigure {
    std::string measure_id;
    std::string definition_version;
    ExactCell cell;
    /// Its id, kind, points and min_people_for_rate; empty when only versions of the program ran
    /// that did not keep them.
    std::optional<contract::Indicator> indicator;
    std::string run_id;
    Date as_of{};
};

/// Keeps what ExactFigure tells of an indicator, of every indicator of the description; call within
/// a write.
void insert_indicators(SQLite::Database& connection, const std::string& measure_id,
                       const std::string& definition_version,
                       const contract::Description& description);

/// Every figure that the filter lets through, ascending by measure, definition and name.
void each_figure(SQLite::Database& connection, const FigureFilter& filter,
                 const std::function<void(const ExactFigure&)>& take);

}  // namespace waymark::ledger
