// SPDX-License-Identifier: MIT
#include "store/staging.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "base/error.hpp"
#include "sqlite/values.hpp"

namespace waymark::store {

static sqlite::Part day_part(std::optional<Date> date) {
    return date ? sqlite::Part{std::int64_t{day_number(*date)}} : sqlite::Part{};
}

StagedRow Staging::staged(const release::Release& release) {
    const release::Key& key = release.key();
    const release::Figures& figures = release.figures();
    check(figures.value.has_value() == (figures.state == State::observed),
          "a release has a value exactly when it is observed");
    StagedRow row;
    row.line = lines_.number_of({key.service_id, key.indicator_id, key.measure_id, key.series,
                                 key.definition_version, key.grain, key.period_basis,
                                 key.stratum_kind, key.stratum_value, key.point});
    row.period = periods_.number_of({key.period_key});
    row.words = {
        spans_.number_of({row.period, key.grain, key.period_basis, figures.period_label,
                          day_part(figures.period_start), day_part(figures.period_end)}),
        words_.number_of({word(figures.state)}),
        words_.number_of({word(figures.maturity)}),
        words_.number_of({flags_text(figures.flags)}),
        words_.number_of({figures.disclosure_profile}),
        words_.number_of({word(figures.restated)}),
    };
    row.numbers = {figures.value,  figures.numerator, figures.denominator,
                   figures.people, figures.lower,     figures.upper};
    return row;
}

Staging::Staging(SQLite::Database& connection, const release::Publication& publication)
    : words_(connection, "word", "word_id", {"word"}),
      lines_(connection, "line", "line_id",
             {"service_id", "indicator_id", "measure_id", "series", "definition_version", "grain",
              "period_basis", "stratum_kind", "stratum_value", "point"}),
      periods_(connection, "period_name", "period_id", {"period_key"}),
      spans_(connection, "span", "span_id",
             {"period_id", "grain", "period_basis", "period_label", "start_day", "end_day"}) {
    rows_.reserve(publication.releases().size());
    for (const release::Release& release : publication.releases()) {
        rows_.push_back(staged(release));
    }
    // In the order of the file: neighbours share pages, and a line is looked up once.
    std::sort(rows_.begin(), rows_.end(), [](const StagedRow& a, const StagedRow& b) {
        return std::tie(a.line, a.period) < std::tie(b.line, b.period);
    });
    drop_unchanged(connection, publication.run().as_of);
}

static StagedRow stored_row(SQLite::Statement& statement) {
    sqlite::Fields fields(statement);
    StagedRow row;
    row.period = fields.integer();
    for (std::int64_t& word : row.words) {
        word = fields.integer();
    }
    for (auto& number : row.numbers) {
        number = fields.optional_real();
    }
    return row;
}

// What is current at as_of of one line, for the periods from first to last.
static std::vector<StagedRow> current_rows(SQLite::Statement& statement, const StagedRow& first,
                                           const StagedRow& last, Date as_of) {
    sqlite::bind_values(statement, first.line, first.period, last.period, as_of);
    std::vector<StagedRow> rows;
    while (statement.executeStep()) {
        StagedRow row = stored_row(statement);
        if (!rows.empty() && rows.back().period == row.period) {
            rows.pop_back();  // superseded: rows of a period come oldest first
        }
        rows.push_back(row);
    }
    statement.reset();
    return rows;
}

void Staging::drop_unchanged(SQLite::Database& connection, Date as_of) {
    SQLite::Statement statement(
        connection,
        "SELECT period_id, span_id, state_id, maturity_id, flags_id, profile_id,"
        " coalesce(restated_id, (SELECT word_id FROM word WHERE word = '')), value, numerator,"
        " denominator, people, lower, upper FROM release"
        " WHERE line_id = ? AND period_id BETWEEN ? AND ? AND as_of_day <= ?"
        " ORDER BY period_id, as_of_day, run_no");
    std::vector<StagedRow> differing;
    for (auto line = rows_.begin(); line != rows_.end();) {
        const auto end = std::find_if(line, rows_.end(),
                                      [&](const StagedRow& row) { return row.line != line->line; });
        std::vector<StagedRow> current;
        if (lines_.is_known(line->line)) {
            current = current_rows(statement, *line, *(end - 1), as_of);
        }
        auto old = current.begin();
        for (; line != end; ++line) {
            old = std::find_if(old, current.end(),
                               [&](const StagedRow& row) { return row.period >= line->period; });
            const bool is_unchanged = old != current.end() && old->period == line->period &&
                                      old->words == line->words && old->numbers == line->numbers;
            if (!is_unchanged) {
                differing.push_back(*line);
            }
        }
    }
    rows_ = std::move(differing);
}

void Staging::insert(SQLite::Database& connection, std::int64_t run_no, Date as_of) {
    for (sqlite::Numbering* numbering : {&words_, &lines_, &periods_, &spans_}) {
        numbering->insert_new(connection);
    }
    SQLite::Statement insert(
        connection, "INSERT INTO release VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    for (const StagedRow& row : rows_) {
        const auto& [span, state, maturity, flags, profile, restated] = row.words;
        const auto& [value, numerator, denominator, people, lower, upper] = row.numbers;
        sqlite::run(insert, row.line, row.period, as_of, run_no, span, state, maturity, flags,
                    profile, value, numerator, denominator, people, lower, upper, restated);
    }
}

}  // namespace waymark::store
