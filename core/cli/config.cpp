// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "config/show.hpp"
#include "disclosure/gate.hpp"
#include "run/catalogue.hpp"
#include "run/plan.hpp"

namespace waymark::cli {

// Fits every monitor to its plugin, which reads calendars and documents but no data.
static void check_monitors(const config::Config& config, const Clock& clock) {
    const run::Catalogue catalogue(run::plugin_folders(config.plugin_folders));
    const disclosure::Gate gate(
        {config.disclosure.profile, config.disclosure.approved_by, config.disclosure.reason});
    const Date today = std::chrono::floor<std::chrono::days>(clock.now());
    for (const config::Monitor& monitor : config.monitors) {
        (void)run::planned(config, monitor, catalogue.find(monitor.measure), today, "");
    }
}

static int check_config(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    check_monitors(config, surroundings.clock);
    if (options.has("json")) {
        surroundings.out << nlohmann::ordered_json{{"schema", 1},
                                                   {"file", config.file.string()},
                                                   {"monitors", config.monitors.size()},
                                                   {"ok", true}}
                                .dump(2)
                         << '\n';
    } else {
        surroundings.out << config.file.string() << ": " << config.monitors.size()
                         << (config.monitors.size() == 1 ? " monitor" : " monitors")
                         << ", no errors\n";
    }
    return 0;
}

static int show_config(const Verb& verb, const std::vector<std::string>& arguments,
                       Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    surroundings.out << (options.has("json") ? config::config_json(config)
                                             : config::config_text(config));
    return 0;
}

Verb config_check_verb() {
    return {"config check", "CONFIG",
            "Check a configuration against its plugins; nothing is read or run.",
            "  waymark config check deploy.toml\n", check_config};
}

Verb config_show_verb() {
    return {"config show", "CONFIG",
            "Print the effective configuration with the origin of each value.",
            "  waymark config show deploy.toml --json\n", show_config};
}

}  // namespace waymark::cli
