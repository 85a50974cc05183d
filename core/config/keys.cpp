// SPDX-License-Identifier: MIT
#include "config/keys.hpp"

#include <array>

namespace waymark::config {

using enum ValueType;

std::string_view word(ValueType type) noexcept {
    static constexpr std::array<std::string_view, 15> words{"text",
                                                            "list of texts",
                                                            "whole number",
                                                            "number",
                                                            "true or false",
                                                            "date",
                                                            "duration",
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
    {"config_version", whole, "version of this format: 1", true},
    {"deployment", table, "who runs this", true},
    {"ledger", table, "the private record of runs", true},
    {"store", table, "the shared store of releases", true},
    {"plugins", table, "where measures are"},
    {"disclosure", table, "what may leave; there is no default, a person must choose", true},
    {"sandbox", table, "what a worker must be shut in by"},
    {"machine", table, "how much of the machine a run may use"},
    {"service", tables, "the services whose outcomes are watched"},
    {"source", named_tables, "the places rows are read from"},
    {"calendar", named_tables, "calendar files of authorities"},
    {"monitor", tables, "the measures that are watched, at least one", true},
};
const TableKeys root_keys{"the top", "The file itself.", root};

static constexpr Key deployment[] = {
    {"id", text, "short name of the deployment: lower-case letters, digits, - and _", true},
    {"name", text, "name for people; the id when not given"},
    {"timezone", text, "zone of civil dates, such as \"Europe/London\"", true},
};
const TableKeys deployment_keys{"[deployment]", "Who runs this.", deployment};

static constexpr Key ledger[] = {
    {"path", text, "the ledger's SQLite file; private, since it holds exact figures", true},
};
const TableKeys ledger_keys{"[ledger]", "The private record of runs.", ledger};

static constexpr Key store[] = {
    {"driver", text, "kind of store; others than \"sqlite\" are to come", false, "\"sqlite\""},
    {"path", text, "the store's SQLite file; dashboards read it", true},
};
const TableKeys store_keys{"[store]", "The shared store: releases and the gate's notices.", store};

static constexpr Key plugins[] = {
    {"folders", texts, "folders in which measures are looked for, in this order", false, "[]"},
};
const TableKeys plugins_keys{"[plugins]", "Where measures are.", plugins};

static constexpr Key disclosure[] = {
    {"profile", text, "the disclosure profile", true},
    {"approved_by", text, "who approved the profile, as a person or a reference", true},
    {"reason", text, "why everything may be shown; mandatory with profile \"open_data\""},
};
const TableKeys disclosure_keys{"[disclosure]", "What may leave.", disclosure};

static constexpr Key sandbox[] = {
    {"require", texts, "layers without which no measure is run", false,
     "[\"seccomp\", \"landlock\"]", "namespaces uid no_new_privs rlimits landlock seccomp"},
};
const TableKeys sandbox_keys{"[sandbox]", "What a worker must be shut in by.", sandbox};

static constexpr Key machine[] = {
    {"threads", whole, "parser threads; 0 = one per core", false, "0"},
    {"workers", whole, "worker processes of a run", false, "1"},
    {"shards", whole, "groups of persons; part of the definition of sums of reals", false, "8"},
};
const TableKeys machine_keys{
    "[machine]", "How much of the machine a run may use. Results depend on shards alone.", machine};

static constexpr Key service[] = {
    {"id", text, "short name, as it stands in the data", true},
    {"name", text, "name for people; the id when not given"},
};
const TableKeys service_keys{"[[service]]", "A partner organisation's programme.", service};

static constexpr Key source[] = {
    {"kind", text, "how rows are read", true, "", "csv"},
    {"path", text, "file or files; may hold {as_of}, {service} and the wildcard *", true},
    {"delimiter", text, "one character between fields", false, "\",\""},
    {"encoding", text, "encoding of the text", false, "\"utf-8\"", "utf-8 windows-1252"},
    {"missing", texts, "texts that mean missing; an empty field always does", false, "[]"},
    {"warn_refused", real, "a pull is complete up to this share of refused rows", false, "0.005"},
    {"max_refused", real, "a pull is partial up to this share, above it is refused", false, "0.05"},
    {"allow_partial", flag, "a partial pull may run", false, "false"},
    {"empty_is_valid", flag, "a pull without rows may be committed", false, "false"},
};
const TableKeys source_keys{"[source.NAME]", "A place rows are read from.", source};

static constexpr Key calendar[] = {
    {"path", text, "the calendar file", true},
};
const TableKeys calendar_keys{"[calendar.NAME]", "A calendar file of an authority.", calendar};

static constexpr Key monitor[] = {
    {"id", text, "short name, unique; the last part of the measure's id when not given"},
    {"measure", text, "id of the measure, or its last part where that is unambiguous", true},
    {"version", text, "which versions may run: \"~1.3\" (1.3 or later of 1), \"1\"; \"\" = any",
     false, "\"\""},
    {"services", texts, "ids of services; \"*\" = all that are listed, or all found in the data",
     false, "[\"*\"]"},
    {"grains", texts, "kinds of period", false, "[]",
     "day week month half_term term academic_year quarter financial_year calendar_year"},
    {"windows", texts, "spans relative to the anchor: \"-12m..0\", \"0..6m\"", false, "[]"},
    {"anchor", text, "the date windows are relative to: start, end or a case column", false,
     "\"start\""},
    {"from", date, "periods wholly before this day are left out"},
    {"to", date, "periods wholly after this day are left out"},
    {"calendars", texts, "names of calendars; none = the civil one", false, "[]"},
    {"calendar_of_service", map, "which calendar a service follows, by service id"},
    {"parameters", free, "the measure's parameters; documents as paths"},
    {"limits", table, "bounds on one run"},
    {"table", named_tables, "how each input of the measure is fed, by the input's name", true},
};
const TableKeys monitor_keys{"[[monitor]]", "One measure watched over services and periods.",
                             monitor};

static constexpr Key limits[] = {
    {"wall_clock", duration, "longest time of one run", false, "\"20m\""},
    {"memory", size, "memory of each worker", false, "\"2GiB\""},
};
const TableKeys limits_keys{"[monitor.limits]", "Bounds on one run.", limits};

static constexpr Key input_table[] = {
    {"source", text, "name of the source", true},
    {"person", column, "the identifier of the person; left out for aggregates"},
    {"service", column, "the service; left out when the path or the monitor gives it"},
    {"unit", column, "the unit inside a case, where the input has one"},
    {"period", column, "aggregates: the period of the row; a table with grain"},
    {"columns", columns, "the input's columns; not given = the header of the same name"},
    {"case_columns", columns, "case columns the measure asks for"},
    {"strata", columns, "strata read from the rows, under names of your choice"},
    {"filter", tables, "which rows count"},
    {"total", table, "aggregates: which rows are published totals"},
    {"symbols", map, "aggregates: the state that a symbol in place of a number stands for"},
};
const TableKeys table_keys{"[monitor.table.INPUT]", "How one input of the measure is fed.",
                           input_table};

// The keys of a column come first in those of a period, so that both are spans of one array.
static constexpr Key period[] = {
    {"column", text, "header name"},
    {"columns", texts, "header names, joined by one blank"},
    {"pattern", text, "list columns: header names such as \"F{1..33}\""},
    {"constant", text, "the same text in every row"},
    {"row_number", flag, "true: the number of the record, from 1"},
    {"plus", table, "dates: a number of days, weeks or months that is added"},
    {"values", map, "text found -> text used instead"},
    {"format", text, "dates: %Y-%m-%d unless given; of %d %m %Y %y %b %B %V %H %M %S"},
    {"missing", texts, "texts that mean missing, beside the source's own"},
    {"grain", text, "kind of the row's period", true, "",
     "day week month half_term term academic_year quarter financial_year calendar_year"},
};
const TableKeys column_keys{"a column",
                            "Exactly one of column, columns, pattern, constant and row_number.",
                            std::span(period).first(std::size(period) - 1)};
const TableKeys period_keys{"[monitor.table.INPUT.period]",
                            "A column with a date inside the row's period, and its grain.", period};

static constexpr Key plus[] = {
    {"column", text, "header name of a whole number", true},
    {"unit", text, "unit of the number", false, "\"days\"", "days weeks months"},
};
const TableKeys plus_keys{"plus", "What is added to a date.", plus};

static constexpr Key total[] = {
    {"stratum", text, "name of one of the table's strata", true},
    {"value", text, "its text in rows that are totals", true},
};
const TableKeys total_keys{"[monitor.table.INPUT.total]",
                           "Rows that are published totals go to stratum all.", total};

static constexpr Key filter[] = {
    {"column", text, "header name", true},
    {"keep", texts, "rows with one of these texts count"},
    {"drop", texts, "rows with one of these texts do not"},
};
const TableKeys filter_keys{"[[monitor.table.INPUT.filter]]", "Which rows count.", filter};

std::span<const TableKeys* const> all_tables() noexcept {
    static constexpr std::array<const TableKeys*, 19> tables{
        &root_keys,       &deployment_keys, &ledger_keys,  &store_keys,   &plugins_keys,
        &disclosure_keys, &sandbox_keys,    &machine_keys, &service_keys, &source_keys,
        &calendar_keys,   &monitor_keys,    &limits_keys,  &table_keys,   &column_keys,
        &plus_keys,       &period_keys,     &total_keys,   &filter_keys};
    return tables;
}

}  // namespace waymark::config
