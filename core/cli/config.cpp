// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "config/schema.hpp"
#include "config/show.hpp"
#include "run/setup.hpp"

namespace waymark::cli {

static int check_config(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const run::Setup setup = run::read_setup(options.text("CONFIG"), surroundings.clock);
    const config::Config& config = setup.config;
    if (options.has("json")) {
        surroundings.out << nlohmann::ordered_json{{"schema", 1},
                                                   {"file", config.file.string()},
                                                   {"drop_ins", config.drop_ins.size()},
                                                   {"monitors", config.monitors.size()},
                                                   {"ok", true}}
                                .dump(2)
                         << '\n';
    } else {
        const std::size_t drop_ins = config.drop_ins.size();
        surroundings.out << config.file.string()
                         << (drop_ins > 0 ? " and " + std::to_string(drop_ins) + " in its folder"
                                          : "")
                         << ": " << config.monitors.size()
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

static int print_schema(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    if (options.parse(arguments, surroundings.out)) {
        surroundings.out << config::config_schema();
    }
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

Verb config_schema_verb() {
    return {"config schema", "", "Print the JSON Schema of configurations, for editors.",
            "  waymark config schema > waymark.schema.json\n", print_schema};
}

}  // namespace waymark::cli
