// SPDX-License-Identifier: MIT
#include <waymark/abi.h>

#include <atomic>
#include <csignal>
#include <mutex>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "cli/account.hpp"
#include "cli/deployment.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "run/runner.hpp"

namespace waymark::cli {

// Set by SIGINT and SIGTERM, asked by the threads that read: the run stops at its next step and is
// recorded as interrupted.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): a handler has no other way
static std::atomic<bool> is_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may set it");

// The monitors a command line means: all, or those of a measure or of a monitor's id.
static std::vector<const config::Monitor*> chosen_monitors(const config::Config& config,
                                                           const std::string& measure) {
    std::vector<const config::Monitor*> chosen;
    std::vector<std::string> known;
    for (const config::Monitor& monitor : config.monitors) {
        const std::string last_part = monitor.measure.substr(monitor.measure.rfind('.') + 1);
        if (measure.empty() || measure == monitor.id || measure == monitor.measure ||
            measure == last_part) {
            chosen.push_back(&monitor);
        }
        known.insert(known.end(), {monitor.id, monitor.measure, last_part});
    }
    if (chosen.empty()) {
        std::string sentence =
            "no monitor of " + config.file.string() + " runs measure \"" + measure + "\"";
        if (const auto suggestion = nearest(measure, known)) {
            sentence += "; did you mean \"" + *suggestion + "\"?";
        }
        throw Error(ErrorKind::usage, sentence);
    }
    return chosen;
}

static void check_service(const config::Config& config, const std::string& service) {
    if (service.empty() || config.services.empty()) {
        return;
    }
    std::vector<std::string> known;
    for (const config::Service& candidate : config.services) {
        known.push_back(candidate.id);
        if (candidate.id == service) {
            return;
        }
    }
    std::string sentence = config.file.string() + " has no service \"" + service + "\"";
    if (const auto suggestion = nearest(service, known)) {
        sentence += "; did you mean \"" + *suggestion + "\"?";
    }
    throw Error(ErrorKind::usage, sentence);
}

static void print_pull(const run::PullRecord& pull, std::ostream& out) {
    out << "  pull " << pull.input << " from " << pull.source << ": "
        << source::word(pull.judgement.verdict) << ", ";
    print_account(pull.account, out);
}

static void print_report(const run::RunReport& report, const config::Config& config,
                         std::ostream& out) {
    out << "run " << (report.run_id.empty() ? "-" : report.run_id) << "  " << report.monitor_id
        << "  " << report.measure_id << ' ' << report.measure_version << "  "
        << ledger::word(report.state);
    if (report.state == ledger::RunState::committed) {
        out << "  " << report.releases << " releases in vintage " << report.vintage_id;
    } else if (report.state == ledger::RunState::unchanged) {
        out << "  nothing differs from what the store has; no vintage written";
    }
    out << '\n';
    for (const run::PullRecord& pull : report.pulls) {
        print_pull(pull, out);
    }
    for (const std::string& remark : report.remarks) {
        out << "  " << remark << '\n';
    }
    if (!report.sandbox.empty()) {
        out << "  sandbox: " << report.sandbox << '\n';
    }
    if (!report.sentence.empty()) {
        out << "  " << report.sentence << '\n';
    }
    if (config.disclosure.profile == "open_data" && report.state == ledger::RunState::committed) {
        out << "  disclosure profile open_data shows everything, because: "
            << config.disclosure.reason << '\n';
    }
}

// Why rows were not used: each reason with its count and the first places.
static nlohmann::ordered_json reasons_json(const std::map<std::string, source::Reason>& reasons) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const auto& [reason, seen] : reasons) {
        nlohmann::ordered_json places = nlohmann::ordered_json::array();
        for (const Place& place : seen.samples) {
            places.push_back(place.text());
        }
        list.push_back({{"reason", reason}, {"count", seen.count}, {"samples", std::move(places)}});
    }
    return list;
}

static nlohmann::ordered_json json_of(const run::RunReport& report) {
    nlohmann::ordered_json json{{"run_id", report.run_id},
                                {"monitor", report.monitor_id},
                                {"measure", report.measure_id},
                                {"measure_version", report.measure_version},
                                {"state", ledger::word(report.state)},
                                {"sentence", report.sentence},
                                {"vintage", report.vintage_id},
                                {"releases", report.releases},
                                {"sandbox", report.sandbox},
                                {"remarks", report.remarks},
                                {"pulls", nlohmann::ordered_json::array()}};
    for (const run::PullRecord& pull : report.pulls) {
        nlohmann::ordered_json entry{{"input", pull.input},
                                     {"source", pull.source},
                                     {"verdict", source::word(pull.judgement.verdict)},
                                     {"why", pull.judgement.why},
                                     {"rows_read", pull.account.rows_read},
                                     {"rows_used", pull.account.used},
                                     {"rows_refused", pull.account.refused_rows()},
                                     {"rows_out_of_scope", pull.account.out_of_scope_rows()},
                                     {"refused", reasons_json(pull.account.refused)},
                                     {"out_of_scope", reasons_json(pull.account.out_of_scope)}};
        json["pulls"].push_back(std::move(entry));
    }
    return json;
}

// One failure alone has its own exit code; a failure beside successes is 3.
static int exit_code_of(const std::vector<run::RunReport>& reports) {
    std::size_t failures = 0;
    ErrorKind first = ErrorKind::internal;
    for (const run::RunReport& report : reports) {
        if (report.failure) {
            first = failures++ == 0 ? *report.failure : first;
        }
    }
    if (failures == 0) {
        return 0;
    }
    return failures == reports.size() ? exit_code(first) : 3;
}

// What a run tells of itself; `running` is the monitor whose turn it is.
static run::EvaluationOptions told_to(ProgressBar& bar, const config::Monitor*& running,
                                      Surroundings& surroundings) {
    run::EvaluationOptions evaluation;
    evaluation.progress = [&](const char* step, double share) {
        bar.show(running->id + "  " + step, share);
    };
    evaluation.log = [&](int level, const std::string& line) {
        if (level == WM_LOG_DEBUG) {
            return;
        }
        bar.wipe();
        const char* const word = level == WM_LOG_INFO      ? ""
                                 : level == WM_LOG_WARNING ? "warning: "
                                                           : "error: ";
        surroundings.err << running->id << ": " << word << line << '\n';
    };
    evaluation.cancelled = [] { return is_interrupted.load(); };
    evaluation.clock = &surroundings.clock;
    return evaluation;
}

static int run(const Verb& verb, const std::vector<std::string>& arguments,
               Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .value("measure", "M", "only the monitors of this measure, or one monitor by its id")
        .value("service", "S", "only this service")
        .value("as-of", "DATE", "what the run may know; today when not given")
        .flag("again", "measure also where no file changed since the last run");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    Deployment deployment(options.text("CONFIG"), surroundings.clock);
    const config::Config& config = deployment.config();
    const auto monitors = chosen_monitors(config, options.text("measure"));
    check_service(config, options.text("service"));
    const Date today = std::chrono::floor<std::chrono::days>(surroundings.clock.now());
    const Date as_of = options.date("as-of").value_or(today);
    if (as_of > today) {
        throw Error(ErrorKind::usage,
                    "--as-of " + date_text(as_of) + " is in the future (today is " +
                        date_text(today) +
                        "): nothing can be known of it yet, and until that day no later run would "
                        "be current");
    }
    std::signal(SIGINT, [](int) { is_interrupted = true; });
    std::signal(SIGTERM, [](int) { is_interrupted = true; });

    ProgressBar bar(surroundings.err, surroundings.has_terminal);
    const config::Monitor* running = nullptr;
    const run::EvaluationOptions evaluation = told_to(bar, running, surroundings);
    std::mutex writing;
    run::Runner runner(config, deployment.catalogue(), deployment.ledger(), deployment.store(),
                       writing, evaluation);
    std::vector<run::RunReport> reports;
    for (const config::Monitor* monitor : monitors) {
        // NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): the progress bar reads it
        running = monitor;
        reports.push_back(runner.run({.monitor = monitor,
                                      .as_of = as_of,
                                      .only_service = options.text("service"),
                                      .measure_again = options.has("again")}));
        bar.wipe();
        if (!options.has("json")) {
            print_report(reports.back(), config, surroundings.out);
        }
        if (reports.back().failure == ErrorKind::interrupted) {
            break;
        }
    }
    if (options.has("json")) {
        nlohmann::ordered_json json{{"schema", 1}, {"runs", nlohmann::ordered_json::array()}};
        for (const run::RunReport& report : reports) {
            json["runs"].push_back(json_of(report));
        }
        surroundings.out << json.dump(2) << '\n';
    }
    return exit_code_of(reports);
}

Verb run_verb() {
    return {"run", "CONFIG [options]", "Evaluate monitors and publish their indicators.",
            "  waymark run deploy.toml\n"
            "  waymark run deploy.toml --measure attendance --service northgate-youth --as-of "
            "2024-10-10\n",
            run};
}

}  // namespace waymark::cli
