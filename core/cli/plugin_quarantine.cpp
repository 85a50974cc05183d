// SPDX-License-Identifier: MIT
// Which builds may run: the look at all of them, and the end of a quarantine.
#include <filesystem>

#include "base/error.hpp"
#include "cli/caller.hpp"
#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "ledger/ledger_reader.hpp"
#include "ledger/quarantine_list.hpp"
#include "run/catalogue.hpp"
#include "run/evaluation.hpp"
#include "run/quarantine.hpp"
#include "run/verdict.hpp"

namespace waymark::cli {

static int unquarantine(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .positional("MEASURE", "id of the measure, or its last part")
        .value("reason", "TEXT", "what was found and mended; kept in the audit");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    if (options.text("reason").empty()) {
        throw Error(ErrorKind::usage,
                    "lifting a quarantine needs --reason TEXT, which the audit keeps");
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    const run::Catalogue catalogue(run::plugin_folders(config.plugin_folders));
    const std::string id = catalogue.find(options.text("MEASURE")).id;
    ledger::AuditRow audit = use_by_caller("unquarantine");
    audit.what = "the measure " + id + " may run again";
    audit.reason = options.text("reason");
    ledger::QuarantineList list(config.ledger, surroundings.clock);
    const std::int64_t builds = list.lift(id, audit);
    surroundings.out << (builds == 0 ? id + " is not in quarantine, and nothing speaks against it\n"
                                     : id + " may run again, from the next run on\n");
    return 0;
}

// What the ledger knows, while there is one.
struct Known {
    explicit Known(const config::Config& config) {
        if (std::filesystem::exists(config.ledger)) {
            ledger.emplace(config.ledger);
            conduct = ledger->conduct();
        }
    }

    [[nodiscard]] std::optional<ledger::RunRecord> last_run(const config::Config& config,
                                                            const std::string& measure) const {
        std::optional<ledger::RunRecord> last;
        for (const config::Monitor& monitor : config.monitors) {
            const auto run = ledger ? ledger->last_finished_run(monitor.id, measure) : std::nullopt;
            if (run && (!last || last->started_at < run->started_at)) {
                last = run;
            }
        }
        return last;
    }

    std::optional<ledger::LedgerReader> ledger;
    std::vector<ledger::Conduct> conduct;
};

// Everything a run would ask of the plugin before it hands it a row. Throws as that would.
static void look_at(const run::Plugin& plugin, const config::Config& config,
                    const std::optional<ledger::RunRecord>& last, const ledger::Conduct* conduct,
                    Instant now) {
    const worker::Image image = worker::seal(plugin.library);
    run::expect_trusted(plugin, image, config.plugin_rules,
                        last ? std::optional(last->start.measure_version) : std::nullopt);
    (void)run::checked_description(plugin, image, config.sandbox.require);
    if (conduct != nullptr && run::is_in_quarantine(*conduct, now)) {
        throw worker::MeasureFailure(worker::Outcome::refused, run::quarantine_sentence(*conduct));
    }
}

static std::string change_of(const run::Plugin& plugin,
                             const std::optional<ledger::RunRecord>& last) {
    if (!last) {
        return "new here";
    }
    return last->start.plugin_sha256 == plugin.sha256
               ? "as it ran last"
               : "another build than " + last->start.measure_version + ", which ran last";
}

static int rescan(const Verb& verb, const std::vector<std::string>& arguments,
                  Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    const run::Catalogue catalogue(run::plugin_folders(config.plugin_folders));
    const Known known(config);
    Sheet sheet({"id", "version", "change", "verdict", "why", "sha256"});
    bool all_well = catalogue.unusable().empty();
    for (const run::Plugin& plugin : catalogue.plugins()) {
        const auto last = known.last_run(config, plugin.id);
        std::string why;
        try {
            look_at(plugin, config, last, run::conduct_of(known.conduct, plugin.id, plugin.sha256),
                    surroundings.clock.now());
        } catch (const Error& fault) {  // the others are looked at all the same
            why = fault.what();
            all_well = false;
        }
        sheet.add({plugin.id, plugin.version, change_of(plugin, last),
                   std::string(why.empty() ? "may run" : "refused"), cell(why), plugin.sha256});
    }
    sheet.print(surroundings.out, options.format(), "plugins");
    for (const run::UnusablePlugin& plugin : catalogue.unusable()) {
        surroundings.err << plugin.sidecar.string() << ": passed over: " << plugin.why << '\n';
    }
    return all_well ? 0 : exit_code(ErrorKind::measure);
}

Verb plugin_rescan_verb() {
    return {"plugin rescan", "CONFIG",
            "Look at every measure as a run would before it hands it a row; the next run, also a "
            "daemon's, uses what is there.",
            "  waymark plugin rescan deploy.toml\n", rescan};
}

Verb plugin_unquarantine_verb() {
    return {"plugin unquarantine", "CONFIG MEASURE --reason TEXT",
            "Let a measure run again that failed too often.",
            "  waymark plugin unquarantine deploy.toml attendance --reason \"the file was cut "
            "short\"\n",
            unquarantine};
}

}  // namespace waymark::cli
