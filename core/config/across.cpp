// SPDX-License-Identifier: MIT
#include <algorithm>
#include <set>

#include "base/nearest.hpp"
#include "config/readers.hpp"

namespace waymark::config {

template <typename Entry>
static std::vector<std::string> ids_of(const std::vector<Entry>& entries) {
    std::vector<std::string> ids;
    ids.reserve(entries.size());
    for (const Entry& entry : entries) {
        ids.push_back(entry.id);
    }
    return ids;
}

static void check_known(const std::string& name, const std::vector<std::string>& known,
                        const std::string& what, const Place& place, ErrorList& errors) {
    if (std::find(known.begin(), known.end(), name) != known.end()) {
        return;
    }
    const auto near = nearest(name, known);
    errors.add(place, "unknown " + what + " \"" + name + "\"" +
                          (near            ? "; did you mean \"" + *near + "\"?"
                           : known.empty() ? "; the configuration lists none"
                                           : std::string()));
}

// The services a monitor runs over, as far as they are known before the data are read.
static bool has_one_service(const Config& config, const Monitor& monitor) {
    return monitor.services.size() == 1 &&
           (monitor.services.front() != "*" || config.services.size() == 1);
}

static void check_tables(const Config& config, const Monitor& monitor, ErrorList& errors) {
    const std::vector<std::string> known = ids_of(config.sources);
    for (const Table& table : monitor.tables) {
        if (!table.source.empty()) {
            check_known(table.source, known, "source", table.place, errors);
        }
        const auto source =
            std::find_if(config.sources.begin(), config.sources.end(),
                         [&](const Source& candidate) { return candidate.id == table.source; });
        if (source != config.sources.end() && source->is_per_service() && config.services.empty() &&
            monitor.services == std::vector<std::string>{"*"}) {
            errors.add(table.place, "source \"" + source->id +
                                        "\" is read service by service, but no service is known: "
                                        "list them as [[service]] or in the monitor");
        }
        // Rows of a caseload's people belong to all services of their person.
        if (source != config.sources.end() && !config.caseload && !table.service &&
            !has_one_service(config, monitor) && !source->is_per_service()) {
            errors.add(table.place,
                       "the rows' service is not known: map \"service\" to a column, "
                       "put {service} into the path (or :service into the query) of source \"" +
                           source->id + "\", or name one service");
        }
    }
}

static void check_caseload(const Config& config, ErrorList& errors) {
    const Caseload& caseload = *config.caseload;
    const std::vector<std::string> known = ids_of(config.sources);
    check_known(caseload.source, known, "source", caseload.place, errors);
    if (caseload.deprivation) {
        check_known(caseload.deprivation->source, known, "source", caseload.deprivation->place,
                    errors);
    }
    for (const auto& list : {caseload.id_map, caseload.opt_out}) {
        if (list) {
            check_known(list->source, known, "source", list->place, errors);
        }
    }
    const auto source =
        std::find_if(config.sources.begin(), config.sources.end(),
                     [&](const Source& candidate) { return candidate.id == caseload.source; });
    if (source != config.sources.end() && !caseload.service && config.services.size() != 1 &&
        !source->is_per_service()) {
        errors.add(caseload.place,
                   "the spells' service is not known: map \"service\" to a column or put {service} "
                   "into the path of source \"" +
                       source->id + "\"");
    }
}

// What a monitor says of the caseload: schemes and strata it has.
static void check_caseload_use(const Config& config, const Monitor& monitor, ErrorList& errors) {
    std::vector<std::string> schemes{"person"};
    std::vector<std::string> strata{"*"};
    if (config.caseload) {
        for (const NamedColumn& scheme : config.caseload->schemes) {
            schemes.push_back(scheme.name);
        }
        for (const std::string& name : config.caseload->strata_names()) {
            strata.push_back(name);
        }
    }
    for (const std::string& name : monitor.strata) {
        check_known(name, strata, "stratum of the caseload", monitor.places.at("strata"), errors);
    }
    for (const Table& table : monitor.tables) {
        check_known(table.scheme, schemes, "identifier scheme", table.place, errors);
    }
}

static void check_services(const Config& config, const Monitor& monitor, ErrorList& errors) {
    const std::vector<std::string> known = ids_of(config.services);
    const Place& place = monitor.places.at("services");
    const Place& calendars = monitor.places.at("calendar_of_service");
    for (const std::string& service : monitor.services) {
        if (service != "*") {
            check_known(service, known, "service", place, errors);
        }
    }
    for (const auto& [service, calendar] : monitor.calendar_of_service) {
        // Without a list the services come from the data and are not known here.
        if (!known.empty()) {
            check_known(service, known, "service", calendars, errors);
        }
        if (std::find(monitor.calendars.begin(), monitor.calendars.end(), calendar) ==
            monitor.calendars.end()) {
            std::string sentence = "calendar \"" + calendar + "\" of service \"";
            sentence += service + "\" is none of the monitor's calendars";
            errors.add(calendars, sentence);
        }
    }
}

static bool share_one(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    return left == std::vector<std::string>{"*"} || right == std::vector<std::string>{"*"} ||
           std::any_of(left.begin(), left.end(), [&](const std::string& entry) {
               return std::find(right.begin(), right.end(), entry) != right.end();
           });
}

// A measure may be named by its last part alone.
static bool is_same_measure(const std::string& left, const std::string& right) {
    return !left.empty() && !right.empty() &&
           (left == right || left.ends_with("." + right) || right.ends_with("." + left));
}

static bool share_a_period(const Monitor& left, const Monitor& right) {
    const auto same_grain = [&](calendar::Grain grain) {
        return std::find(right.grains.begin(), right.grains.end(), grain) != right.grains.end();
    };
    const bool apart = (left.to && right.from && *left.to < *right.from) ||
                       (right.to && left.from && *right.to < *left.from);
    const bool windows =
        std::any_of(left.windows.begin(), left.windows.end(), [&](const std::string& window) {
            return std::find(right.windows.begin(), right.windows.end(), window) !=
                   right.windows.end();
        });
    return windows || (!apart && std::any_of(left.grains.begin(), left.grains.end(), same_grain));
}

// A figure is named by service, measure, indicator and period, not by monitor: of two monitors that
// make the same figures each run would take back what the other published.
static void check_rivals(const Config& config, ErrorList& errors) {
    for (std::size_t i = 0; i < config.monitors.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Monitor& one = config.monitors[j];
            const Monitor& other = config.monitors[i];
            if (is_same_measure(one.measure, other.measure) &&
                share_one(one.services, other.services) && share_a_period(one, other)) {
                errors.add(other.place, "monitor \"" + other.id +
                                            "\" makes the same figures as monitor \"" + one.id +
                                            "\" and each would take back the other's; give them "
                                            "other services, other periods or one monitor");
            }
        }
    }
}

void check_across(const Config& config, ErrorList& errors) {
    std::set<std::string> seen;
    for (const Service& service : config.services) {
        if (!service.id.empty() && !seen.insert(service.id).second) {
            errors.add(service.place, "service \"" + service.id + "\" is given twice");
        }
    }
    seen.clear();
    const std::vector<std::string> calendars = ids_of(config.calendars);
    if (config.caseload) {
        check_caseload(config, errors);
    }
    check_rivals(config, errors);
    for (const Monitor& monitor : config.monitors) {
        if (!monitor.id.empty() && !seen.insert(monitor.id).second) {
            errors.add(monitor.places.at("id"), "monitor \"" + monitor.id +
                                                    "\" is given twice; give one of them an \"id\" "
                                                    "of its own");
        }
        check_services(config, monitor, errors);
        for (const std::string& calendar : monitor.calendars) {
            check_known(calendar, calendars, "calendar", monitor.places.at("calendars"), errors);
        }
        check_tables(config, monitor, errors);
        check_caseload_use(config, monitor, errors);
    }
}

}  // namespace waymark::config
