// SPDX-License-Identifier: MIT
#include "ledger/schema.hpp"

#include <array>

namespace waymark::ledger {

// Dates are days, and moments microseconds, since 1970-01-01. Whoever looks into the file by hand
// finds the exact observations with their keys in the view `exact_observation`.
static constexpr const char* version_1 = R"sql(
CREATE TABLE run (
    run_no INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    monitor_id TEXT NOT NULL,
    measure_id TEXT NOT NULL,
    measure_version TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    plugin_path TEXT NOT NULL,
    plugin_sha256 TEXT NOT NULL,
    config_sha256 TEXT NOT NULL,
    parameters_json TEXT NOT NULL,
    as_of_day INTEGER NOT NULL,
    shards INTEGER NOT NULL,
    threads INTEGER NOT NULL,
    workers INTEGER NOT NULL,
    host_version TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    sentence TEXT NOT NULL DEFAULT '',
    sandbox TEXT NOT NULL DEFAULT '',
    started_us INTEGER NOT NULL,
    finished_us INTEGER,
    publication_sha256 TEXT,
    vintage_id TEXT,
    CHECK ((outcome IS NOT NULL) = (state IN ('failed', 'refused'))),
    CHECK ((finished_us IS NULL) = (state IN ('running', 'prepared'))),
    CHECK ((vintage_id IS NOT NULL) = (state = 'committed'))
);
CREATE INDEX run_by_state ON run (state);
CREATE INDEX run_by_measure ON run (measure_id, run_no);

-- Documents and calendars a run used.
CREATE TABLE proof (
    run_no INTEGER NOT NULL REFERENCES run,
    kind TEXT NOT NULL CHECK (kind IN ('document', 'calendar')),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX proof_by_run ON proof (run_no);

CREATE TABLE pull (
    pull_no INTEGER PRIMARY KEY,
    run_no INTEGER NOT NULL REFERENCES run,
    input TEXT NOT NULL,
    source_id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    why TEXT NOT NULL,
    rows_read INTEGER NOT NULL,
    rows_used INTEGER NOT NULL
);
CREATE INDEX pull_by_run ON pull (run_no);

CREATE TABLE pull_file (
    pull_no INTEGER NOT NULL REFERENCES pull,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL
);
CREATE INDEX pull_file_by_pull ON pull_file (pull_no);

CREATE TABLE pull_reason (
    pull_no INTEGER NOT NULL REFERENCES pull,
    kind TEXT NOT NULL CHECK (kind IN ('refused', 'out_of_scope')),
    reason TEXT NOT NULL,
    count INTEGER NOT NULL,
    places TEXT NOT NULL
);
CREATE INDEX pull_reason_by_pull ON pull_reason (pull_no);

CREATE TABLE cell (
    cell_id INTEGER PRIMARY KEY,
    measure_id TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    service_id TEXT NOT NULL,
    indicator_id TEXT NOT NULL,
    series TEXT NOT NULL,
    grain TEXT NOT NULL,
    period_key TEXT NOT NULL,
    period_basis TEXT NOT NULL,
    stratum_kind TEXT NOT NULL,
    stratum_value TEXT NOT NULL,
    UNIQUE (measure_id, definition_version, service_id, indicator_id, series, grain, period_key,
            period_basis, stratum_kind, stratum_value)
);

CREATE TABLE exact (
    run_no INTEGER NOT NULL REFERENCES run,
    cell_id INTEGER NOT NULL REFERENCES cell,
    state TEXT NOT NULL,
    maturity TEXT NOT NULL,
    flags TEXT NOT NULL,
    contributions INTEGER NOT NULL,
    people INTEGER NOT NULL,
    contributors INTEGER NOT NULL,
    a REAL NOT NULL,
    b REAL NOT NULL,
    aa REAL NOT NULL,
    ab REAL NOT NULL,
    bb REAL NOT NULL,
    from_aggregates INTEGER NOT NULL,
    times TEXT NOT NULL,
    quantities TEXT NOT NULL,
    PRIMARY KEY (run_no, cell_id)
) WITHOUT ROWID;

-- The exact parts behind releases; they count once their run is committed or unchanged.
CREATE TABLE parts (
    cell_id INTEGER NOT NULL REFERENCES cell,
    point TEXT NOT NULL,
    run_no INTEGER NOT NULL REFERENCES run,
    people REAL,
    numerator REAL,
    denominator REAL,
    PRIMARY KEY (cell_id, point, run_no)
) WITHOUT ROWID;

CREATE TABLE exclusion (
    run_no INTEGER NOT NULL REFERENCES run,
    service_id TEXT NOT NULL,
    indicator_id TEXT NOT NULL,
    period_key TEXT NOT NULL,
    code TEXT NOT NULL,
    cases INTEGER NOT NULL
);
CREATE INDEX exclusion_by_run ON exclusion (run_no);

CREATE TABLE finding (
    run_no INTEGER NOT NULL REFERENCES run,
    service_id TEXT NOT NULL,
    period_key TEXT NOT NULL,
    code TEXT NOT NULL,
    count INTEGER NOT NULL,
    of INTEGER NOT NULL,
    cases INTEGER NOT NULL
);
CREATE INDEX finding_by_run ON finding (run_no);

CREATE TABLE audit (
    audit_no INTEGER PRIMARY KEY,
    at_us INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL
);
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_never_removed BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;

CREATE VIEW exact_observation AS
SELECT run.run_id, cell.measure_id, cell.definition_version, cell.service_id, cell.indicator_id,
       cell.series, cell.grain, cell.period_key, cell.period_basis, cell.stratum_kind,
       cell.stratum_value, exact.state, exact.maturity, exact.flags, exact.contributions,
       exact.people, exact.contributors, exact.a, exact.b, exact.aa, exact.ab, exact.bb,
       exact.from_aggregates, exact.times, exact.quantities
FROM exact JOIN run USING (run_no) JOIN cell USING (cell_id);
)sql";

// Exact figures can be looked at: the audit says by whom and why, and what is needed of an
// indicator to work out a value from its sums is kept.
static constexpr const char* version_2 = R"sql(
ALTER TABLE audit ADD COLUMN uid INTEGER;
ALTER TABLE audit ADD COLUMN verb TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN service_id TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN filters TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN reason TEXT NOT NULL DEFAULT '';
ALTER TABLE audit ADD COLUMN rows_shown INTEGER;

CREATE TABLE indicator (
    measure_id TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    indicator_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    points TEXT NOT NULL,
    min_people INTEGER NOT NULL,
    is_attrition INTEGER NOT NULL,
    PRIMARY KEY (measure_id, definition_version, indicator_id)
) WITHOUT ROWID;
)sql";

// People who asked to be forgotten. The key makes the digests useless outside this ledger.
static constexpr const char* version_3 = R"sql(
CREATE TABLE secret (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE forgotten (
    digest TEXT PRIMARY KEY,
    at_us INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER forgotten_is_never_changed BEFORE UPDATE ON forgotten
BEGIN SELECT RAISE(ABORT, 'who is forgotten stays forgotten'); END;
CREATE TRIGGER forgotten_is_never_removed BEFORE DELETE ON forgotten
BEGIN SELECT RAISE(ABORT, 'who is forgotten stays forgotten'); END;
)sql";

// What the daemon must not forget: how far each monitor's due times are decided, and the one that
// is being worked at. A run knows the due time it is for, so that its commit ends that due time
// too.
static constexpr const char* version_4 = R"sql(
ALTER TABLE run ADD COLUMN due_us INTEGER;

CREATE TABLE schedule (
    monitor_id TEXT PRIMARY KEY,
    rule TEXT NOT NULL,
    handled_us INTEGER NOT NULL,
    due_us INTEGER,
    failures INTEGER NOT NULL,
    retry_us INTEGER,
    last_due_us INTEGER,
    last_end TEXT NOT NULL CHECK (last_end IN ('', 'done', 'given_up', 'superseded')),
    passed_over INTEGER NOT NULL,
    CHECK (due_us IS NOT NULL OR (failures = 0 AND retry_us IS NULL)),
    CHECK ((last_due_us IS NOT NULL) = (last_end <> ''))
) WITHOUT ROWID;
)sql";

// What else a run rests on, so that the next one can tell whether anything changed.
static constexpr const char* version_5 = R"sql(
ALTER TABLE run ADD COLUMN host_build TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN only_service TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN forget_requests INTEGER NOT NULL DEFAULT -1;
)sql";

// How builds of plugins behaved, as long as it was badly: a run that succeeds removes its row.
static constexpr const char* version_6 = R"sql(
CREATE TABLE conduct (
    measure_id TEXT NOT NULL,
    plugin_sha256 TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_outcome TEXT NOT NULL,
    last_us INTEGER NOT NULL,
    quarantines INTEGER NOT NULL,
    until_us INTEGER,
    PRIMARY KEY (measure_id, plugin_sha256),
    CHECK ((until_us IS NOT NULL) = (quarantines > 0))
) WITHOUT ROWID;
)sql";

static constexpr std::array migrations{
    sqlite::Migration{.version = 1, .sql = version_1},
    sqlite::Migration{.version = 2, .sql = version_2},
    sqlite::Migration{.version = 3, .sql = version_3},
    sqlite::Migration{.version = 4, .sql = version_4},
    sqlite::Migration{.version = 5, .sql = version_5},
    sqlite::Migration{.version = 6, .sql = version_6},
};

const sqlite::Schema& schema() noexcept {
    static constexpr sqlite::Schema ledger{.noun = "ledger",
                                           .application_id = 0x576d4c67,
                                           .file_mode = 0600,
                                           .migrations = migrations};
    return ledger;
}

}  // namespace waymark::ledger
