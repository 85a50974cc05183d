// SPDX-License-Identifier: MIT
// What the ledger keeps of a run, as plain values. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"

namespace waymark::ledger {

/// Where a run stands. The first two are on their way; the others are final.
enum class RunState : std::uint8_t { running, prepared, committed, unchanged, failed, refused };

/// Why a run came to nothing.
enum class Outcome : std::uint8_t {
    crashed,
    timed_out,
    out_of_memory,
    policy,    ///< the plugin did what the sandbox forbids
    protocol,  ///< it answered rubbish
    rejected,  ///< the measure itself reported a failure
    failed,    ///< the host could not go on; the run may be repeated
    refused,   ///< a pull, the gate or the configuration forbade it
};

[[nodiscard]] std::string_view word(RunState state) noexcept;
[[nodiscard]] std::string_view word(Outcome outcome) noexcept;
[[nodiscard]] std::optional<RunState> run_state_of(std::string_view word) noexcept;
[[nodiscard]] std::optional<Outcome> outcome_of(std::string_view word) noexcept;

/// A document parameter or a calendar a run used, and the hash that proves which.
struct Proof {
    std::string name;
    std::string version;  ///< "" for documents
    std::string sha256;

    bool operator==(const Proof&) const = default;
};

/// What is known of a run when it begins.
struct RunStart {
    std::string monitor_id;
    std::string measure_id;
    std::string measure_version;
    std::string definition_version;  ///< major version of the definition
    std::string plugin_path;
    std::string plugin_sha256;
    std::string config_sha256;
    std::string parameters_json;
    std::vector<Proof> documents;
    std::vector<Proof> calendars;
    Date as_of{};
    std::optional<Instant> due = {};  ///< the due time of the schedule it is for; none: run by hand
    std::uint32_t shards = 0;
    std::uint32_t threads = 0;
    std::uint32_t workers = 0;
    std::string host_version;
    std::string host_build = {};    ///< size and time of the programs' files; "" by older versions
    std::string only_service = {};  ///< the one service it was narrowed to; "" = all
    std::int64_t forget_requests =
        -1;  ///< how many the ledger had taken, filled in by it; -1 by older versions

    bool operator==(const RunStart&) const = default;
};

/// A run as the ledger has it.
struct RunRecord {
    std::string run_id;
    RunStart start;
    RunState state = RunState::running;
    std::optional<Outcome> outcome;  ///< present exactly when failed or refused
    std::string sentence;            ///< what happened, for people; "" while all is well
    std::string sandbox;             ///< layers that were active; "" before a worker started
    Instant started_at;
    std::optional<Instant> finished_at;  ///< present exactly in final states
    /// Present from prepared on. An unchanged run without one measured nothing: all was as the run
    /// before it had found it.
    std::optional<std::string> publication_sha256;
    std::optional<std::string> vintage_id;  ///< present exactly when committed
};

/// How one build of a measure's plugin has behaved since it last went well.
struct Conduct {
    std::string measure_id;
    std::string plugin_sha256;
    std::uint32_t failures = 0;  ///< in a row
    Outcome last_outcome = Outcome::failed;
    Instant last;
    std::uint32_t quarantines = 0;      ///< how often it was put into quarantine
    std::optional<Instant> until = {};  ///< the end of the last; it may lie behind us

    bool operator==(const Conduct&) const = default;
};

struct PullFile {
    std::string path;
    std::uint64_t bytes = 0;
    std::string sha256;

    bool operator==(const PullFile&) const = default;
};

/// Rows that were not used, for one reason.
struct PullReason {
    std::string reason;
    std::uint64_t count = 0;
    std::vector<std::string> places;  ///< a few, "file:line"; never a value

    bool operator==(const PullReason&) const = default;
};

/// One pull of a run. used + refused + out of scope = read; the ledger checks it.
struct PullRecord {
    std::string input;
    std::string source_id;
    std::string verdict;
    std::string why;
    std::uint64_t rows_read = 0;
    std::uint64_t rows_used = 0;
    std::vector<PullFile> files;
    std::vector<PullReason> refused;
    std::vector<PullReason> out_of_scope;

    bool operator==(const PullRecord&) const = default;
};

/// Which cell, as text: stable over runs. Measure and definition are those of the run.
struct CellName {
    std::string service_id;
    std::string indicator_id;
    std::string series;
    std::string grain;
    std::string period_key;
    std::string period_basis;
    std::string stratum_kind;
    std::string stratum_value;

    auto operator<=>(const CellName&) const = default;
};

/// The exact figures behind the last release of a key, before any rounding.
struct PartsBehind {
    CellName name;
    std::string point;  ///< as in the release's key
    std::optional<double> people;
    std::optional<double> numerator;
    std::optional<double> denominator;
    std::string run_id;  ///< the run that released it; filled in when read

    bool operator==(const PartsBehind&) const = default;
};

struct ExclusionRecord {
    std::string service_id;
    std::string indicator_id;  ///< "" = all
    std::string period_key;    ///< "" = all
    std::string code;
    std::int64_t cases = 0;

    bool operator==(const ExclusionRecord&) const = default;
};

struct FindingRecord {
    std::string service_id;  ///< "" = the whole run
    std::string period_key;  ///< "" = all
    std::string code;
    std::int64_t count = 0;
    std::int64_t of = 0;  ///< 0 = not a share
    std::int64_t cases = 0;

    bool operator==(const FindingRecord&) const = default;
};

/// How a due time ended, once it was begun.
enum class DueEnd : std::uint8_t {
    done,        ///< its run was committed, or left the store unchanged
    given_up,    ///< it failed too often
    superseded,  ///< a later due time took its place before it succeeded
};

[[nodiscard]] std::string_view word(DueEnd end) noexcept;
[[nodiscard]] std::optional<DueEnd> due_end_of(std::string_view word) noexcept;

/// Where one monitor stands in its schedule.
struct ScheduleRecord {
    std::string monitor_id;
    std::string rule;                   ///< the schedule as text; under another one all begins anew
    Instant handled{};                  ///< due times up to here are decided: begun or passed over
    std::optional<Instant> due = {};    ///< begun and not ended
    std::uint32_t failures = 0;         ///< of `due`
    std::optional<Instant> retry = {};  ///< when `due` is tried again; none: at once
    std::optional<Instant> last_due = {};  ///< the last one that ended
    std::optional<DueEnd> last_end = {};   ///< present exactly when last_due is
    std::uint64_t passed_over = 0;  ///< due times that were never begun, since the rule began

    bool operator==(const ScheduleRecord&) const = default;
};

/// Who did what, beside runs: exact figures shown, a purge, an accepted verdict.
struct AuditRow {
    Instant at;
    std::string who;                       ///< login name
    std::string what;                      ///< for people
    std::optional<std::int64_t> uid = {};  ///< of the process; empty when nobody was asked
    std::string verb = {};  ///< of the command line; the others "" when they say nothing
    std::string service_id = {};
    std::string filters = {};  ///< "indicator=absence_rate grain=month"
    std::string reason = {};
    std::optional<std::int64_t> rows_shown = {};

    bool operator==(const AuditRow&) const = default;
};

}  // namespace waymark::ledger
