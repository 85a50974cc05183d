// SPDX-License-Identifier: MIT
#include <filesystem>

#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "ledger/ledger_reader.hpp"

namespace waymark::cli {

// The newest run of a monitor; nullopt when it never ran.
static std::optional<ledger::RunRecord> last_run(const std::vector<ledger::RunRecord>& runs,
                                                 const std::string& monitor) {
    for (const ledger::RunRecord& run : runs) {
        if (run.start.monitor_id == monitor) {
            return run;
        }
    }
    return std::nullopt;
}

static int status(const Verb& verb, const std::vector<std::string>& arguments,
                  Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    std::vector<ledger::RunRecord> runs;
    if (std::filesystem::exists(config.ledger)) {
        constexpr std::uint32_t enough = 1000;
        runs = ledger::LedgerReader(config.ledger).runs("", enough);
    }
    Sheet sheet({"monitor", "measure", "last_run", "as_of", "state", "vintage", "sentence"});
    bool all_well = true;
    for (const config::Monitor& monitor : config.monitors) {
        const auto run = last_run(runs, monitor.id);
        if (!run) {
            sheet.add({monitor.id, monitor.measure, Cell{}, Cell{}, std::string("never run"),
                       Cell{}, Cell{}});
            continue;
        }
        all_well = all_well && !run->outcome;
        sheet.add(
            {monitor.id, run->start.measure_id + " " + run->start.measure_version,
             instant_text(run->started_at), date_text(run->start.as_of),
             std::string(run->outcome ? ledger::word(*run->outcome) : ledger::word(run->state)),
             run->vintage_id ? Cell{*run->vintage_id} : Cell{}, cell(run->sentence)});
    }
    sheet.print(surroundings.out, options.format(), "monitors");
    return all_well ? 0 : 1;
}

Verb status_verb() {
    return {"status", "CONFIG", "Tell how the last run of each monitor went; exit 1 if one failed.",
            "  waymark status deploy.toml\n", status};
}

}  // namespace waymark::cli
