// SPDX-License-Identifier: MIT
#include "run/daemon.hpp"

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/deployment.hpp"
#include "cli/options.hpp"
#include "run/setup.hpp"
#include "schedule/zone.hpp"

namespace waymark::cli {

static std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

static run::ServiceManager service_manager() {
    return run::ServiceManager({.notify_socket = environment("NOTIFY_SOCKET"),
                                .watchdog_usec = environment("WATCHDOG_USEC"),
                                .watchdog_pid = environment("WATCHDOG_PID")});
}

// A day as whoever lives in the deployment's zone means it: from midnight to midnight.
static Instant midnight(const schedule::Zone& zone, Date day) {
    return zone.instant_of(std::chrono::local_days{day.time_since_epoch()}).at;
}

static int watch(const std::filesystem::path& file, run::Wakeups& wakeups,
                 Surroundings& surroundings) {
    run::Setup setup = run::read_daemon_setup(file, surroundings.clock);
    Books books(setup.config, surroundings.clock);
    const run::ServiceManager manager = service_manager();
    (void)run::run_daemon(std::move(setup),
                          {.file = file,
                           .ledger = books.ledger,
                           .store = books.store,
                           .clock = surroundings.clock,
                           .log = surroundings.err,
                           .manager = manager,
                           .wakeups = wakeups},
                          nullptr);
    return 0;
}

static void print_totals(const run::DaemonTotals& totals, Date from, Date until, bool as_json,
                         std::ostream& out) {
    if (as_json) {
        out << nlohmann::ordered_json{{"schema", 1},
                                      {"clock", "simulated"},
                                      {"from", date_text(from)},
                                      {"until", date_text(until)},
                                      {"committed", totals.committed},
                                      {"unchanged", totals.unchanged},
                                      {"failed", totals.failed},
                                      {"passed_over", totals.passed_over},
                                      {"superseded", totals.superseded},
                                      {"given_up", totals.given_up}}
                   .dump(2)
            << '\n';
        return;
    }
    out << "simulated clock: " << date_text(from) << " to " << date_text(until)
        << ". Every time told, in log, ledger and store, is simulated.\n"
        << totals.committed << " runs committed, " << totals.unchanged << " found nothing new, "
        << totals.failed << " failed\n"
        << "due times: " << totals.passed_over << " passed over, " << totals.superseded
        << " superseded, " << totals.given_up << " given up\n";
}

static int simulate(const std::filesystem::path& file, Date from, Date until, run::Wakeups& wakeups,
                    Surroundings& surroundings, bool as_json) {
    run::Setup setup = run::read_daemon_setup(file, FixedClock(from));
    const auto zone = schedule::Zone::find(setup.config.timezone).value();
    FixedClock clock(midnight(zone, from));
    const run::Simulation simulation{clock, midnight(zone, until + std::chrono::days{1})};
    Books books(setup.config, clock);
    const run::ServiceManager manager({});
    const run::DaemonTotals totals = run::run_daemon(std::move(setup),
                                                     {.file = file,
                                                      .ledger = books.ledger,
                                                      .store = books.store,
                                                      .clock = clock,
                                                      .log = surroundings.err,
                                                      .manager = manager,
                                                      .wakeups = wakeups},
                                                     &simulation);
    if (totals.is_stopped) {
        throw Error(ErrorKind::interrupted,
                    "the simulation was stopped before its end; what was run stays");
    }
    print_totals(totals, from, until, as_json, surroundings.out);
    return totals.given_up + totals.superseded > 0 ? exit_code(ErrorKind::measure) : 0;
}

static int daemon(const Verb& verb, const std::vector<std::string>& arguments,
                  Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .value("simulate-from", "DATE", "rehearse with a simulated clock from this day ...")
        .value("until", "DATE", "... to the end of this one, as fast as the runs take");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    // Before anything else: a signal that comes early must not end the process.
    run::Wakeups wakeups;
    const std::filesystem::path file = options.text("CONFIG");
    const auto from = options.date("simulate-from");
    const auto until = options.date("until");
    if (from.has_value() != until.has_value()) {
        throw Error(ErrorKind::usage, "--simulate-from and --until belong together; give both");
    }
    if (!from) {
        return watch(file, wakeups, surroundings);
    }
    if (*from > *until) {
        throw Error(ErrorKind::usage, "--until is a day before --simulate-from");
    }
    return simulate(file, *from, *until, wakeups, surroundings, options.has("json"));
}

Verb daemon_verb() {
    return {"daemon", "CONFIG [options]",
            "Run monitors when they are due, until told to stop; the log is JSON lines on stderr.",
            "  waymark daemon deploy.toml\n"
            "  waymark daemon deploy.toml --simulate-from 2025-09-01 --until 2026-08-31\n",
            daemon};
}

}  // namespace waymark::cli
