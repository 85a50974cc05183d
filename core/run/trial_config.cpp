// SPDX-License-Identifier: MIT
// What a configuration would say of a trial, read off its files' headers and dates.
#include <algorithm>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "contract/parameters.hpp"
#include "run/trial.hpp"
#include "source/locate.hpp"
#include "source/pull.hpp"

namespace waymark::run {

using contract::ColumnType;
using Names = std::vector<std::string>;

static bool has(const Names& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

static config::Source source_of(const std::string& input, const std::filesystem::path& file) {
    config::Source source;
    source.id = input;
    source.path = std::filesystem::absolute(file).string();
    source.place = {.file = file.string()};
    source.thresholds = {
        .warn_refused = 0.0, .max_refused = 1.0, .allow_partial = true, .empty_is_valid = true};
    return source;
}

static source::Pull pull_of(const config::Source& source, std::vector<source::Wanted> wanted) {
    source::PullRequest request;
    request.source = source;
    request.wanted = std::move(wanted);
    (void)source::locate(request, {.base = std::filesystem::current_path(), .as_of = Date{}});
    return source::Pull(std::move(request));
}

static Names header_of(const config::Source& source) {
    source::Pull pull = pull_of(source, {});
    (void)pull.next();
    return pull.columns();
}

static config::ColumnMap mapped(const std::string& column, const config::Source& source) {
    config::ColumnMap map;
    map.columns = {column};
    map.place = {.file = source.place.file, .line = 1};
    return map;
}

static bool is_list(const contract::Column& column) {
    return column.type == ColumnType::list_integer || column.type == ColumnType::list_real;
}

// A declared column as the header has it: under its own name, or as a list of numbered columns.
// Required columns that the header lacks are mapped all the same, so that the pull tells of them.
static std::optional<config::ColumnMap> mapped_column(const contract::Column& column,
                                                      const Names& header,
                                                      const config::Source& source) {
    if (is_list(column)) {
        int last = 0;
        while (has(header, column.name + std::to_string(last + 1))) {
            ++last;
        }
        config::ColumnMap map = mapped(column.name, source);
        map.columns.clear();
        map.pattern = column.name + "{1.." + std::to_string(std::max(last, 1)) + "}";
        return map;
    }
    if (column.optional && !has(header, column.name)) {
        return std::nullopt;
    }
    return mapped(column.name, source);
}

static Names fact_names(const contract::Description& description) {
    Names names{"start", "end"};
    for (const contract::Column& column : description.case_columns) {
        names.push_back(column.name);
    }
    return names;
}

static config::Table table_of(const contract::Input& input, const config::Source& source,
                              const Names& header, const contract::Description& description,
                              const TrialRequest& request) {
    config::Table table;
    table.input = input.name;
    table.source = source.id;
    table.place = {.file = source.place.file, .line = 1};
    if (!input.aggregate) {
        table.person = mapped("person", source);
    }
    if (has(header, "service")) {
        table.service = mapped("service", source);
    }
    if (input.has_unit) {
        table.unit = mapped("unit", source);
    }
    if (input.aggregate) {
        table.period = mapped("period", source);
        table.period_grain = request.grains.empty() ? calendar::Grain::day : request.grains.front();
    }
    Names declared;
    for (const contract::Column& column : input.columns) {
        declared.push_back(column.name);
        if (auto map = mapped_column(column, header, source)) {
            table.columns.push_back({column.name, std::move(*map)});
        }
    }
    for (const std::string& name : input.aggregate ? Names{} : fact_names(description)) {
        if (has(header, name) && !has(declared, name)) {
            table.case_columns.push_back({name, mapped(name, source)});
        }
    }
    for (const std::string& stratum : request.strata) {
        if (has(header, stratum)) {
            table.strata.push_back({stratum, mapped(stratum, source)});
        }
    }
    return table;
}

static void add_parameters(const TrialRequest& request, const contract::Description& description,
                           config::Monitor& monitor) {
    for (const auto& [name, text] : request.parameters) {
        monitor.parameter_places[name] = {.file = "--param " + name};
    }
    monitor.parameters_json = contract::parameters_json(description, request.parameters);
}

// Of the inputs of a group exactly one is given.
static void check_groups(const TrialRequest& request, const contract::Description& description) {
    for (const contract::Input& input : description.inputs) {
        Names members;
        Names given;
        for (const contract::Input& other : description.inputs) {
            if (other.need != contract::InputNeed::one_of || other.one_of != input.one_of) {
                continue;
            }
            members.push_back(other.name);
            for (const auto& [name, file] : request.inputs) {
                if (name == other.name) {
                    given.push_back(name);
                }
            }
        }
        if (input.need == contract::InputNeed::one_of && given.size() != 1) {
            std::string list;
            for (const std::string& member : members) {
                list += (list.empty() ? "" : ", ") + member;
            }
            throw Error(ErrorKind::usage,
                        description.id + " takes rows for exactly one of its inputs " + list +
                            ", and is given " + std::to_string(given.size()) + "; give --input " +
                            members.front() + "=FILE.csv or another of them");
        }
    }
}

static void check_inputs(const TrialRequest& request, const contract::Description& description) {
    Names known;
    for (const contract::Input& input : description.inputs) {
        known.push_back(input.name);
        const bool is_given = std::any_of(request.inputs.begin(), request.inputs.end(),
                                          [&](const auto& one) { return one.first == input.name; });
        if (!is_given && input.need == contract::InputNeed::required) {
            throw Error(ErrorKind::usage, description.id + " needs rows for input \"" + input.name +
                                              "\"" + (input.doc.empty() ? "" : ", " + input.doc) +
                                              "; give --input " + input.name + "=FILE.csv");
        }
    }
    check_groups(request, description);
    for (const auto& [name, file] : request.inputs) {
        if (!has(known, name)) {
            const auto suggestion = nearest(name, known);
            throw Error(
                ErrorKind::usage,
                description.id + " has no input \"" + name + "\"" +
                    (suggestion ? "; did you mean \"" + *suggestion + "\"?"
                                : "; it has " + (known.empty() ? std::string("none")
                                                               : "\"" + known.front() + "\"")));
        }
    }
}

static void check_strata(const TrialRequest& request, const std::vector<Names>& headers) {
    for (const std::string& stratum : request.strata) {
        const bool is_known = std::any_of(headers.begin(), headers.end(), [&](const Names& header) {
            return has(header, stratum);
        });
        if (!is_known) {
            throw Error(ErrorKind::usage, "--stratum " + stratum + ": no input has such a column");
        }
    }
}

// Widens `days` by the dates of a column; what is no date is for the run to tell.
static void widen(std::optional<calendar::DateRange>& days, const config::Source& source,
                  const std::string& column) {
    contract::Column wanted;
    wanted.name = column;
    wanted.type = ColumnType::date;
    source::Pull pull = pull_of(source, {{wanted, mapped(column, source), {}, {}, ""}});
    while (const batch::RowBlock* block = pull.next()) {
        for (const std::int32_t day : block->columns[0].as<std::int32_t>().first(block->rows)) {
            const Date date = date_of(day);
            days =
                days ? calendar::DateRange{std::min(days->first, date), std::max(days->last, date)}
                     : calendar::DateRange{date, date};
        }
    }
}

static std::string date_column(const contract::Input& input) {
    if (input.aggregate) {
        return "period";
    }
    return input.date_column ? input.columns[*input.date_column].name : "";
}

// Calendar years where some indicator has figures for them, else a grain that one names.
static calendar::Grain usual_grain(const contract::Description& description) {
    for (const contract::Indicator& indicator : description.indicators) {
        if (contract::allows(indicator, calendar::Grain::calendar_year)) {
            return calendar::Grain::calendar_year;
        }
    }
    return description.indicators.front().grains.front();
}

static void add_periods(const TrialRequest& request, const contract::Description& description,
                        const config::Config& config, config::Monitor& monitor) {
    monitor.grains = request.grains;
    monitor.windows = request.windows;
    if (monitor.grains.empty() && monitor.windows.empty()) {
        monitor.grains = {usual_grain(description)};
    }
    monitor.from = request.from;
    monitor.to = request.to;
    if (monitor.grains.empty() || (request.from && request.to)) {
        return;
    }
    std::optional<calendar::DateRange> days;
    for (const config::Source& source : config.sources) {
        const auto input =
            std::find_if(description.inputs.begin(), description.inputs.end(),
                         [&](const contract::Input& one) { return one.name == source.id; });
        const std::string column = date_column(*input);
        if (!column.empty() && has(header_of(source), column)) {
            widen(days, source, column);
        }
    }
    const calendar::DateRange seen =
        days.value_or(calendar::DateRange{request.as_of, request.as_of});
    monitor.from = request.from.value_or(std::min(seen.first, request.as_of));
    monitor.to = request.to.value_or(std::max(std::min(seen.last, request.as_of), *monitor.from));
}

config::Config trial_config(const TrialRequest& request, const contract::Description& description) {
    check_inputs(request, description);
    config::Config config;
    config.file = std::filesystem::current_path() / "trial";
    config.machine.threads = 1;
    config::Monitor monitor;
    monitor.id = "trial";
    monitor.measure = description.id;
    monitor.services = {trial_service};
    std::vector<Names> headers;
    for (const auto& [name, file] : request.inputs) {
        config.sources.push_back(source_of(name, file));
        headers.push_back(header_of(config.sources.back()));
        const auto input = std::find_if(
            description.inputs.begin(), description.inputs.end(),
            [&, wanted = name](const contract::Input& one) { return one.name == wanted; });
        monitor.tables.push_back(
            table_of(*input, config.sources.back(), headers.back(), description, request));
        if (monitor.tables.back().service) {
            monitor.services = {"*"};
        }
    }
    check_strata(request, headers);
    add_parameters(request, description, monitor);
    if (!request.calendar.empty()) {
        config.calendars.push_back({"given", std::filesystem::absolute(request.calendar), {}});
        monitor.calendars = {"given"};
    }
    add_periods(request, description, config, monitor);
    config.monitors.push_back(std::move(monitor));
    return config;
}

}  // namespace waymark::run
