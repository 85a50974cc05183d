// SPDX-License-Identifier: MIT
#include "store/schema.hpp"

#include <array>

namespace waymark::store {

// Ten million releases must stay small and one series must be read fast. So what repeats stands in
// small tables (a line is a key without its period), and `release` is clustered by line and period:
// a series lies together on few pages, its vintages side by side, newest last. Dates are days, and
// moments microseconds, since 1970-01-01.
static constexpr const char* version_1 = R"sql(
CREATE TABLE service_name (
    service_id TEXT PRIMARY KEY,
    service_name TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE definition (
    measure_id TEXT NOT NULL,
    indicator_id TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    measure_version TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    unit TEXT NOT NULL,
    display_multiplier REAL NOT NULL,
    decimals INTEGER NOT NULL,
    direction TEXT NOT NULL,
    definition TEXT NOT NULL,
    source TEXT NOT NULL,
    standing TEXT NOT NULL,
    PRIMARY KEY (measure_id, indicator_id, definition_version)
) WITHOUT ROWID;

-- A run writes at most one vintage, so a vintage needs no table of its own.
CREATE TABLE run_notice (
    run_no INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    vintage_id TEXT UNIQUE,
    as_of_day INTEGER NOT NULL,
    recorded_us INTEGER NOT NULL,
    publication_sha256 TEXT NOT NULL,
    measure_id TEXT NOT NULL,
    measure_version TEXT NOT NULL,
    plugin_sha256 TEXT NOT NULL,
    config_sha256 TEXT NOT NULL,
    parameters_sha256 TEXT NOT NULL,
    calendars TEXT NOT NULL,
    sandbox TEXT NOT NULL,
    disclosure_profile TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    shards INTEGER NOT NULL,
    deployment_id TEXT NOT NULL
);

CREATE TABLE pull_notice (
    run_no INTEGER NOT NULL REFERENCES run_notice,
    input TEXT NOT NULL,
    source_id TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    rows_read REAL,
    rows_used REAL,
    rows_refused REAL,
    rows_out_of_scope REAL
);
CREATE INDEX pull_notice_by_run ON pull_notice (run_no);

CREATE TABLE finding_notice (
    run_no INTEGER NOT NULL REFERENCES run_notice,
    service_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    indicator_id TEXT NOT NULL,
    period_key TEXT NOT NULL,
    count REAL
);
CREATE INDEX finding_notice_by_run ON finding_notice (run_no);

CREATE TABLE word (
    word_id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE
);

CREATE TABLE line (
    line_id INTEGER PRIMARY KEY,
    service_id TEXT NOT NULL,
    indicator_id TEXT NOT NULL,
    measure_id TEXT NOT NULL,
    series TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    grain TEXT NOT NULL,
    period_basis TEXT NOT NULL,
    stratum_kind TEXT NOT NULL,
    stratum_value TEXT NOT NULL,
    point TEXT NOT NULL,
    UNIQUE (service_id, indicator_id, measure_id, series, definition_version, grain, period_basis,
            stratum_kind, stratum_value, point)
);
CREATE INDEX line_by_indicator ON line (indicator_id, grain);

CREATE TABLE period_name (
    period_id INTEGER PRIMARY KEY,
    period_key TEXT NOT NULL UNIQUE
);

-- What a period was called and which days it had; one key may have several, by calendar and over time.
CREATE TABLE span (
    span_id INTEGER PRIMARY KEY,
    period_id INTEGER NOT NULL REFERENCES period_name,
    grain TEXT NOT NULL,
    period_basis TEXT NOT NULL,
    period_label TEXT NOT NULL,
    start_day INTEGER,
    end_day INTEGER
);
CREATE INDEX span_by_period ON span (period_id, grain, period_basis, period_label);

CREATE TABLE release (
    line_id INTEGER NOT NULL,
    period_id INTEGER NOT NULL,
    as_of_day INTEGER NOT NULL,
    run_no INTEGER NOT NULL,
    span_id INTEGER NOT NULL,
    state_id INTEGER NOT NULL,
    maturity_id INTEGER NOT NULL,
    flags_id INTEGER NOT NULL,
    profile_id INTEGER NOT NULL,
    value REAL,
    numerator REAL,
    denominator REAL,
    people REAL,
    lower REAL,
    upper REAL,
    PRIMARY KEY (line_id, period_id, as_of_day, run_no)
) WITHOUT ROWID;
CREATE INDEX release_by_run ON release (run_no);

CREATE TRIGGER release_is_never_changed BEFORE UPDATE ON release
BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END;
CREATE TRIGGER release_is_never_removed BEFORE DELETE ON release
BEGIN SELECT RAISE(ABORT, 'releases are append-only'); END;
CREATE TRIGGER run_notice_is_never_changed BEFORE UPDATE ON run_notice
BEGIN SELECT RAISE(ABORT, 'vintages are append-only'); END;
CREATE TRIGGER run_notice_is_never_removed BEFORE DELETE ON run_notice
BEGIN SELECT RAISE(ABORT, 'vintages are append-only'); END;

-- Words are looked up by subqueries, not joins: a query that does not ask for a column then does not
-- pay for it, and the planner sees few tables.
CREATE VIEW service AS
SELECT service_id, service_name FROM service_name;

CREATE VIEW indicator AS
SELECT measure_id, indicator_id, definition_version, measure_version, kind, title, unit,
       display_multiplier, decimals, direction, definition, source, standing
FROM definition;

CREATE VIEW period AS
SELECT span.grain, period_name.period_key, span.period_basis, span.period_label,
       date(span.start_day * 86400, 'unixepoch') AS period_start,
       date(span.end_day * 86400, 'unixepoch') AS period_end,
       span.start_day * 86400 AS period_start_epoch,
       span.end_day * 86400 AS period_end_epoch
FROM span JOIN period_name USING (period_id);

CREATE VIEW run AS
SELECT run_id, measure_id, measure_version, vintage_id,
       date(as_of_day * 86400, 'unixepoch') AS as_of,
       as_of_day * 86400 AS as_of_epoch,
       strftime('%Y-%m-%dT%H:%M:%S', recorded_us / 1000000, 'unixepoch') ||
           printf('.%06dZ', recorded_us % 1000000) AS recorded_at,
       recorded_us / 1000000 AS recorded_at_epoch,
       publication_sha256, plugin_sha256, config_sha256, parameters_sha256, calendars, sandbox,
       shards, disclosure_profile, approved_by, reason, deployment_id
FROM run_notice;

CREATE VIEW pull AS
SELECT run_notice.run_id, pull_notice.input, pull_notice.source_id, pull_notice.file,
       pull_notice.sha256, pull_notice.bytes, pull_notice.verdict, pull_notice.rows_read,
       pull_notice.rows_used, pull_notice.rows_refused, pull_notice.rows_out_of_scope
FROM pull_notice JOIN run_notice USING (run_no);

CREATE VIEW finding AS
SELECT run_notice.run_id, finding_notice.service_id, finding_notice.kind, finding_notice.code,
       finding_notice.title, finding_notice.indicator_id, finding_notice.period_key,
       finding_notice.count
FROM finding_notice JOIN run_notice USING (run_no);

CREATE VIEW observation_history AS
SELECT line.service_id, line.measure_id, line.indicator_id, line.series, line.definition_version,
       line.grain, period_name.period_key, line.period_basis, line.stratum_kind,
       line.stratum_value, line.point, span.period_label,
       date(span.start_day * 86400, 'unixepoch') AS period_start,
       date(span.end_day * 86400, 'unixepoch') AS period_end,
       span.start_day * 86400 AS period_start_epoch,
       span.end_day * 86400 AS period_end_epoch,
       (SELECT word FROM word WHERE word_id = release.state_id) AS state,
       (SELECT word FROM word WHERE word_id = release.maturity_id) AS maturity,
       (SELECT word FROM word WHERE word_id = release.flags_id) AS flags,
       release.value, release.numerator, release.denominator, release.people, release.lower,
       release.upper,
       (SELECT word FROM word WHERE word_id = release.profile_id) AS disclosure_profile,
       run_notice.run_id, run_notice.vintage_id,
       date(release.as_of_day * 86400, 'unixepoch') AS as_of,
       release.as_of_day * 86400 AS as_of_epoch,
       strftime('%Y-%m-%dT%H:%M:%S', run_notice.recorded_us / 1000000, 'unixepoch') ||
           printf('.%06dZ', run_notice.recorded_us % 1000000) AS recorded_at,
       run_notice.recorded_us / 1000000 AS recorded_at_epoch,
       NOT EXISTS (SELECT 1 FROM release AS newer
                   WHERE newer.line_id = release.line_id AND newer.period_id = release.period_id
                     AND (newer.as_of_day, newer.run_no) > (release.as_of_day, release.run_no))
           AS is_current
FROM line
JOIN release ON release.line_id = line.line_id
JOIN period_name ON period_name.period_id = release.period_id
JOIN span ON span.span_id = release.span_id
JOIN run_notice ON run_notice.run_no = release.run_no;

CREATE VIEW observation_current AS
SELECT service_id, measure_id, indicator_id, series, definition_version, grain, period_key,
       period_basis, stratum_kind, stratum_value, point, period_label, period_start, period_end,
       period_start_epoch, period_end_epoch, state, maturity, flags, value, numerator, denominator,
       people, lower, upper, disclosure_profile, run_id, vintage_id, as_of, as_of_epoch,
       recorded_at, recorded_at_epoch
FROM observation_history WHERE is_current;
)sql";

// Every change of a figure has one reason; releases of version 1 tell none.
static constexpr const char* version_2 = R"sql(
ALTER TABLE release ADD COLUMN restated_id INTEGER;

DROP VIEW observation_current;
DROP VIEW observation_history;

CREATE VIEW observation_history AS
SELECT line.service_id, line.measure_id, line.indicator_id, line.series, line.definition_version,
       line.grain, period_name.period_key, line.period_basis, line.stratum_kind,
       line.stratum_value, line.point, span.period_label,
       date(span.start_day * 86400, 'unixepoch') AS period_start,
       date(span.end_day * 86400, 'unixepoch') AS period_end,
       span.start_day * 86400 AS period_start_epoch,
       span.end_day * 86400 AS period_end_epoch,
       (SELECT word FROM word WHERE word_id = release.state_id) AS state,
       (SELECT word FROM word WHERE word_id = release.maturity_id) AS maturity,
       (SELECT word FROM word WHERE word_id = release.flags_id) AS flags,
       coalesce((SELECT word FROM word WHERE word_id = release.restated_id), '') AS restated,
       release.value, release.numerator, release.denominator, release.people, release.lower,
       release.upper,
       (SELECT word FROM word WHERE word_id = release.profile_id) AS disclosure_profile,
       run_notice.run_id, run_notice.vintage_id,
       date(release.as_of_day * 86400, 'unixepoch') AS as_of,
       release.as_of_day * 86400 AS as_of_epoch,
       strftime('%Y-%m-%dT%H:%M:%S', run_notice.recorded_us / 1000000, 'unixepoch') ||
           printf('.%06dZ', run_notice.recorded_us % 1000000) AS recorded_at,
       run_notice.recorded_us / 1000000 AS recorded_at_epoch,
       NOT EXISTS (SELECT 1 FROM release AS newer
                   WHERE newer.line_id = release.line_id AND newer.period_id = release.period_id
                     AND (newer.as_of_day, newer.run_no) > (release.as_of_day, release.run_no))
           AS is_current
FROM line
JOIN release ON release.line_id = line.line_id
JOIN period_name ON period_name.period_id = release.period_id
JOIN span ON span.span_id = release.span_id
JOIN run_notice ON run_notice.run_no = release.run_no;

CREATE VIEW observation_current AS
SELECT service_id, measure_id, indicator_id, series, definition_version, grain, period_key,
       period_basis, stratum_kind, stratum_value, point, period_label, period_start, period_end,
       period_start_epoch, period_end_epoch, state, maturity, flags, restated, value, numerator,
       denominator, people, lower, upper, disclosure_profile, run_id, vintage_id, as_of, as_of_epoch,
       recorded_at, recorded_at_epoch
FROM observation_history WHERE is_current;
)sql";

static constexpr std::array migrations{
    sqlite::Migration{.version = 1, .sql = version_1},
    sqlite::Migration{.version = 2, .sql = version_2},
};

const sqlite::Schema& schema() noexcept {
    static constexpr sqlite::Schema store{
        .noun = "store", .application_id = 0x576d5374, .file_mode = 0644, .migrations = migrations};
    return store;
}

}  // namespace waymark::store
