// SPDX-License-Identifier: MIT
#include "ledger/exact_rows.hpp"

#include <array>
#include <charconv>

#include "base/error.hpp"
#include "calendar/period.hpp"
#include "contract/description.hpp"
#include "sqlite/values.hpp"

namespace waymark::ledger {

static void append(std::string& text, double number) {
    std::array<char, 32> digits{};
    text.append(digits.data(), std::to_chars(digits.begin(), digits.end(), number).ptr);
}

// "3 1 0;6 2 5": time, events, censored. Written and read here only.
static std::string times_text(const observation::Sums& sums) {
    std::string text;
    for (const auto& [time, counts] : sums.times) {
        text += text.empty() ? "" : ";";
        append(text, time);
        text += ' ' + std::to_string(counts.first) + ' ' + std::to_string(counts.second);
    }
    return text;
}

// "0.5 3;0.75 1": value, how often.
static std::string quantities_text(const observation::Sums& sums) {
    std::string text;
    for (const auto& [value, count] : sums.values) {
        text += text.empty() ? "" : ";";
        append(text, value);
        text += ' ' + std::to_string(count);
    }
    return text;
}

// Takes the next number and the separator after it off the text.
template <class Number>
static Number taken(std::string_view& text) {
    Number number{};
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    if (result.ec != std::errc{}) {
        throw Error(ErrorKind::store, "the ledger holds an exact observation that cannot be read");
    }
    const auto length = static_cast<std::size_t>(result.ptr - text.data());
    text.remove_prefix(std::min(length + 1, text.size()));
    return number;
}

static void read_times(std::string_view text, observation::Sums& sums) {
    while (!text.empty()) {
        const auto time = taken<double>(text);
        const auto events = taken<std::int64_t>(text);
        sums.times[time] = {events, taken<std::int64_t>(text)};
    }
}

static void read_quantities(std::string_view text, observation::Sums& sums) {
    while (!text.empty()) {
        const auto value = taken<double>(text);
        sums.values[value] = taken<std::int64_t>(text);
    }
}

static CellName name_of(const observation::CellKey& key, const ExactFigures& figures) {
    const observation::Observations& lists = figures.observations;
    const calendar::Period& period = lists.periods.at(key.period);
    const observation::StratumKind& kind = lists.strata.at(key.stratum_kind);
    return {.service_id = lists.services.at(key.service),
            .indicator_id = figures.description.indicators.at(key.indicator).id,
            .series = lists.series.at(key.indicator).at(key.series),
            .grain = std::string(calendar::word(period.key.grain)),
            .period_key = period.key.text(),
            .period_basis = std::string(calendar::word(period.basis)),
            .stratum_kind = kind.kind,
            .stratum_value = kind.values.at(key.stratum_value)};
}

ExactRows::ExactRows(SQLite::Database& connection, std::int64_t run_no, const ExactFigures& figures)
    : connection_(connection),
      run_no_(run_no),
      figures_(figures),
      cells_(connection, "cell", "cell_id",
             {"measure_id", "definition_version", "service_id", "indicator_id", "series", "grain",
              "period_key", "period_basis", "stratum_kind", "stratum_value"}) {}

std::int64_t ExactRows::cell_number(const CellName& name) {
    return cells_.number_of({figures_.measure_id, figures_.definition_version, name.service_id,
                             name.indicator_id, name.series, name.grain, name.period_key,
                             name.period_basis, name.stratum_kind, name.stratum_value});
}

void ExactRows::insert_figures() {
    insert_cells();
    insert_counts();
}

void ExactRows::insert_cells() {
    std::vector<std::int64_t> ids;
    for (const observation::Observation& cell : figures_.observations.cells) {
        ids.push_back(cell_number(name_of(cell.key, figures_)));
    }
    cells_.insert_new(connection_);

    SQLite::Statement exact(
        connection_, "INSERT INTO exact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    auto id = ids.begin();
    for (const observation::Observation& cell : figures_.observations.cells) {
        const observation::Sums& sums = cell.sums;
        const auto real = [](long double number) { return static_cast<double>(number); };
        sqlite::run(exact, run_no_, *id++, std::string(word(cell.state)),
                    std::string(word(cell.maturity)), flags_text(cell.flags), sums.contributions,
                    sums.people, sums.contributors, real(sums.a), real(sums.b), real(sums.aa),
                    real(sums.ab), real(sums.bb), std::int64_t{sums.from_aggregates},
                    times_text(sums), quantities_text(sums));
    }
}

void ExactRows::insert_parts(std::span<const PartsBehind> parts) {
    std::vector<std::int64_t> ids;
    ids.reserve(parts.size());
    for (const PartsBehind& part : parts) {
        ids.push_back(cell_number(part.name));
    }
    cells_.insert_new(connection_);

    SQLite::Statement behind(connection_, "INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)");
    auto id = ids.begin();
    for (const PartsBehind& part : parts) {
        sqlite::run(behind, *id++, part.point, run_no_, part.people, part.numerator,
                    part.denominator);
    }
}

static std::string period_text(const observation::Observations& observations,
                               std::optional<std::uint32_t> period) {
    return period ? observations.periods.at(*period).key.text() : "";
}

void ExactRows::insert_counts() {
    const observation::Observations& lists = figures_.observations;
    SQLite::Statement exclusion(connection_, "INSERT INTO exclusion VALUES (?, ?, ?, ?, ?, ?)");
    for (const observation::ExclusionCount& count : lists.exclusions) {
        const std::string indicator =
            count.indicator ? figures_.description.indicators.at(*count.indicator).id : "";
        sqlite::run(exclusion, run_no_, lists.services.at(count.service), indicator,
                    period_text(lists, count.period),
                    figures_.description.exclusions.at(count.reason).id, count.cases);
    }
    SQLite::Statement finding(connection_, "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (const observation::FindingCount& count : lists.findings) {
        const std::string service = count.service ? lists.services.at(*count.service) : "";
        sqlite::run(finding, run_no_, service, period_text(lists, count.period),
                    figures_.description.findings.at(count.code).id, count.count, count.of,
                    count.cases);
    }
}

static CellName cell_name(sqlite::Fields& row) {
    return {.service_id = row.text(),
            .indicator_id = row.text(),
            .series = row.text(),
            .grain = row.text(),
            .period_key = row.text(),
            .period_basis = row.text(),
            .stratum_kind = row.text(),
            .stratum_value = row.text()};
}

ExactCell exact_cell_of(sqlite::Fields& row) {
    ExactCell cell;
    cell.name = cell_name(row);
    cell.state = state_of(row.text()).value_or(State::missing);
    cell.maturity = maturity_of(row.text()).value_or(Maturity::final);
    cell.flags = flags_of(row.text());
    observation::Sums& sums = cell.sums;
    sums.contributions = row.integer();
    sums.people = row.integer();
    sums.contributors = row.integer();
    for (long double* moment : {&sums.a, &sums.b, &sums.aa, &sums.ab, &sums.bb}) {
        *moment = row.real();
    }
    sums.from_aggregates = row.truth();
    read_times(row.text(), sums);
    read_quantities(row.text(), sums);
    return cell;
}

void each_exact(SQLite::Database& connection, const std::string& run_id,
                const std::function<void(const ExactCell&)>& take) {
    SQLite::Statement statement(connection,
                                std::string("SELECT ") + exact_columns +
                                    " FROM exact JOIN run USING (run_no) JOIN cell USING (cell_id)"
                                    " WHERE run_id = ? ORDER BY " +
                                    name_columns);
    sqlite::bind_values(statement, run_id);
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        take(exact_cell_of(row));
    }
}

std::vector<PartsBehind> last_parts(SQLite::Database& connection, const std::string& measure_id,
                                    const std::string& definition_version,
                                    const std::string& service_id, Date as_of) {
    SQLite::Statement statement(connection,
                                std::string("SELECT ") + name_columns +
                                    ", point, people, numerator, denominator, run_id"
                                    " FROM cell JOIN parts USING (cell_id) JOIN run USING (run_no)"
                                    " WHERE cell.measure_id = ? AND cell.definition_version = ?"
                                    " AND service_id = ? AND as_of_day <= ?"
                                    " AND run.state IN ('committed', 'unchanged') ORDER BY " +
                                    name_columns + ", point, as_of_day, run_no");
    sqlite::bind_values(statement, measure_id, definition_version, service_id, as_of);
    std::vector<PartsBehind> last;
    while (statement.executeStep()) {
        sqlite::Fields row(statement);
        PartsBehind parts{.name = cell_name(row),
                          .point = row.text(),
                          .people = row.optional_real(),
                          .numerator = row.optional_real(),
                          .denominator = row.optional_real(),
                          .run_id = row.text()};
        if (!last.empty() && last.back().name == parts.name && last.back().point == parts.point) {
            last.pop_back();  // rows of a key come oldest first
        }
        last.push_back(std::move(parts));
    }
    return last;
}

}  // namespace waymark::ledger
