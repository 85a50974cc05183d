// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "run/catalogue.hpp"

namespace waymark::cli {

static run::Catalogue catalogue_of(const Options& options) {
    std::vector<std::filesystem::path> folders;
    if (options.has("config")) {
        folders = config::read_config(options.text("config")).plugin_folders;
    }
    for (const std::string& folder : options.texts("folder")) {
        folders.emplace_back(folder);
    }
    return run::Catalogue(run::plugin_folders(folders));
}

static Options& with_places(Options& options) {
    return options.value("config", "CONFIG", "look where this configuration looks")
        .values("folder", "DIR", "look here first; may be repeated");
}

static int list(const Verb& verb, const std::vector<std::string>& arguments,
                Surroundings& surroundings) {
    Options options(verb);
    with_places(options);
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const run::Catalogue catalogue = catalogue_of(options);
    Sheet sheet({"id", "version", "title", "indicators", "library", "sha256"});
    for (const run::Plugin& plugin : catalogue.plugins()) {
        sheet.add({plugin.id, plugin.version, plugin.description.title,
                   static_cast<std::int64_t>(plugin.description.indicators.size()),
                   plugin.library.string(), plugin.sha256});
    }
    sheet.print(surroundings.out, options.format(), "plugins");
    for (const run::UnusablePlugin& plugin : catalogue.unusable()) {
        surroundings.err << plugin.sidecar.string() << ": passed over: " << plugin.why << '\n';
    }
    return catalogue.unusable().empty() ? 0 : 1;
}

static void print_description(const contract::Description& description, std::ostream& out) {
    out << description.title << " (" << description.id << ' ' << description.version << ", "
        << description.licence << ")\n"
        << description.summary << "\n\nInputs\n";
    for (const contract::Input& input : description.inputs) {
        out << "  " << input.name << (input.aggregate ? "  published table" : "")
            << (input.has_unit ? "  with units" : "") << "  " << input.doc << '\n';
        for (const contract::Column& column : input.columns) {
            out << "    " << column.name << ": " << contract::word(column.type)
                << (column.nullable ? ", may be missing" : "")
                << (column.optional ? ", optional" : "")
                << (column.doc.empty() ? "" : "  " + column.doc) << '\n';
        }
    }
    if (!description.parameters.empty()) {
        out << "\nParameters\n";
        for (const contract::Parameter& parameter : description.parameters) {
            out << "  " << parameter.name
                << (parameter.default_json.empty() ? " (must be given)"
                                                   : " = " + parameter.default_json)
                << "  " << parameter.doc << '\n';
        }
    }
    out << "\nIndicators\n";
    for (const contract::Indicator& indicator : description.indicators) {
        out << "  " << indicator.id << " (" << contract::word(indicator.kind) << ", "
            << contract::word(indicator.standing) << ")  " << indicator.title << "\n    "
            << indicator.definition << "\n    source: " << indicator.source << '\n';
    }
}

static int describe(const Verb& verb, const std::vector<std::string>& arguments,
                    Surroundings& surroundings) {
    Options options(verb);
    options.positional("MEASURE", "id of the measure, or its last part");
    with_places(options);
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const run::Catalogue catalogue = catalogue_of(options);
    const run::Plugin& plugin = catalogue.find(options.text("MEASURE"));
    if (options.has("json")) {
        surroundings.out << nlohmann::ordered_json::parse(plugin.description_json).dump(2) << '\n';
    } else {
        print_description(plugin.description, surroundings.out);
    }
    return 0;
}

Verb plugin_list_verb() {
    return {"plugin list", "[options]",
            "List the measures that can be run; none of their code is run.",
            "  waymark plugin list\n  waymark plugin list --config deploy.toml --json\n", list};
}

Verb plugin_describe_verb() {
    return {"plugin describe", "MEASURE [options]",
            "Tell what a measure needs and what it defines.",
            "  waymark plugin describe attendance\n", describe};
}

}  // namespace waymark::cli
