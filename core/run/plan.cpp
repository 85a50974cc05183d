// SPDX-License-Identifier: MIT
#include "run/plan.hpp"

#include <algorithm>

#include "base/error_list.hpp"
#include "base/nearest.hpp"
#include "calendar/calendar_file.hpp"
#include "contract/attrition.hpp"
#include "contract/series.hpp"
#include "run/table_plan.hpp"

namespace waymark::run {

static bool any_aggregate(const std::vector<TablePlan>& tables) {
    return std::any_of(tables.begin(), tables.end(),
                       [](const TablePlan& table) { return table.roles.aggregate; });
}

bool Plan::is_aggregate() const noexcept {
    return any_aggregate(tables);
}

std::uint32_t Plan::calendar_of(const std::string& service) const {
    const auto named = monitor->calendar_of_service.find(service);
    if (named == monitor->calendar_of_service.end()) {
        return 0;
    }
    const auto place = std::find(calendar_ids.begin(), calendar_ids.end(), named->second);
    return static_cast<std::uint32_t>(place - calendar_ids.begin());
}

// The services a monitor watches, or those of the data when neither it nor the deployment lists
// any.
static caseload::ServiceScope service_scope(const config::Config& config,
                                            const config::Monitor& monitor,
                                            const std::string& only_service) {
    caseload::ServiceScope scope;
    const bool all = monitor.services == std::vector<std::string>{"*"};
    if (!only_service.empty()) {
        scope.ids = {only_service};
    } else if (!all) {
        scope.ids = monitor.services;
    } else if (config.services.empty()) {
        scope.open = true;
    } else {
        for (const config::Service& service : config.services) {
            scope.ids.push_back(service.id);
        }
    }
    return scope;
}

static void check_version(const config::Monitor& monitor, const Plugin& plugin) {
    if (!version_satisfies(plugin.version, monitor.version)) {
        throw Error(ErrorKind::measure,
                    "monitor \"" + monitor.id + "\" wants " + plugin.id + " " + monitor.version +
                        ", but the plugin found is " + plugin.version + " (" +
                        plugin.library.string() +
                        "); install the version wanted or change `version`",
                    monitor.place);
    }
}

// The calendars a monitor names, read; the civil one when it names none.
static std::vector<calendar::Calendar> read_calendars(const config::Config& config,
                                                      const config::Monitor& monitor,
                                                      std::vector<std::string>& ids) {
    std::vector<calendar::Calendar> calendars;
    for (const std::string& id : monitor.calendars) {
        const auto file = std::find_if(config.calendars.begin(), config.calendars.end(),
                                       [&](const config::CalendarFile& f) { return f.id == id; });
        check(file != config.calendars.end(), "the configuration names its calendars");
        calendars.push_back(calendar::read_calendar(file->path));
        ids.push_back(id);
    }
    if (calendars.empty()) {
        calendars.emplace_back();
        ids.emplace_back("civil");
    }
    return calendars;
}

// The grains of the run: those asked for, and the fine ones published tables come in, so that these
// can roll up. Cells of grains nobody asked for are dropped once that is done.
static std::vector<calendar::Grain> run_grains(const config::Monitor& monitor,
                                               const std::vector<TablePlan>& tables) {
    std::vector<calendar::Grain> grains = monitor.grains;
    for (const TablePlan& table : tables) {
        if (table.period &&
            std::find(grains.begin(), grains.end(), table.period_grain) == grains.end()) {
            grains.push_back(table.period_grain);
        }
    }
    return grains;
}

// A band of an indicator that is not there would never be heard of.
static void check_alarms(const config::Monitor& monitor, const contract::Description& description,
                         ErrorList& errors) {
    std::vector<std::string> known;
    known.reserve(description.indicators.size());
    for (const contract::Indicator& indicator : description.indicators) {
        known.push_back(indicator.id);
    }
    for (const config::Alarm& alarm : monitor.alarms) {
        if (std::find(known.begin(), known.end(), alarm.indicator) == known.end()) {
            const auto near = nearest(alarm.indicator, known);
            errors.add(alarm.place, description.id + " has no indicator \"" + alarm.indicator +
                                        "\"" + (near ? "; did you mean \"" + *near + "\"?" : ""));
        }
    }
}

bool Plan::is_asked(std::uint32_t period) const {
    const calendar::Grain grain = periods.key(period).grain;
    return grain == calendar::Grain::window ||
           std::find(monitor->grains.begin(), monitor->grains.end(), grain) !=
               monitor->grains.end();
}

// How far back calendars reach for windows: a service's whole life, at a few bytes a day.
static constexpr int months_behind_windows = 20 * 12;

static calendar::PeriodRequest period_request(const config::Monitor& monitor,
                                              const contract::Description& description,
                                              const std::vector<TablePlan>& tables, Date as_of,
                                              ErrorList& errors) {
    calendar::PeriodRequest request{run_grains(monitor, tables), {}, {}, {as_of, as_of}, as_of, {}};
    for (const std::string& text : monitor.windows) {
        const auto window = calendar::parse_window(text);
        if (!window) {
            errors.add(monitor.place,
                       "window \"" + text +
                           "\" is not one; write for example \"0..6m\", \"-12m..0\" or "
                           "\"(0..52w]\"");
            continue;
        }
        request.windows.push_back(*window);
    }
    if (monitor.grains.empty() && monitor.windows.empty()) {
        errors.add(monitor.place, "monitor \"" + monitor.id +
                                      "\" asks for no periods; give `grains` or `windows`");
    }
    if (!monitor.grains.empty() && !monitor.from) {
        errors.add(monitor.place,
                   "monitor \"" + monitor.id +
                       "\" asks for calendar periods but not since when; give `from`");
    }
    request.span = {monitor.from.value_or(as_of), std::min(monitor.to.value_or(as_of), as_of)};
    std::int32_t history = 0;
    std::int32_t ahead = 0;
    for (const TablePlan& table : tables) {
        const contract::Input& input = description.inputs[table.input];
        history = std::max(history, input.history_days);
        ahead = std::max(ahead, input.ahead_days);
    }
    request.reach = {request.span.first - std::chrono::days{history},
                     request.span.last + std::chrono::days{ahead}};
    if (!request.windows.empty()) {
        // Windows follow the cases, which may have begun long before any period asked for.
        request.reach->first =
            std::min(request.reach->first, add_months(as_of, -months_behind_windows));
        request.reach->last = std::max(request.reach->last, as_of);
    }
    return request;
}

// Every grain asked for must be one that some indicator is allowed in, or it would stay empty
// unseen.
static void check_grains(const config::Monitor& monitor, const contract::Description& description,
                         ErrorList& errors) {
    for (const calendar::Grain grain : monitor.grains) {
        const auto allows = [&](const contract::Indicator& indicator) {
            return contract::allows(indicator, grain);
        };
        if (std::none_of(description.indicators.begin(), description.indicators.end(), allows)) {
            errors.add(monitor.place, "no indicator of " + description.id +
                                          " is defined for grain \"" +
                                          std::string(calendar::word(grain)) + "\"; leave it out");
        }
    }
}

// Index of the case column windows are relative to: start, end, then the asked-for ones.
static std::size_t anchor_column(const config::Monitor& monitor,
                                 const contract::Description& description, ErrorList& errors) {
    if (monitor.anchor.column == "start" || monitor.anchor.column == "end") {
        return monitor.anchor.column == "start" ? 0 : 1;
    }
    for (std::size_t i = 0; i < description.case_columns.size(); ++i) {
        const contract::Column& column = description.case_columns[i];
        if (column.name == monitor.anchor.column && column.type == contract::ColumnType::date) {
            return 2 + i;
        }
    }
    errors.add(monitor.place, "anchor \"" + monitor.anchor.column +
                                  "\" is neither start, end nor a date the measure asks of cases");
    return 0;
}

Plan planned(const config::Config& config, const config::Monitor& monitor, const Plugin& plugin,
             Date as_of, const std::string& only_service) {
    check_version(monitor, plugin);
    const contract::Description& description = plugin.description;
    ErrorList errors;
    caseload::ServiceScope services = service_scope(config, monitor, only_service);
    std::vector<std::string> strata = stratum_kinds(config, monitor, description, errors);
    std::vector<TablePlan> tables =
        table_plans(config, monitor, description, services, strata, as_of, errors);
    const calendar::PeriodRequest request =
        period_request(monitor, description, tables, as_of, errors);
    check_grains(monitor, description, errors);
    check_alarms(monitor, description, errors);
    const std::size_t anchor = anchor_column(monitor, description, errors);
    errors.throw_if_any();
    const bool is_linked = std::any_of(tables.begin(), tables.end(), [](const TablePlan& table) {
        return table.link.has_value();
    });
    std::optional<CaseloadPlan> caseload;
    if (is_linked) {
        caseload = caseload_plan(config, description, strata);
    }

    contract::ResolvedParameters parameters =
        contract::resolved_parameters(description,
                                      {monitor.parameters_json, monitor.parameter_places,
                                       monitor.place, config.file.parent_path()},
                                      plugin.library.parent_path());
    std::vector<std::vector<std::string>> series;
    series.reserve(description.indicators.size());
    for (const contract::Indicator& indicator : description.indicators) {
        series.push_back(contract::series_of(indicator, parameters.json));
    }
    contract::Description reported = description;
    if (!any_aggregate(tables)) {  // published tables know no cases
        reported = contract::with_attrition(std::move(reported));
        for (auto& of_host : contract::attrition_series(description)) {
            series.push_back(std::move(of_host));
        }
    }
    std::vector<std::string> calendar_ids;
    std::vector<calendar::Calendar> calendars = read_calendars(config, monitor, calendar_ids);
    return Plan{&config,
                &monitor,
                &plugin,
                as_of,
                std::move(parameters),
                calendar::PeriodSet(std::move(calendars), request),
                std::move(calendar_ids),
                std::move(services),
                std::move(strata),
                std::move(caseload),
                std::move(tables),
                anchor,
                std::move(reported),
                std::move(series)};
}

}  // namespace waymark::run
