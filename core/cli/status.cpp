// SPDX-License-Identifier: MIT
#include <algorithm>
#include <filesystem>

#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "ledger/ledger_reader.hpp"
#include "run/quarantine.hpp"
#include "run/setup.hpp"
#include "schedule/schedule.hpp"

namespace waymark::cli {

// Where the ledger knows a monitor's schedule to stand; nullopt when no daemon ever saw it.
static std::optional<ledger::ScheduleRecord> known_schedule(
    const std::vector<ledger::ScheduleRecord>& records, const std::string& monitor) {
    const auto found = std::find_if(
        records.begin(), records.end(),
        [&](const ledger::ScheduleRecord& record) { return record.monitor_id == monitor; });
    return found == records.end() ? std::nullopt : std::optional(*found);
}

static Cell instant_cell(const std::optional<Instant>& at) {
    return at ? Cell{instant_text(*at)} : Cell{};
}

static void add_run(std::vector<Cell>& row, const std::optional<ledger::RunRecord>& run) {
    if (!run) {
        row.insert(row.end(), {Cell{}, Cell{}, std::string("never run"), Cell{}});
        return;
    }
    row.insert(row.end(),
               {instant_text(run->started_at), date_text(run->start.as_of),
                std::string(run->outcome ? ledger::word(*run->outcome) : ledger::word(run->state)),
                run->vintage_id ? Cell{*run->vintage_id} : Cell{}});
}

// last_due to next_due. An open due time waits for a worker, is running, or waits to be tried
// again.
static void add_schedule(std::vector<Cell>& row, const config::Config& config,
                         const config::Monitor& monitor,
                         const std::optional<ledger::ScheduleRecord>& known, Instant now) {
    if (!monitor.schedule) {
        row.insert(row.end(), {Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, std::string("by hand")});
        return;
    }
    const schedule::Schedule schedule = run::scheduled(config, monitor).schedule;
    const bool is_current = known && known->rule == schedule.text();
    const ledger::ScheduleRecord record = is_current ? *known : ledger::ScheduleRecord{};
    const auto next = schedule.next(is_current ? record.handled : now);
    row.insert(row.end(), {instant_cell(record.last_due),
                           record.last_end ? Cell{std::string(word(*record.last_end))} : Cell{},
                           instant_cell(record.due),
                           record.failures > 0 ? Cell{std::int64_t{record.failures}} : Cell{},
                           instant_cell(record.retry),
                           next ? Cell{instant_text(next->at)} : Cell{std::string("never")}});
}

// Until when the build that ran last is left alone; nothing when it is not.
static Cell quarantine_cell(const std::vector<ledger::Conduct>& conduct,
                            const std::optional<ledger::RunRecord>& run, Instant now) {
    const ledger::Conduct* const known =
        run ? run::conduct_of(conduct, run->start.measure_id, run->start.plugin_sha256) : nullptr;
    return known != nullptr && run::is_in_quarantine(*known, now) ? instant_cell(known->until)
                                                                  : Cell();
}

static int status(const Verb& verb, const std::vector<std::string>& arguments,
                  Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    std::optional<ledger::LedgerReader> ledger;
    std::vector<ledger::ScheduleRecord> schedules;
    std::vector<ledger::Conduct> conduct;
    if (std::filesystem::exists(config.ledger)) {
        ledger.emplace(config.ledger);
        schedules = ledger->schedules();
        conduct = ledger->conduct();
    }
    Sheet sheet({"monitor", "measure", "last_run", "as_of", "state", "vintage", "last_due",
                 "last_end", "open_due", "failures", "retry", "next_due", "quarantine",
                 "sentence"});
    bool all_well = true;
    for (const config::Monitor& monitor : config.monitors) {
        const auto run = ledger ? ledger->last_run(monitor.id) : std::nullopt;
        all_well = all_well && !(run && run->outcome);
        std::vector<Cell> row{
            monitor.id,
            run ? run->start.measure_id + " " + run->start.measure_version : monitor.measure};
        add_run(row, run);
        add_schedule(row, config, monitor, known_schedule(schedules, monitor.id),
                     surroundings.clock.now());
        row.push_back(quarantine_cell(conduct, run, surroundings.clock.now()));
        row.push_back(run ? cell(run->sentence) : Cell{});
        sheet.add(std::move(row));
    }
    sheet.print(surroundings.out, options.format(), "monitors");
    return all_well ? 0 : 1;
}

Verb status_verb() {
    return {"status", "CONFIG",
            "Tell each monitor's last run and next due time; exit 1 if a last run failed.",
            "  waymark status deploy.toml\n", status};
}

}  // namespace waymark::cli
