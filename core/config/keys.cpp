// SPDX-License-Identifier: MIT
#include "config/keys.hpp"

#include <array>

namespace waymark::config {

using enum ValueType;
using enum Presence;

std::string_view word(ValueType type) noexcept {
    static constexpr std::array<std::string_view, 17> words{"text",
                                                            "list of texts",
                                                            "whole number",
                                                            "list of whole numbers",
                                                            "number",
                                                            "true or false",
                                                            "date",
                                                            "duration",
                                                            "days",
                                                            "size",
                                                            "table of texts",
                                                            "table",
                                                            "header name or table",
                                                            "table of columns",
                                                            "table",
                                                            "list of tables",
                                                            "table of tables"};
    return words[static_cast<std::size_t>(type)];
}

static constexpr Key root[] = {
    {"config_version", whole, must, "version of this format: 1"},
    {"deployment", table, must, "who runs this"},
    {"ledger", table, must, "the private record of runs"},
    {"store", table, must, "the shared store of releases"},
    {"plugins", table, may, "where measures are"},
    {"disclosure", table, must, "what may leave; there is no default, a person must choose"},
    {"sandbox", table, may, "what a worker must be shut in by"},
    {"machine", table, may, "how much of the machine a run may use"},
    {"daemon", table, may, "how the daemon works"},
    {"service", tables, may, "the services whose outcomes are watched"},
    {"source", named_tables, may, "the places rows are read from"},
    {"caseload", table, may, "who was with which service from when to when"},
    {"calendar", named_tables, may, "calendar files of authorities"},
    {"monitor", tables, must, "the measures that are watched, at least one"},
};
const TableKeys root_keys{"the top", "The file itself.", root};

static constexpr Key deployment[] = {
    {"id", text, must, "short name of the deployment: lower-case letters, digits, - and _"},
    {"name", text, may, "name for people; the id when not given"},
    {"timezone", text, must, "zone of civil dates, such as \"Europe/London\""},
};
const TableKeys deployment_keys{"[deployment]", "Who runs this.", deployment};

static constexpr Key ledger[] = {
    {"path", text, must, "the ledger's SQLite file; private, since it holds exact figures"},
};
const TableKeys ledger_keys{"[ledger]", "The private record of runs.", ledger};

static constexpr Key store[] = {
    {"driver", text, may, "kind of store; others than \"sqlite\" are to come", "\"sqlite\""},
    {"path", text, must, "the store's SQLite file; dashboards read it"},
};
const TableKeys store_keys{"[store]", "The shared store: releases and the gate's notices.", store};

static constexpr Key plugins[] = {
    {"folders", texts, may, "folders in which measures are looked for, in this order", "[]"},
    {"pins", map, may, "the SHA-256 a measure's library must have, by id; another one is refused"},
    {"pinned_only", flag, may, "measures without a pin are refused", "false"},
    {"trusted_keys", texts, may, "public keys of minisign; a signature by another one is refused",
     "[]"},
    {"require_signed", flag, may,
     "sidecars must be signed by a trusted key, and no version older than the last one runs unless "
     "it is pinned",
     "false"},
    {"quarantine_after", whole, may,
     "failures of a build in a row after which it is not run for a while; 0 = never", "3"},
    {"quarantine_first", duration, may,
     "how long the first time; it doubles each time the build fails again", "\"1h\""},
    {"quarantine_longest", duration, may, "the longest such time", "\"168h\""},
};
const TableKeys plugins_keys{"[plugins]", "Where measures are.", plugins};

static constexpr Key disclosure[] = {
    {"profile", text, must, "the disclosure profile", "",
     "nhs_hes opensafely research_10 dfe_cla moj_small open_data"},
    {"approved_by", text, must, "who approved the profile, as a person or a reference"},
    {"reason", text, may, "why everything may be shown; mandatory with profile \"open_data\""},
};
const TableKeys disclosure_keys{"[disclosure]", "What may leave.", disclosure};

static constexpr Key sandbox[] = {
    {"require", texts, may, "layers without which no measure is run", "[\"seccomp\", \"landlock\"]",
     "namespaces uid no_new_privs rlimits landlock seccomp"},
};
const TableKeys sandbox_keys{"[sandbox]", "What a worker must be shut in by.", sandbox};

static constexpr Key machine[] = {
    {"threads", whole, may, "parser threads; 0 = one per core", "0"},
    {"workers", whole, may, "worker processes of a run", "1"},
    {"shards", whole, may, "groups of persons; part of the definition of sums of reals", "8"},
};
const TableKeys machine_keys{
    "[machine]", "How much of the machine a run may use. Results depend on shards alone.", machine};

static constexpr Key daemon[] = {
    {"parallel_runs", whole, may, "how many monitors may run at once", "2"},
    {"retry_first", duration, may, "pause after a failed run; it doubles with each further failure",
     "\"1m\""},
    {"retry_longest", duration, may, "longest such pause", "\"6h\""},
    {"retry_attempts", whole, may, "failures after which a due time is given up", "100"},
    {"stop_within", duration, may,
     "at a stop, runs may finish for so long; then they are cancelled", "\"30s\""},
};
const TableKeys daemon_keys{"[daemon]", "How `waymark daemon` works.", daemon};

static constexpr Key service[] = {
    {"id", text, must, "short name, as it stands in the data"},
    {"name", text, may, "name for people; the id when not given"},
};
const TableKeys service_keys{"[[service]]", "A partner organisation's programme.", service};

static constexpr Key caseload[] = {
    {"source", text, must, "name of the source; one row is one spell"},
    {"person", column, must, "the person's main identifier, which is also the scheme \"person\""},
    {"service", column, may, "the service; left out when the source's path gives it"},
    {"start", column, must, "the first day of the spell"},
    {"end", column, may, "the last day of the spell; missing = still there"},
    {"born", column, may, "date of birth"},
    {"sex", column, may, "sex; a stratum"},
    {"area", column, may, "code of the area the person lives in"},
    {"consent", column, may, "yes or no; missing = no. Left out: everybody consented"},
    {"consent_withdrawn", column, may, "the day from which consent is withdrawn"},
    {"age_bands", wholes, may, "least ages of the bands of stratum age_band, age at start", "[]"},
    {"entry", texts, may, "strata entry_quarter and entry_year, by the start", "[]",
     "quarter year"},
    {"schemes", columns, may, "further identifiers of the person, by the scheme's name"},
    {"columns", columns, may, "facts that measures ask of cases"},
    {"strata", columns, may, "supplied categories, under names of your choice"},
    {"filter", tables, may, "which rows count"},
    {"deprivation", table, may, "deprivation quintile by area; a stratum"},
    {"id_map", table, may, "further identifiers of people who have several of one scheme"},
    {"opt_out", table, may, "identifiers of people who must be left out"},
};
const TableKeys caseload_keys{"[caseload]", "Who was with which service from when to when.",
                              caseload};

static constexpr Key deprivation[] = {
    {"source", text, must, "name of the source; one row is one area"},
    {"name", text, may, "name of the stratum", "\"deprivation_quintile\""},
    {"area", column, must, "code of the area"},
    {"decile", column, may, "decile of the area, 1 = most deprived"},
    {"rank", column, may, "rank of the area, 1 = most deprived; goes with areas"},
    {"areas", whole, may, "how many areas were ranked"},
};
const TableKeys deprivation_keys{"[caseload.deprivation]",
                                 "An area look-up; decile, or rank and areas.", deprivation};

static constexpr Key id_map[] = {
    {"source", text, must, "name of the source; one row is one identifier"},
    {"scheme", column, must, "the identifier's scheme"},
    {"identifier", column, must, "the identifier"},
    {"person", column, must, "the main identifier of its person"},
};
const TableKeys id_map_keys{"[caseload.id_map]",
                            "Identifiers of people who have several of one scheme.", id_map};
const TableKeys opt_out_keys{"[caseload.opt_out]", "Identifiers of people who must be left out.",
                             std::span(id_map).first(std::size(id_map) - 1)};

static constexpr Key calendar[] = {
    {"path", text, must, "the calendar file"},
};
const TableKeys calendar_keys{"[calendar.NAME]", "A calendar file of an authority.", calendar};

static constexpr Key monitor[] = {
    {"id", text, may, "short name, unique; the last part of the measure's id when not given"},
    {"measure", text, must, "id of the measure, or its last part where that is unambiguous"},
    {"version", text, may,
     "which versions may run: \"~1.3\" (1.3 or later of 1), \"1\"; \"\" = any", "\"\""},
    {"services", texts, may,
     "ids of services; \"*\" = all that are listed, or all found in the data", "[\"*\"]"},
    {"grains", texts, may, "kinds of period", "[]",
     "day week month half_term term academic_year quarter financial_year calendar_year"},
    {"windows", texts, may, "spans relative to the anchor: \"-12m..0\", \"0..6m\"", "[]"},
    {"strata", texts, may, "those strata of the caseload that are wanted; \"*\" = all", "[\"*\"]"},
    {"anchor", text, may, "the date windows are relative to: start, end or a case column",
     "\"start\""},
    {"from", date, may, "periods wholly before this day are left out"},
    {"to", date, may, "periods wholly after this day are left out"},
    {"calendars", texts, may, "names of calendars; none = the civil one", "[]"},
    {"calendar_of_service", map, may, "which calendar a service follows, by service id"},
    {"parameters", free, may, "the measure's parameters; documents as paths"},
    {"schedule", table, may, "when the daemon runs it; left out: only by hand"},
    {"limits", table, may, "bounds on one run"},
    {"alarm", tables, may, "figures that are told as a finding"},
    {"table", named_tables, must, "how each input of the measure is fed, by the input's name"},
};
const TableKeys monitor_keys{"[[monitor]]", "One measure watched over services and periods.",
                             monitor};

static constexpr Key schedule[] = {
    {"cron", text, may, "minute, hour, day of the month, month, weekday, in the deployment's zone"},
    {"named", text, may, "instead of cron: due the day after each of these periods has ended", "",
     "weekly monthly quarterly termly"},
    {"offset", days, may, "with named: so many days later; none when not given"},
    {"at", text, may, "with named: time of day; \"05:00\" when not given"},
    {"catch_up", text, may, "which due times that were missed are run later", "\"latest\"",
     "none latest all"},
    {"window", days, may, "how long ago a due time may be to be caught up; mandatory with \"all\""},
    {"jitter", duration, may, "starts up to so much later, each monitor by a fixed share of it"},
};
const TableKeys schedule_keys{"[monitor.schedule]",
                              "When a monitor is due: cron or named, one of the two.", schedule};

static constexpr Key alarm[] = {
    {"indicator", text, must, "the indicator, over all people of a service"},
    {"series", text, may, "one of its series; every one when not given", "\"\""},
    {"least", real, may, "told when the released value is below, in natural units: 0.01, not 1 %"},
    {"most", real, may, "told when it is above"},
    {"people", whole, may, "figures of fewer people are not judged", "0"},
    {"source", text, must, "where the band is from"},
};
const TableKeys alarm_keys{"[[monitor.alarm]]",
                           "A band outside which a released figure is told as a finding.", alarm};

static constexpr Key limits[] = {
    {"wall_clock", duration, may, "longest time of one run", "\"20m\""},
    {"memory", size, may, "memory of each worker", "\"2GiB\""},
};
const TableKeys limits_keys{"[monitor.limits]", "Bounds on one run.", limits};

static constexpr Key input_table[] = {
    {"source", text, must, "name of the source"},
    {"person", column, may, "the identifier of the person; left out for aggregates"},
    {"scheme", text, may, "with a caseload: the identifier scheme of person", "\"person\""},
    {"membership", text, may,
     "with a caseload: which spell of each service a row belongs to, by its date", "\"during\"",
     "during ever after_entry"},
    {"days_before", whole, may, "with membership during: rows this long before a start count too",
     "0"},
    {"days_after", whole, may, "with membership during: rows this long after an end count too",
     "0"},
    {"service", column, may, "the service; left out when the path or the monitor gives it"},
    {"unit", column, may, "the unit inside a case, where the input has one"},
    {"period", column, may, "aggregates: the period of the row; a table with grain"},
    {"columns", columns, may, "the input's columns; not given = the header of the same name"},
    {"case_columns", columns, may, "case columns the measure asks for"},
    {"strata", columns, may, "strata read from the rows, under names of your choice"},
    {"filter", tables, may, "which rows count"},
    {"total", table, may, "aggregates: which rows are published totals"},
    {"symbols", map, may, "aggregates: the state that a symbol in place of a number stands for"},
};
const TableKeys table_keys{"[monitor.table.INPUT]", "How one input of the measure is fed.",
                           input_table};

// The keys of a column come first in those of a period, so that both are spans of one array.
static constexpr Key period[] = {
    {"column", text, may, "header name"},
    {"columns", texts, may, "header names, joined by one blank"},
    {"first_of", texts, may, "header names; the first that has a value counts"},
    {"pattern", text, may, "list columns: header names such as \"F{1..33}\""},
    {"constant", text, may, "the same text in every row"},
    {"row_number", flag, may, "true: the number of the record, from 1"},
    {"plus", table, may, "dates: a number of days, weeks or months that is added"},
    {"values", map, may, "text found -> text used instead"},
    {"format", text, may, "dates: %Y-%m-%d unless given; of %d %m %Y %y %b %B %V %H %M %S"},
    {"missing", texts, may, "texts that mean missing, beside the source's own"},
    {"grain", text, must, "kind of the row's period", "",
     "day week month half_term term academic_year quarter financial_year calendar_year"},
};
const TableKeys column_keys{
    "a column", "Exactly one of column, columns, first_of, pattern, constant and row_number.",
    std::span(period).first(std::size(period) - 1)};
const TableKeys period_keys{"[monitor.table.INPUT.period]",
                            "A column with a date inside the row's period, and its grain.", period};

static constexpr Key plus[] = {
    {"column", text, must, "header name of a whole number"},
    {"unit", text, may, "unit of the number", "\"days\"", "days weeks months"},
};
const TableKeys plus_keys{"plus", "What is added to a date.", plus};

static constexpr Key total[] = {
    {"stratum", text, must, "name of one of the table's strata"},
    {"value", text, must, "its text in rows that are totals"},
};
const TableKeys total_keys{"[monitor.table.INPUT.total]",
                           "Rows that are published totals go to stratum all.", total};

static constexpr Key filter[] = {
    {"column", text, must, "header name"},
    {"keep", texts, may, "rows with one of these texts count"},
    {"drop", texts, may, "rows with one of these texts do not"},
};
const TableKeys filter_keys{"[[monitor.table.INPUT.filter]]", "Which rows count.", filter};

std::span<const TableKeys* const> all_tables() noexcept {
    static constexpr std::array<const TableKeys*, 30> tables{
        &root_keys,       &deployment_keys,  &ledger_keys,  &store_keys,   &plugins_keys,
        &disclosure_keys, &sandbox_keys,     &machine_keys, &daemon_keys,  &service_keys,
        &source_keys,     &drop_folder_keys, &sqlite_keys,  &odbc_keys,    &http_keys,
        &caseload_keys,   &deprivation_keys, &id_map_keys,  &opt_out_keys, &calendar_keys,
        &monitor_keys,    &schedule_keys,    &limits_keys,  &alarm_keys,   &table_keys,
        &column_keys,     &plus_keys,        &period_keys,  &total_keys,   &filter_keys};
    return tables;
}

}  // namespace waymark::config
