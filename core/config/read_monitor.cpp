// SPDX-License-Identifier: MIT
#include <algorithm>

#include "calendar/window.hpp"
#include "config/readers.hpp"
#include "config/values.hpp"

namespace waymark::config {

static constexpr std::uint64_t least_memory = std::uint64_t{16} << 20;

// "", "1", "1.3", "~1", "~1.3": which versions of a measure may run.
static bool is_version_range(std::string_view text) {
    if (text.starts_with('~')) {
        text.remove_prefix(1);
        if (text.empty()) {
            return false;
        }
    }
    std::size_t digits = 0;
    std::size_t points = 0;
    for (const char c : text) {
        if (c == '.' && digits > 0 && points < 2) {
            ++points;
            digits = 0;
        } else if (c >= '0' && c <= '9' && digits < 9) {
            ++digits;
        } else {
            return false;
        }
    }
    return text.empty() || digits > 0;
}

static void check_different(const Section& section, std::string_view key) {
    std::vector<std::string> texts = section.texts(key);
    std::sort(texts.begin(), texts.end());
    const auto twice = std::adjacent_find(texts.begin(), texts.end());
    if (twice != texts.end()) {
        section.fault(key, "\"" + *twice + "\" stands here twice");
    }
}

static void read_periods(const Section& section, Monitor& monitor) {
    for (const std::string& text : section.texts("grains")) {
        monitor.grains.push_back(calendar::grain_of(text).value_or(calendar::Grain::day));
    }
    monitor.windows = section.texts("windows");
    for (const std::string& text : monitor.windows) {
        if (!calendar::parse_window(text)) {
            section.fault("windows", "\"" + text +
                                         "\" is no window; expected a span of days, weeks or "
                                         "months such as \"-12m..0\" or \"0..6m\"");
        }
    }
    if (monitor.grains.empty() && monitor.windows.empty() && !section.is_faulty("grains") &&
        !section.is_faulty("windows")) {
        section.fault("", "expected grains or windows in " + section.header());
    }
    monitor.strata = section.texts("strata");
    monitor.anchor.column = section.text("anchor");
    monitor.from = section.date("from");
    monitor.to = section.date("to");
    if (monitor.from && monitor.to && *monitor.from > *monitor.to) {
        section.fault("to", "expected a day not before from");
    }
}

static void read_parameters(const Section& section, Monitor& monitor) {
    if (const toml::node* node = section.given("parameters")) {
        monitor.parameters_json = json_text(*node);
        for (const auto& [name, value] : *node->as_table()) {
            monitor.parameter_places[std::string(name.str())] = place_of(value.source());
        }
    }
}

static Limits read_limits(const Section& section) {
    static const toml::table absent;
    const auto children = section.children("limits");
    const Section own(children.empty() ? absent : *children.front().table, limits_keys,
                      child_header(section.header(), "limits", false), section.reading());
    const Limits limits{own.duration("wall_clock"), own.size("memory")};
    if (limits.memory_bytes < least_memory) {
        own.fault("memory", "expected at least \"16MiB\"");
    }
    return limits;
}

static Alarm read_alarm(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, alarm_keys, child.header, reading);
    Alarm alarm{.indicator = section.text("indicator"),
                .series = section.text("series"),
                .least = {},
                .most = {},
                .people = section.whole("people", 0, 1'000'000),
                .source = section.text("source"),
                .place = child.place};
    if (section.given("least") != nullptr) {
        alarm.least = section.real("least");
    }
    if (section.given("most") != nullptr) {
        alarm.most = section.real("most");
    }
    if (!alarm.least && !alarm.most) {
        section.fault("", "expected least or most in " + section.header());
    }
    if (alarm.least && alarm.most && *alarm.least > *alarm.most) {
        section.fault("most", "expected no less than least");
    }
    if (section.given("source") != nullptr && alarm.source.empty()) {
        section.fault("source", "expected a text that is not empty");
    }
    return alarm;
}

static void check_names(const Section& section, const Monitor& monitor) {
    if (section.given("measure") != nullptr && monitor.measure.empty()) {
        section.fault("measure", "expected the id of a measure");
    } else if (section.given("measure") != nullptr && !is_name(monitor.id)) {
        section.fault(section.given("id") != nullptr ? "id" : "measure",
                      "\"" + monitor.id +
                          "\" is no id of a monitor; expected lower-case letters, digits, - and _");
    }
    if (!is_version_range(monitor.version)) {
        section.fault("version", "\"" + monitor.version +
                                     "\" is no version; expected \"~1.3\", \"1\" or \"1.3.0\"");
    }
    if (monitor.services.empty() ||
        (monitor.services.size() > 1 && std::find(monitor.services.begin(), monitor.services.end(),
                                                  "*") != monitor.services.end())) {
        section.fault("services", "expected [\"*\"] or ids of services");
    }
    for (const std::string_view key : {"services", "grains", "windows", "strata", "calendars"}) {
        check_different(section, key);
    }
}

Monitor read_monitor(const Section::Child& child, Reading& reading) {
    const Section section(*child.table, monitor_keys, child.header, reading);
    Monitor monitor;
    monitor.measure = section.text("measure");
    monitor.id = section.given("id") != nullptr
                     ? section.text("id")
                     : monitor.measure.substr(monitor.measure.rfind('.') + 1);
    monitor.version = section.text("version");
    monitor.services = section.texts("services");
    check_names(section, monitor);
    read_periods(section, monitor);
    monitor.calendars = section.texts("calendars");
    for (const auto& [service, calendar] : section.map("calendar_of_service")) {
        monitor.calendar_of_service.emplace(service, calendar);
    }
    read_parameters(section, monitor);
    monitor.limits = read_limits(section);
    monitor.schedule = read_schedule(section);
    for (const Section::Child& alarm : section.children("alarm")) {
        monitor.alarms.push_back(read_alarm(alarm, reading));
    }
    for (const Section::Child& table : section.children("table")) {
        monitor.tables.push_back(read_table(table, reading));
    }
    if (section.given("table") != nullptr && monitor.tables.empty()) {
        section.fault("table", "expected a table for each input of the measure");
    }
    monitor.place = child.place;
    for (const std::string_view key :
         {"services", "calendars", "calendar_of_service", "id", "strata"}) {
        monitor.places.emplace(std::string(key), section.place(key));
    }
    return monitor;
}

}  // namespace waymark::config
