// SPDX-License-Identifier: MIT
#include "store/release_reader.hpp"

#include <algorithm>
#include <limits>

#include "base/error.hpp"
#include "sqlite/database.hpp"
#include "sqlite/values.hpp"
#include "store/schema.hpp"

namespace waymark::store {

ReleaseReader::ReleaseReader(const std::filesystem::path& path, sqlite::Options options)
    : ReleaseReader(std::make_unique<sqlite::Database>(path, schema(), std::move(options))) {}

ReleaseReader::ReleaseReader(std::unique_ptr<sqlite::Database> database)
    : database_(std::move(database)) {}

ReleaseReader::ReleaseReader(ReleaseReader&&) noexcept = default;
ReleaseReader& ReleaseReader::operator=(ReleaseReader&&) noexcept = default;
ReleaseReader::~ReleaseReader() = default;

// Parameter 1 is the day as known at which we read.
static constexpr const char* select_rows = R"sql(
SELECT line.service_id, line.measure_id, line.indicator_id, line.series, line.definition_version,
       line.grain, period_name.period_key, line.period_basis, line.stratum_kind,
       line.stratum_value, line.point, span.period_label, span.start_day, span.end_day,
       (SELECT word FROM word WHERE word_id = release.state_id),
       (SELECT word FROM word WHERE word_id = release.maturity_id),
       (SELECT word FROM word WHERE word_id = release.flags_id),
       coalesce((SELECT word FROM word WHERE word_id = release.restated_id), ''),
       release.value, release.numerator, release.denominator, release.people, release.lower,
       release.upper,
       (SELECT word FROM word WHERE word_id = release.profile_id),
       run_notice.run_id, run_notice.vintage_id, release.as_of_day, run_notice.recorded_us,
       NOT EXISTS (SELECT 1 FROM release AS newer
                   WHERE newer.line_id = release.line_id AND newer.period_id = release.period_id
                     AND newer.as_of_day <= ?1
                     AND (newer.as_of_day, newer.run_no) > (release.as_of_day, release.run_no))
           AS is_current
FROM line
JOIN release ON release.line_id = line.line_id
JOIN period_name ON period_name.period_id = release.period_id
JOIN span ON span.span_id = release.span_id
JOIN run_notice ON run_notice.run_no = release.run_no
WHERE release.as_of_day <= ?1)sql";

static constexpr const char* in_key_order = R"sql(
ORDER BY line.service_id, line.measure_id, line.indicator_id, line.series,
         line.definition_version, line.grain, period_name.period_key, line.period_basis,
         line.stratum_kind, line.stratum_value, line.point, release.as_of_day, release.run_no)sql";

class ReleaseReader::Rows {
public:
    Rows(SQLite::Database& connection, const Filter& filter);

    /// The next row; nullopt after the last.
    [[nodiscard]] std::optional<Recorded> next();

private:
    std::vector<const std::string*> texts_;  // of parameters 2, 3 ...
    SQLite::Statement statement_;

    [[nodiscard]] std::string sql(const Filter& filter);
};

std::string ReleaseReader::Rows::sql(const Filter& filter) {
    const std::pair<const char*, const std::optional<std::string>*> restrictions[] = {
        {"line.service_id", &filter.service_id},
        {"line.measure_id", &filter.measure_id},
        {"line.definition_version", &filter.definition_version},
        {"line.indicator_id", &filter.indicator_id},
        {"line.series", &filter.series},
        {"line.grain", &filter.grain},
        {"line.stratum_kind", &filter.stratum_kind},
        {"line.stratum_value", &filter.stratum_value},
        {"run_notice.vintage_id", &filter.vintage_id},
    };
    std::string sql = select_rows;
    for (const auto& [column, wanted] : restrictions) {
        if (*wanted) {
            texts_.push_back(&**wanted);
            sql += std::string("\nAND ") + column + " = ?" + std::to_string(texts_.size() + 1);
        }
    }
    // What one vintage brought is wanted even where a later one has superseded it.
    if (!filter.include_history && !filter.vintage_id) {
        sql += "\nAND is_current";
    }
    return sql + in_key_order;
}

ReleaseReader::Rows::Rows(SQLite::Database& connection, const Filter& filter)
    : statement_(connection, sql(filter)) {
    constexpr Date end_of_days = date_of(std::numeric_limits<std::int32_t>::max());
    sqlite::bind_value(statement_, 1, filter.as_of.value_or(end_of_days));
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        sqlite::bind_value(statement_, static_cast<int>(i) + 2, *texts_[i]);
    }
}

template <class Word>
static Word known(std::optional<Word> word) {
    if (!word) {
        throw Error(ErrorKind::store, "the store holds a word this program does not know");
    }
    return *word;
}

static release::Key key(sqlite::Fields& fields) {
    release::Key key;
    for (std::string* part :
         {&key.service_id, &key.measure_id, &key.indicator_id, &key.series, &key.definition_version,
          &key.grain, &key.period_key, &key.period_basis, &key.stratum_kind, &key.stratum_value,
          &key.point}) {
        *part = fields.text();
    }
    return key;
}

static release::Figures figures(sqlite::Fields& fields) {
    release::Figures figures;
    figures.period_label = fields.text();
    figures.period_start = fields.optional_date();
    figures.period_end = fields.optional_date();
    figures.state = known(state_of(fields.text()));
    figures.maturity = known(maturity_of(fields.text()));
    figures.flags = flags_of(fields.text());
    figures.restated = restatement_of(fields.text());
    for (auto* number : {&figures.value, &figures.numerator, &figures.denominator, &figures.people,
                         &figures.lower, &figures.upper}) {
        *number = fields.optional_real();
    }
    figures.disclosure_profile = fields.text();
    return figures;
}

std::optional<Recorded> ReleaseReader::Rows::next() {
    if (!statement_.executeStep()) {
        return std::nullopt;
    }
    sqlite::Fields fields(statement_);
    release::Key row_key = key(fields);
    release::Figures row_figures = figures(fields);
    Recorded recorded{
        .release = release::Release(std::move(row_key), std::move(row_figures)),
        .run_id = fields.text(),
        .vintage_id = fields.text(),
        .as_of = fields.date(),
        .recorded_at = fields.instant(),
        .is_current = fields.truth(),
    };
    return recorded;
}

void ReleaseReader::each(const Filter& filter,
                         const std::function<void(const Recorded&)>& take) const {
    database_->read([&](SQLite::Database& connection) {
        Rows rows(connection, filter);
        while (const auto row = rows.next()) {
            take(*row);
        }
    });
}

std::vector<release::Release> ReleaseReader::current_in_scope(const std::string& measure_id,
                                                              const std::string& definition_version,
                                                              std::span<const std::string> services,
                                                              Date as_of) const {
    std::vector<std::string> ascending(services.begin(), services.end());
    std::sort(ascending.begin(), ascending.end());
    std::vector<release::Release> releases;
    database_->read([&](SQLite::Database& connection) {
        for (const std::string& service : ascending) {
            Filter filter;
            filter.service_id = service;
            filter.measure_id = measure_id;
            filter.definition_version = definition_version;
            filter.as_of = as_of;
            Rows rows(connection, filter);
            while (auto row = rows.next()) {
                releases.push_back(std::move(row->release));
            }
        }
    });
    return releases;
}

void ReleaseReader::snapshot(const std::filesystem::path& path) const {
    database_->snapshot(path);
}

}  // namespace waymark::store
