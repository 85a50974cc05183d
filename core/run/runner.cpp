// SPDX-License-Identifier: MIT
#include "run/runner.hpp"

#include <algorithm>
#include <future>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "disclosure/alarms.hpp"
#include "disclosure/gate.hpp"
#include "run/plan.hpp"
#include "run/publishing.hpp"
#include "run/quarantine.hpp"
#include "run/standing.hpp"
#include "run/verdict.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

Runner::Runner(const config::Config& config, const Catalogue& catalogue, ledger::Ledger& ledger,
               store::Store& store, std::mutex& writing, EvaluationOptions options)
    : config_(config),
      catalogue_(catalogue),
      ledger_(ledger),
      store_(store),
      writing_(writing),
      options_(std::move(options)) {}

static ledger::RunStart start_of(const Plan& plan, const worker::Image& image,
                                 const RunRequest& request) {
    ledger::RunStart start;
    start.due = request.due;
    start.only_service = request.only_service;
    start.host_build = host_build();
    start.monitor_id = plan.monitor->id;
    start.measure_id = plan.plugin->id;
    start.measure_version = plan.plugin->version;
    start.definition_version = definition_version(plan);
    start.plugin_path = plan.plugin->library.string();
    start.plugin_sha256 = hex_text(image.sha256);
    start.config_sha256 = plan.config->sha256;
    start.parameters_json = plan.parameters.json;
    for (const contract::DocumentUsed& document : plan.parameters.documents) {
        start.documents.push_back({document.parameter, "", document.sha256});
    }
    for (std::uint32_t i = 0; i < plan.periods.calendar_count(); ++i) {
        const calendar::Calendar& calendar = plan.periods.calendar(i);
        start.calendars.push_back({calendar.id, calendar.version, calendar.sha256});
    }
    start.as_of = plan.as_of;
    start.shards = plan.config->machine.shards;
    start.threads = plan.config->machine.parser_threads();
    start.workers = plan.config->machine.workers;
    start.host_version = WAYMARK_VERSION;
    return start;
}

static std::string joined(const worker::Layers& layers) {
    std::string text;
    for (const std::string& layer : layers) {
        text += (text.empty() ? "" : " ") + layer;
    }
    return text;
}

// The version of the measure that ran here last.
std::optional<std::string> Runner::last_version(const config::Monitor& monitor,
                                                const Plugin& plugin) {
    const std::lock_guard turn(writing_);
    const auto run = ledger_.reader().last_finished_run(monitor.id, plugin.id);
    return run ? std::optional(run->start.measure_version) : std::nullopt;
}

ledger::Conduct Runner::conduct_of(const RunReport& report) const {
    const auto known = ledger_.reader().conduct();
    if (const auto* found = run::conduct_of(known, report.measure_id, report.plugin_sha256)) {
        return *found;
    }
    return {.measure_id = report.measure_id, .plugin_sha256 = report.plugin_sha256, .last = {}};
}

void Runner::expect_no_quarantine(const RunReport& report) {
    const std::lock_guard turn(writing_);
    const ledger::Conduct conduct = conduct_of(report);
    if (config_.plugin_rules.quarantine_after > 0 &&
        is_in_quarantine(conduct, options_.clock->now())) {
        throw worker::MeasureFailure(worker::Outcome::refused, quarantine_sentence(conduct));
    }
}

void Runner::note_misconduct(const RunReport& report, const worker::MeasureFailure& failure) {
    if (!report.plugin_sha256.empty() && is_misconduct(failure.outcome())) {
        const std::lock_guard turn(writing_);
        ledger_.set_conduct(after_failure(conduct_of(report), failure.outcome(),
                                          options_.clock->now(), config_.plugin_rules));
    }
}

void Runner::forgive(const RunReport& report) {
    if (conduct_of(report).failures > 0) {
        ledger_.clear_conduct(report.measure_id, report.plugin_sha256);
    }
}

void Runner::attempt(const RunRequest& request, RunReport& report) {
    const Plugin& plugin = catalogue_.find(request.monitor->measure);
    report.measure_id = plugin.id;
    report.measure_version = plugin.version;
    const Plan plan =
        planned(config_, *request.monitor, plugin, request.as_of, request.only_service);
    const worker::Image image = worker::seal(plugin.library);
    report.plugin_sha256 = hex_text(image.sha256);
    const ledger::RunStart start = start_of(plan, image, request);
    EvaluationOptions options = options_;
    ledger::Forgotten forgotten;
    {
        const std::lock_guard turn(writing_);
        report.run_id = ledger_.begin(start);
        // As of this run: who is forgotten meanwhile is left out by the next one.
        forgotten = ledger_.reader().forgotten();
        options.is_forgotten = is_forgotten_by(forgotten);
    }

    expect_trusted(plugin, image, config_.plugin_rules, last_version(*request.monitor, plugin));
    expect_no_quarantine(report);
    if (!request.measure_again && repeated(plan, report)) {
        return;
    }
    const std::string live = checked_description(plugin, image, config_.sandbox.require);
    Evaluation evaluation;
    try {
        evaluation = evaluated_with_retry(plan, image, live, options, report);
    } catch (const PullRefused& refusal) {
        const std::lock_guard turn(writing_);
        keep_pulls(report.run_id, {&refusal.record(), 1}, forgotten);
        throw;
    }
    report.pulls = evaluation.pulls;
    report.remarks.insert(report.remarks.end(), evaluation.remarks.begin(),
                          evaluation.remarks.end());
    report.sandbox = joined(evaluation.layers);
    const std::lock_guard turn(writing_);
    keep_pulls(report.run_id, evaluation.pulls, forgotten);
    ledger_.set_sandbox(report.run_id, report.sandbox);
    publish(plan, evaluation, report);
    forgive(report);
}

bool Runner::repeated(const Plan& plan, RunReport& report) {
    std::optional<Standing> last;
    {
        const std::lock_guard turn(writing_);
        const auto now = ledger_.reader().run(report.run_id);
        last = standing(plan, checked(now, "the run was begun"), ledger_.reader(), store_.reader());
    }
    if (!last || !still_stands(plan, *last, options_)) {
        return false;
    }
    report.sentence = "every file is as run " + last->run_id +
                      " read it, and so is all else it rested on: what it found still stands, and "
                      "nothing was measured again";
    report.pulls = repeated_pulls(*last);
    report.state = ledger::RunState::unchanged;
    const std::lock_guard turn(writing_);
    ledger_.repeat(report.run_id, last->run_id, report.sentence);
    return true;
}

void Runner::keep_pulls(const std::string& run_id, std::span<const PullRecord> pulls,
                        const ledger::Forgotten& forgotten) {
    for (const PullRecord& pull : pulls) {
        ledger_.add_pull(run_id, ledger_record(pull), forgotten);
    }
}

// A crash may be the machine's: one fresh worker gets one more chance. Everything else would only
// happen again.
Evaluation Runner::evaluated_with_retry(const Plan& plan, const worker::Image& image,
                                        const std::string& live, const EvaluationOptions& options,
                                        RunReport& report) {
    try {
        return evaluated(plan, image, live, options);
    } catch (const worker::MeasureFailure& failure) {
        if (failure.outcome() != worker::Outcome::crashed) {
            throw;
        }
        report.remarks.push_back(std::string("first try: ") + failure.what());
    }
    return evaluated(plan, image, live, options);
}

void Runner::publish(const Plan& plan, const Evaluation& evaluation, RunReport& report) {
    const disclosure::Submission submission =
        submission_of(plan, evaluation, report.run_id, ledger_.reader(), store_.reader());
    // The gate works while the ledger writes the exact figures.
    std::future<Protected> at_gate =
        std::async(std::launch::async, [&] { return protected_by_gate(plan, submission); });
    std::optional<Protected> passed;
    ledger_.prepare(report.run_id, {plan.reported, evaluation.observations, [&] {
                                        passed = at_gate.get();
                                        return ledger::Leaving{passed->digest, passed->parts};
                                    }});
    const release::Publication& publication = passed->publication;
    for (const release::FindingNotice& finding : publication.findings()) {
        if (finding.code == disclosure::alarm_code) {
            report.remarks.push_back("alarm: " + finding.service_id + ", " + finding.period_key +
                                     ": " + finding.title);
        }
    }
    const store::Commit commit = store_.commit(publication);
    const bool is_new = commit.result == store::Commit::Result::committed;
    ledger_.commit(report.run_id, is_new ? std::optional(commit.vintage_id) : std::nullopt);
    report.state = is_new ? ledger::RunState::committed : ledger::RunState::unchanged;
    report.vintage_id = commit.vintage_id;
    report.releases = commit.release_count;
}

static ledger::Outcome outcome_of(const worker::MeasureFailure& failure) {
    return ledger::outcome_of(worker::word(failure.outcome())).value_or(ledger::Outcome::failed);
}

RunReport Runner::run(const RunRequest& request) {
    RunReport report;
    report.monitor_id = request.monitor->id;
    report.measure_id = request.monitor->measure;
    ledger::Outcome outcome = ledger::Outcome::failed;
    // The border of the run step (ADR 0001): what a source, a measure or the gate threw ends here
    // and is recorded; the next monitor goes on. A store or ledger that fails is everybody's.
    try {
        attempt(request, report);
        return report;
    } catch (const worker::MeasureFailure& failure) {
        note_misconduct(report, failure);
        outcome = outcome_of(failure);
        report.failure = failure.kind();
        report.sentence = failure.what();
    } catch (const PullRefused& refusal) {
        outcome = ledger::Outcome::refused;
        report.failure = refusal.kind();
        report.sentence = refusal.what();
        report.pulls.push_back(refusal.record());
    } catch (const Error& failure) {
        const bool is_shared =
            failure.kind() == ErrorKind::store || failure.kind() == ErrorKind::try_later;
        report.failure = failure.kind();
        report.sentence = failure.what();
        const bool is_refusal =
            failure.kind() == ErrorKind::refused || failure.kind() == ErrorKind::configuration;
        outcome = is_refusal ? ledger::Outcome::refused : ledger::Outcome::failed;
        if (is_shared) {
            end(report, outcome);
            throw;
        }
    }
    end(report, outcome);
    return report;
}

void Runner::end(RunReport& report, ledger::Outcome outcome) {
    report.outcome = outcome;
    report.state =
        outcome == ledger::Outcome::refused ? ledger::RunState::refused : ledger::RunState::failed;
    if (!report.run_id.empty()) {
        const std::lock_guard turn(writing_);
        ledger_.fail(report.run_id, outcome, report.sentence);
    }
}

}  // namespace waymark::run
