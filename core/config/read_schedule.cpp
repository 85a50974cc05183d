// SPDX-License-Identifier: MIT
#include "config/readers.hpp"
#include "schedule/rule.hpp"

namespace waymark::config {

using std::chrono::floor;
using std::chrono::seconds;

static const toml::table absent;

// The file's place of a fault inside a text: a text on one line begins after its opening quote.
static Place place_inside(const Section& section, std::string_view key, std::size_t position) {
    Place place = section.place(key);
    const toml::source_region& source = section.given(key)->source();
    if (source.begin.line == source.end.line) {
        place.column += 1 + position;
    }
    return place;
}

static void read_cron(const Section& section, MonitorSchedule& schedule) {
    schedule.cron = section.text("cron");
    const auto parsed = schedule::Cron::parse(schedule.cron);
    if (const auto* fault = std::get_if<schedule::CronFault>(&parsed)) {
        section.reading().errors.add(place_inside(section, "cron", fault->position),
                                     "cron \"" + schedule.cron + "\": " + fault->sentence);
    }
    for (const std::string_view key : {"offset", "at"}) {
        if (section.given(key) != nullptr) {
            section.fault(key, "belongs to named schedules; a cron has its own time of day");
        }
    }
}

static void read_named(const Section& section, MonitorSchedule& schedule) {
    schedule.named = section.text("named");
    schedule.offset = section.days("offset").value_or(std::chrono::days{0});
    const std::string at = section.given("at") != nullptr ? section.text("at") : "05:00";
    const auto time = schedule::parse_time(at);
    if (!time) {
        section.fault("at", "expected a time of day such as \"05:00\"");
    }
    schedule.at = time.value_or(std::chrono::minutes{0});
}

static void read_catch_up(const Section& section, MonitorSchedule& schedule) {
    schedule.catch_up = section.text("catch_up");
    schedule.window = section.days("window");
    if (schedule.catch_up == "all" && !schedule.window && !section.is_faulty("window")) {
        section.fault("catch_up",
                      "\"all\" needs a window, such as \"P28D\": how far back runs are caught up");
    }
    if (schedule.catch_up == "none" && schedule.window) {
        section.fault("window", "nothing is caught up with catch_up \"none\"; leave one out");
    }
    constexpr std::chrono::hours longest_jitter{24};
    schedule.jitter = floor<seconds>(section.duration("jitter"));
    if (schedule.jitter > longest_jitter) {
        section.fault("jitter", "expected at most \"24h\"");
    }
}

std::optional<MonitorSchedule> read_schedule(const Section& monitor) {
    for (const Section::Child& child : monitor.children("schedule")) {
        const Section section(*child.table, schedule_keys, child.header, monitor.reading());
        MonitorSchedule schedule;
        schedule.place = child.place;
        const bool has_cron = section.given("cron") != nullptr;
        const bool has_named = section.given("named") != nullptr;
        if (has_cron && !has_named) {
            read_cron(section, schedule);
        } else if (has_named && !has_cron) {
            read_named(section, schedule);
        } else if (!section.is_faulty("cron") && !section.is_faulty("named")) {
            section.fault("", "expected cron or named in " + section.header() +
                                  (has_cron ? ", not both" : ""));
        }
        read_catch_up(section, schedule);
        return schedule;
    }
    return std::nullopt;
}

Daemon read_daemon(const Section& root) {
    const auto children = root.children("daemon");
    const Section section(children.empty() ? absent : *children.front().table, daemon_keys,
                          child_header("", "daemon", false), root.reading());
    const auto whole_seconds = [&](std::string_view key) {
        const auto duration = floor<seconds>(section.duration(key));
        if (duration < seconds{1}) {
            section.fault(key, "expected at least \"1s\"");
        }
        return duration;
    };
    Daemon daemon{.parallel_runs = section.whole("parallel_runs", 1, 64),
                  .retry_first = whole_seconds("retry_first"),
                  .retry_longest = whole_seconds("retry_longest"),
                  .retry_attempts = section.whole("retry_attempts", 1, 1000),
                  .stop_within = whole_seconds("stop_within")};
    if (daemon.retry_longest < daemon.retry_first) {
        section.fault("retry_longest", "expected at least retry_first");
    }
    return daemon;
}

}  // namespace waymark::config
