// SPDX-License-Identifier: MIT
#include "ledger/exact_figures.hpp"

#include <sstream>

#include "ledger/exact_rows.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

static std::string joined(const std::vector<std::string>& points) {
    std::string text;
    for (const std::string& point : points) {
        text += (text.empty() ? "" : " ") + point;
    }
    return text;
}

void insert_indicators(SQLite::Database& connection, const std::string& measure_id,
                       const std::string& definition_version,
                       const contract::Description& description) {
    SQLite::Statement insert(connection,
                             "INSERT OR REPLACE INTO indicator VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (const contract::Indicator& indicator : description.indicators) {
        sqlite::run(insert, measure_id, definition_version, indicator.id,
                    std::string(contract::word(indicator.kind)), joined(indicator.points),
                    indicator.min_people_for_rate, std::int64_t{indicator.is_attrition});
    }
}

static std::optional<contract::Indicator> indicator_of(sqlite::Fields& row) {
    const auto kind = contract::kind_of(row.text());
    contract::Indicator indicator;
    std::istringstream points(row.text());
    for (std::string point; points >> point;) {
        indicator.points.push_back(point);
    }
    indicator.min_people_for_rate = row.integer();
    indicator.is_attrition = row.truth();
    if (!kind) {
        return std::nullopt;
    }
    indicator.kind = *kind;
    return indicator;
}

// A run that takes releases back keeps the parts behind them, but observed nothing: then its entry
// is the newest of the cell, and not an exact one.
static const std::string& newest_figures() {
    static const std::string sql =
        std::string(
            "WITH entry AS ("
            " SELECT cell_id, run_no, 1 AS is_exact FROM exact"
            " UNION ALL SELECT cell_id, run_no, 0 FROM parts),"
            " ranked AS ("
            " SELECT entry.*, run_id, as_of_day, ROW_NUMBER() OVER ("
            "  PARTITION BY cell_id ORDER BY as_of_day DESC, run_no DESC, is_exact DESC) AS place"
            " FROM entry JOIN run USING (run_no) JOIN cell USING (cell_id)"
            " WHERE run.state IN ('committed', 'unchanged') AND service_id = ?1)"
            " SELECT cell.measure_id, cell.definition_version, is_exact, ranked.run_id,"
            " ranked.as_of_day, kind, points, min_people, is_attrition, ") +
        exact_columns +
        " FROM ranked JOIN cell USING (cell_id)"
        " LEFT JOIN exact ON exact.cell_id = ranked.cell_id AND exact.run_no = ranked.run_no"
        "  AND is_exact = 1"
        " LEFT JOIN indicator USING (measure_id, definition_version, indicator_id)"
        " WHERE place = 1 AND cell.measure_id = coalesce(?2, cell.measure_id)"
        " AND indicator_id = coalesce(?3, indicator_id) AND grain = coalesce(?4, grain)"
        " AND period_key = coalesce(?5, period_key)"
        " ORDER BY cell.measure_id, cell.definition_version, " +
        name_columns;
    return sql;
}

void each_figure(SQLite::Database& connection, const FigureFilter& filter,
                 const std::function<void(const ExactFigure&)>& take) {
    SQLite::Statement statement(connection, newest_figures());
    sqlite::bind_values(statement, filter.service_id, filter.measure_id, filter.indicator_id,
                        filter.grain, filter.period_key);
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        ExactFigure figure;
        figure.measure_id = row.text();
        figure.definition_version = row.text();
        const bool is_exact = row.truth();
        figure.run_id = row.text();
        figure.as_of = row.date();
        auto indicator = indicator_of(row);
        figure.cell = exact_cell_of(row);
        if (!is_exact) {
            figure.cell.state = State::withdrawn;
        }
        if (indicator) {
            indicator->id = figure.cell.name.indicator_id;
        }
        figure.indicator = std::move(indicator);
        take(figure);
    }
}

}  // namespace waymark::ledger
