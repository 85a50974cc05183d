// SPDX-License-Identifier: MIT
// One deployment's configuration: read once, checked whole, immutable afterwards.
// docs/configuration.md explains every key. Plain values; any thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/error.hpp"
#include "calendar/grain.hpp"

namespace waymark::config {

/// A partner organisation's programme whose outcomes are watched.
struct Service {
    std::string id;    ///< [a-z0-9][a-z0-9_-]*, unless taken from the data (`services = ["*"]`)
    std::string name;  ///< for people; the id when not given
    Place place{};     ///< in the configuration; unknown for one taken from the data
};

/// Unit of the `plus` of a derived date.
enum class DateUnit : std::uint8_t { days, weeks, months };

/// Where the values of one column come from: exactly one of columns, pattern, constant, row_number.
struct ColumnMap {
    std::vector<std::string> columns;  ///< header names; several are joined by one space
    bool first_of = false;  ///< of several columns the first one that is not missing, instead
    std::string pattern;    ///< list columns: "F{1..33}"
    std::optional<std::string> constant;  ///< the same text in every row
    bool row_number = false;              ///< the number of the record in the table, from 1
    std::string plus_column;  ///< derived dates: this column's whole number is added ...
    DateUnit plus_unit = DateUnit::days;                      ///< ... in this unit
    std::vector<std::pair<std::string, std::string>> values;  ///< text found -> text used instead
    std::string
        format;  ///< dates and instants: %Y-%m-%d when empty (%d %m %Y %y %b %B %V %H %M %S)
    std::vector<std::string> missing;  ///< texts that mean missing, beside the source's own
    Place place;                       ///< of the mapping in the configuration
};

/// A column mapping under the name the measure (or a stratum) gives it.
struct NamedColumn {
    std::string name;
    ColumnMap map;
};

/// Keeps a row when the column's text is one of `keep` (if any) and none of `drop`.
struct RowFilter {
    std::string column;
    std::vector<std::string> keep;
    std::vector<std::string> drop;
    Place place;
};

/// Published totals of an aggregate: rows whose stratum column holds `value` go to stratum `all`.
struct PublishedTotal {
    std::string stratum;  ///< name of a stratum of the table
    std::string value;
};

/// Which spells of a person a row belongs to, of each service at most one.
enum class Membership : std::uint8_t {
    during,       ///< the spell the row's date lies in
    ever,         ///< the first spell, whatever the date
    after_entry,  ///< the last spell that had begun by the row's date
};

/// How one input of a measure is fed.
struct Table {
    std::string input;                           ///< name of the measure's input
    std::string source;                          ///< id of a Source
    std::optional<ColumnMap> person;             ///< absent only for aggregates
    std::string scheme = "person";               ///< identifier scheme of `person`, with a caseload
    Membership membership = Membership::during;  ///< with a caseload
    std::int32_t days_before = 0;  ///< `during`: how long before its start a spell begins to count
    std::int32_t days_after = 0;   ///< and how long after its end it still does
    std::optional<ColumnMap>
        service;  ///< absent: the monitor's one service, or {service} in the path; with a caseload:
                  ///< rows belong to all services of their person
    std::optional<ColumnMap> unit;
    std::optional<ColumnMap> period;  ///< aggregates: a date inside the row's period
    std::optional<calendar::Grain> period_grain;
    std::vector<NamedColumn> columns;       ///< declared columns of the input
    std::vector<NamedColumn> case_columns;  ///< case columns the measure asks for
    std::vector<NamedColumn> strata;  ///< strata read from the rows; missing is a stratum itself
    std::vector<RowFilter> filters;
    std::optional<PublishedTotal> total;
    std::vector<std::pair<std::string, std::string>> symbols;  ///< symbol -> state word
    Place place;
};

enum class Encoding : std::uint8_t { utf8, windows1252 };

/// What is done with the share of refused rows and with absent data (ARCHITECTURE 3.1).
struct Thresholds {
    double warn_refused = 0.005;  ///< at most: complete
    double max_refused = 0.05;    ///< at most: partial; above: refused
    bool allow_partial = false;   ///< a partial pull may run
    bool empty_is_valid = false;  ///< no rows may be committed
};

enum class SourceKind : std::uint8_t { csv, drop_folder, sqlite, odbc, http };
[[nodiscard]] std::string_view word(SourceKind kind) noexcept;

/// Where a secret is kept; the configuration never holds one. Neither part given: there is none.
struct Secret {
    std::string credential;      ///< name below $CREDENTIALS_DIRECTORY (systemd)
    std::filesystem::path file;  ///< absolute
    Place place;                 ///< of the key in the configuration

    [[nodiscard]] bool is_given() const noexcept { return !credential.empty() || !file.empty(); }
};

/// One statement that reads. Its parameters :from, :to, :as_of and :service are bound, never
/// written into the text.
struct Query {
    std::string text;                     ///< as written
    std::string positional;               ///< without a last semicolon, each parameter as ?
    std::vector<std::string> parameters;  ///< the name behind each ?, in order
    Place place;                          ///< of the text

    [[nodiscard]] bool uses(std::string_view parameter) const noexcept;
};

/// How a database or a server is reached and for how long it is waited for.
struct Reach {
    std::string dsn;         ///< odbc: a data source of odbc.ini; or
    std::string connection;  ///< odbc: "Driver=...;Server=..." without a password
    std::string url;         ///< http: may hold {as_of} and {service}
    std::string user;
    Secret password;
    Secret bearer;
    std::filesystem::path ca_file;  ///< http: trusted instead of the system's authorities
    std::chrono::milliseconds timeout{std::chrono::minutes{10}};    ///< of a whole pull
    std::chrono::milliseconds stall{std::chrono::seconds{30}};      ///< http: without a byte
    std::uint32_t retries = 3;                                      ///< http: of each page
    std::chrono::milliseconds retry_wait{std::chrono::seconds{1}};  ///< doubled each time
    std::uint64_t max_bytes = std::uint64_t{1} << 30;               ///< http: of a whole pull
};

enum class BodyFormat : std::uint8_t { csv, json, jsonl };

/// What an HTTP source answers with. Pointers are those of RFC 6901.
struct Body {
    BodyFormat format = BodyFormat::csv;
    std::string records;         ///< json: pointer to the array of records; "" = the whole body
    std::string next;            ///< json: pointer to the next page's URL or cursor; "" = none
    std::string next_parameter;  ///< name the cursor has in the URL; "" = next is a URL
    std::uint32_t max_pages = 100;
    std::vector<std::string> may_be_absent;  ///< members that may be in no record at all
};

/// Which files of a folder are taken.
struct Drop {
    std::string pattern = "*";
    bool by_time = false;                                       ///< oldest first; else by name
    std::chrono::milliseconds settle{std::chrono::minutes{1}};  ///< unchanged for so long
};

/// How the bytes of files that are no archives are proved.
enum class DigestKind : std::uint8_t { sha256, tree };

/// A place rows are read from.
struct Source {
    std::string id;
    SourceKind kind = SourceKind::csv;
    std::string path;  ///< csv, drop_folder, sqlite: absolute; may hold {as_of}, {service}; csv: *
    char delimiter = ',';
    Encoding encoding = Encoding::utf8;
    DigestKind digest = DigestKind::sha256;  ///< csv
    std::vector<std::string> missing;  ///< texts that mean missing; the empty field always does
    Thresholds thresholds;
    Query query;  ///< sqlite, odbc
    Reach reach;
    Body body;  ///< http
    Drop drop;  ///< drop_folder
    Place place;

    /// Read once for each service: {service} stands in a path or URL, or :service in the query.
    [[nodiscard]] bool is_per_service() const noexcept;
};

/// The area look-up that gives deprivation quintiles: by decile, or by rank among `areas`.
struct Deprivation {
    std::string source;
    std::string name = "deprivation_quintile";  ///< of the stratum
    std::optional<ColumnMap> area;
    std::optional<ColumnMap> decile;  ///< 1 = most deprived
    std::optional<ColumnMap> rank;    ///< 1 = most deprived
    std::uint32_t areas = 0;          ///< how many areas were ranked
    Place place;
};

/// A list of identifiers: the second ids of people, or those who opted out.
struct IdentifierList {
    std::string source;
    std::optional<ColumnMap> scheme;
    std::optional<ColumnMap> identifier;
    std::optional<ColumnMap> person;  ///< id maps only: whom the identifier stands for
    Place place;
};

/// Who was in which service from when to when: a table of spells, one row each.
struct Caseload {
    std::string source;
    std::optional<ColumnMap> person;  ///< the main identifier, scheme "person"
    std::optional<ColumnMap> service;
    std::optional<ColumnMap> start;
    std::optional<ColumnMap> end;
    std::optional<ColumnMap> born;
    std::optional<ColumnMap> sex;
    std::optional<ColumnMap> area;
    std::optional<ColumnMap> consent;            ///< absent: everybody consented
    std::optional<ColumnMap> consent_withdrawn;  ///< the date from which there is none any more
    std::vector<std::uint32_t> age_bands;        ///< least ages of the bands, ascending
    std::vector<std::string> entry;              ///< "quarter", "year"
    std::vector<NamedColumn> schemes;            ///< further identifier schemes
    std::vector<NamedColumn> columns;            ///< facts that measures ask for
    std::vector<NamedColumn> strata;             ///< supplied categories
    std::vector<RowFilter> filters;
    std::optional<Deprivation> deprivation;
    std::optional<IdentifierList> id_map;
    std::optional<IdentifierList> opt_out;
    Place place;

    /// Names of the strata it gives: sex, age_band, the supplied ones, deprivation, entry.
    [[nodiscard]] std::vector<std::string> strata_names() const;
};

/// Bounds on one run of a measure.
struct Limits {
    std::chrono::milliseconds wall_clock{std::chrono::minutes{20}};
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;  ///< of each worker
};

/// A band outside which a released figure is told as a finding.
struct Alarm {
    std::string indicator;
    std::string series;  ///< "" = every series
    std::optional<double> least;
    std::optional<double> most;
    std::uint32_t people = 0;  ///< figures of fewer people are not judged
    std::string source;
    Place place;
};

/// When a monitor is due, as texts that were checked; run::schedule_of makes due times of it.
struct MonitorSchedule {
    std::string cron;   ///< five fields; "" when the schedule is named
    std::string named;  ///< weekly, monthly, quarterly, termly; "" when it is a cron
    std::chrono::days offset{0};
    std::chrono::minutes at{0};               ///< since midnight
    std::string catch_up;                     ///< none, latest, all
    std::optional<std::chrono::days> window;  ///< due times longer ago are passed over
    std::chrono::seconds jitter{0};
    Place place;
};

/// A date of a case to which windows are relative.
struct WindowAnchor {
    std::string column = "start";  ///< "start", "end" or a case column of type date
};

/// One measure watched over services, source and periods.
struct Monitor {
    std::string id;       ///< unique; the measure's last id part when not given
    std::string measure;  ///< id of the measure, or its last part when that is unambiguous
    std::string version;  ///< "~1.3", "1", "" = any
    std::vector<std::string>
        services;  ///< ids; {"*"} = every service of the deployment, or, when the
                   ///< deployment lists none, all values of the service column
    std::vector<Table> tables;
    std::vector<calendar::Grain> grains;
    std::vector<std::string> windows;  ///< "-12m..0", "0..6m" ...
    std::vector<std::string> strata;   ///< of the caseload's those released; {"*"} = all
    WindowAnchor anchor;
    std::optional<Date> from;  ///< periods wholly before are left out
    std::optional<Date> to;
    std::vector<std::string> calendars;  ///< ids of Calendars; empty = the civil one
    std::map<std::string, std::string> calendar_of_service;  ///< service id -> calendar id
    std::string parameters_json = "{}";  ///< ints, reals, bools, texts as given; documents as paths
    std::map<std::string, Place> parameter_places;
    Limits limits;
    std::vector<Alarm> alarms;
    std::optional<MonitorSchedule> schedule;  ///< absent: run by hand only
    Place place;
    std::map<std::string, Place> places;  ///< of id, services, calendars, calendar_of_service
};

/// A calendar data file.
struct CalendarFile {
    std::string id;
    std::filesystem::path path;  ///< absolute
    Place place;
};

struct Disclosure {
    std::string profile;      ///< mandatory
    std::string approved_by;  ///< mandatory
    std::string reason;       ///< mandatory for open_data
    Place place;
};

/// Which plugins may run.
struct PluginRules {
    std::map<std::string, std::string> pins = {};  ///< id -> SHA-256 of its library
    bool pinned_only = false;                      ///< without a pin no measure runs
    std::vector<std::string> trusted_keys = {};    ///< public keys of minisign
    bool require_signed = false;         ///< by one of these keys, and never an older version
    std::uint32_t quarantine_after = 3;  ///< failures of a build in a row; 0 = never
    std::chrono::seconds quarantine_first{3600};
    std::chrono::seconds quarantine_longest{168 * 3600};
};

struct Sandbox {
    std::vector<std::string> require;  ///< layers without which a run is refused
};

/// How much of the machine a run may use. Results do not depend on threads and workers.
struct Machine {
    std::uint32_t threads = 0;  ///< parser threads; 0 = as many as there are cores
    std::uint32_t workers = 1;
    std::uint32_t shards = 8;  ///< part of the result's definition for sums of reals

    /// Threads of each pull, at least 1: those asked for, or one for each core this process may
    /// use.
    [[nodiscard]] std::uint32_t parser_threads() const noexcept {
        return threads > 0 ? threads : std::max(1U, std::thread::hardware_concurrency());
    }
};

/// How the daemon works.
struct Daemon {
    std::uint32_t parallel_runs = 2;
    std::chrono::seconds retry_first{60};
    std::chrono::seconds retry_longest{6 * 3600};
    std::uint32_t retry_attempts = 100;
    std::chrono::seconds stop_within{30};  ///< runs still going then are cancelled
};

/// One effective value: as the file gives it, or the default.
struct Setting {
    std::string key;
    std::string value;       ///< as TOML on one line
    std::string value_json;  ///< the same as JSON
    Place origin;            ///< of the value in the file; no line: the default
};

/// One table of the file with its effective values, for `config show`.
struct SettingSection {
    std::string header;  ///< as TOML writes it, "[[monitor]]"; "" for the top
    Place place;
    std::vector<Setting> settings;
};

struct Config {
    std::filesystem::path file;
    std::vector<std::filesystem::path>
        drop_ins;        ///< files of its drop-in folder, as they were read
    std::string sha256;  ///< of the bytes of all these files, one after the other
    std::string deployment_id;
    std::string deployment_name;
    std::string timezone;
    std::filesystem::path ledger;                       ///< absolute
    std::filesystem::path store;                        ///< absolute
    std::vector<std::filesystem::path> plugin_folders;  ///< absolute
    PluginRules plugin_rules;
    Disclosure disclosure;
    Sandbox sandbox;
    Machine machine;
    Daemon daemon;
    std::vector<Service> services;
    std::vector<Source> sources;
    std::optional<Caseload> caseload;
    std::vector<CalendarFile> calendars;
    std::vector<Monitor> monitors;
    std::vector<SettingSection> settings;  ///< everything above as it was read, in file-like order
};

}  // namespace waymark::config
