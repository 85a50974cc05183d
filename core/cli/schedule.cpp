// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "run/setup.hpp"
#include "schedule/schedule.hpp"

namespace waymark::cli {

using schedule::Due;
using schedule::Zone;

struct Planned {
    Due due;
    const config::Monitor* monitor;
    std::chrono::seconds splay;
};

static int days_of(const Options& options) {
    const std::string text = options.optional("days").value_or("14");
    int days = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, days);
    if (read.ec != std::errc{} || read.ptr != end || days < 1 || days > 3660) {
        throw Error(ErrorKind::usage, "--days \"" + text + "\" is no number from 1 to 3660");
    }
    return days;
}

static std::vector<Planned> planned(const config::Config& config, Instant from, Instant to) {
    std::vector<Planned> runs;
    for (const config::Monitor& monitor : config.monitors) {
        if (!monitor.schedule) {
            continue;
        }
        const run::Scheduled found = run::scheduled(config, monitor);
        auto due = found.schedule.next(from - std::chrono::microseconds{1});
        for (; due && due->at < to; due = found.schedule.next(due->at)) {
            runs.push_back({*due, &monitor, found.splay});
        }
    }
    std::stable_sort(runs.begin(), runs.end(),
                     [](const Planned& a, const Planned& b) { return a.due.at < b.due.at; });
    return runs;
}

static std::string services_text(const config::Config& config, const config::Monitor& monitor) {
    const bool is_all = monitor.services == std::vector<std::string>{"*"};
    if (is_all && config.services.empty()) {
        return "all found";
    }
    return std::to_string(is_all ? config.services.size() : monitor.services.size());
}

// What the change of clocks did to a due time; else when clocks changed since the one before.
static std::string decision(const Due& due, const Zone& zone, Instant before) {
    const std::string wanted = schedule::local_text(due.wanted);
    if (due.shift == schedule::Shift::skipped) {
        return wanted + " does not exist, clocks go forward; runs at the next time that does";
    }
    if (due.shift == schedule::Shift::repeated) {
        return wanted + " comes twice, clocks go back; runs once, the first time";
    }
    const Instant since = zone.offset_since(due.at);
    return since > before ? "clocks changed " + date_text(zone.local_date(since)) : "";
}

static int next(const Verb& verb, const std::vector<std::string>& arguments,
                Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .value("from", "DATE", "the first day; today when not given")
        .value("days", "N", "how many days; 14 when not given");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const int days = days_of(options);
    const config::Config config = config::read_config(options.text("CONFIG"));
    const Zone zone = Zone::find(config.timezone).value();
    const Date first = options.date("from").value_or(zone.local_date(surroundings.clock.now()));
    const auto midnight = [&](Date day) {
        return zone.instant_of(std::chrono::local_days{day.time_since_epoch()}).at;
    };
    const Instant from = midnight(first);
    Sheet sheet(
        {"due", "zone", "monitor", "services", "as_of", "due_utc", "starts_after_s", "note"});
    Instant before = from;
    for (const Planned& run : planned(config, from, midnight(first + std::chrono::days{days}))) {
        sheet.add({schedule::local_text(zone.local(run.due.at)), zone.abbreviation(run.due.at),
                   run.monitor->id, services_text(config, *run.monitor),
                   date_text(zone.local_date(run.due.at)), instant_text(run.due.at),
                   std::int64_t{run.splay.count()}, cell(decision(run.due, zone, before))});
        before = run.due.at;
    }
    sheet.print(surroundings.out, options.format(), "runs");
    if (sheet.is_empty()) {
        surroundings.err << "waymark: nothing is due in these " << days << " days\n";
    }
    return 0;
}

Verb schedule_next_verb() {
    return {"schedule next", "CONFIG [options]",
            "Print every run the daemon would start, with what changing clocks do to it.",
            "  waymark schedule next deploy.toml --from 2026-03-20 --days 14\n", next};
}

}  // namespace waymark::cli
