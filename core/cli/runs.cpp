// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/ledger_option.hpp"
#include "cli/options.hpp"

namespace waymark::cli {

static int list(const Verb& verb, const std::vector<std::string>& arguments,
                Surroundings& surroundings) {
    Options options(verb);
    with_ledger(options)
        .value("measure", "M", "only runs of this measure")
        .value("limit", "N", "at most so many, newest first; 20 when not given");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const ledger::LedgerReader ledger = opened_ledger(options);
    Sheet sheet({"run", "started", "as_of", "monitor", "measure", "version", "state", "outcome",
                 "vintage", "sentence"});
    for (const ledger::RunRecord& run : ledger.runs(options.text("measure"), limit_of(options))) {
        sheet.add({run.run_id, instant_text(run.started_at), date_text(run.start.as_of),
                   run.start.monitor_id, run.start.measure_id, run.start.measure_version,
                   std::string(ledger::word(run.state)),
                   run.outcome ? Cell{std::string(ledger::word(*run.outcome))} : Cell{},
                   run.vintage_id ? Cell{*run.vintage_id} : Cell{}, cell(run.sentence)});
    }
    sheet.print(surroundings.out, options.format(), "runs");
    return 0;
}

static int show(const Verb& verb, const std::vector<std::string>& arguments,
                Surroundings& surroundings) {
    Options options(verb);
    options.positional("RUN", "id of the run");
    with_ledger(options);
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const ledger::LedgerReader ledger = opened_ledger(options);
    const auto run = ledger.run(options.text("RUN"));
    if (!run) {
        throw Error(ErrorKind::usage, "the ledger has no run " + options.text("RUN") +
                                          "; waymark runs list tells which there are");
    }
    const nlohmann::ordered_json json = run_json(*run, ledger);
    if (options.has("json")) {
        surroundings.out << json.dump(2) << '\n';
    } else {
        print_members(json, surroundings.out);
    }
    return 0;
}

Verb runs_list_verb() {
    return {"runs list", "--config CONFIG | --ledger FILE", "List runs, newest first.",
            "  waymark runs list --config deploy.toml\n", list};
}

Verb runs_show_verb() {
    return {"runs show", "RUN --config CONFIG | --ledger FILE",
            "Tell everything the ledger knows of a run, exact figures apart.",
            "  waymark runs show 01JD... --config deploy.toml\n", show};
}

}  // namespace waymark::cli
