// SPDX-License-Identifier: MIT
#include "run/setup.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "calendar/calendar_file.hpp"
#include "config/read_config.hpp"
#include "disclosure/gate.hpp"
#include "run/plan.hpp"
#include "schedule/splay.hpp"
#include "schedule/term_ends.hpp"

namespace waymark::run {

const config::Monitor* Setup::monitor(const std::string& id) const {
    const auto found =
        std::find_if(config.monitors.begin(), config.monitors.end(),
                     [&](const config::Monitor& candidate) { return candidate.id == id; });
    return found == config.monitors.end() ? nullptr : &*found;
}

static calendar::Calendar calendar_of(const config::Config& config,
                                      const config::Monitor& monitor) {
    for (const config::CalendarFile& file : config.calendars) {
        if (!monitor.calendars.empty() && file.id == monitor.calendars.front()) {
            return calendar::read_calendar(file.path);
        }
    }
    return {};
}

static constexpr const char* read_whole = "the configuration's words were checked when it was read";

static schedule::Rule rule_of(const config::MonitorSchedule& given) {
    if (given.cron.empty()) {
        return schedule::NamedRule{checked(schedule::named_of(given.named), read_whole),
                                   given.offset, given.at};
    }
    return std::get<schedule::Cron>(schedule::Cron::parse(given.cron));
}

Scheduled scheduled(const config::Config& config, const config::Monitor& monitor) {
    const config::MonitorSchedule& given = checked(monitor.schedule, "the monitor has a schedule");
    const bool is_termly = given.named == word(schedule::Named::termly);
    return {.monitor_id = monitor.id,
            .schedule = {rule_of(given), checked(schedule::Zone::find(config.timezone), read_whole),
                         is_termly ? schedule::term_ends(calendar_of(config, monitor))
                                   : std::vector<Date>{}},
            .catch_up = checked(schedule::catch_up_of(given.catch_up), read_whole),
            .window = given.window,
            .splay = schedule::splay(monitor.id, given.jitter)};
}

std::vector<Scheduled> scheduled_monitors(const config::Config& config) {
    std::vector<Scheduled> monitors;
    for (const config::Monitor& monitor : config.monitors) {
        if (monitor.schedule) {
            monitors.push_back(scheduled(config, monitor));
        }
    }
    return monitors;
}

void check_monitors(const config::Config& config, const Catalogue& catalogue, Date today) {
    const disclosure::Gate gate(
        {config.disclosure.profile, config.disclosure.approved_by, config.disclosure.reason});
    for (const config::Monitor& monitor : config.monitors) {
        (void)planned(config, monitor, catalogue.find(monitor.measure), today, "");
    }
}

Setup read_setup(const std::filesystem::path& file, const Clock& clock) {
    config::Config config = config::read_config(file);
    check_monitors(config, Catalogue(plugin_folders(config.plugin_folders)),
                   std::chrono::floor<std::chrono::days>(clock.now()));
    std::vector<Scheduled> monitors = scheduled_monitors(config);
    return {std::move(config), std::move(monitors)};
}

Setup read_daemon_setup(const std::filesystem::path& file, const Clock& clock) {
    Setup setup = read_setup(file, clock);
    if (setup.monitors.empty()) {
        throw Error(ErrorKind::configuration,
                    "no monitor has a schedule, so there is nothing to wait for; give one a "
                    "schedule = { ... }",
                    {.file = file.string()});
    }
    return setup;
}

}  // namespace waymark::run
