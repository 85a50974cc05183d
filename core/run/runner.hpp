// SPDX-License-Identifier: MIT
// One run of one monitor, step by step: plan, evaluate, protect, record, publish. Every outcome is
// recorded in the ledger in plain words; a failed measure leaves the others unharmed.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "ledger/ledger.hpp"
#include "run/catalogue.hpp"
#include "run/evaluation.hpp"
#include "store/store.hpp"

namespace waymark::run {

/// What is asked of a runner.
struct RunRequest {
    const config::Monitor* monitor = nullptr;
    Date as_of;
    std::string only_service;         ///< "" = all
    std::optional<Instant> due = {};  ///< of the monitor's schedule; none: by hand
    bool measure_again = false;       ///< also when nothing changed since the last run
};

/// What became of it, for people and exit codes.
struct RunReport {
    std::string run_id;  ///< "" when it did not get so far
    std::string monitor_id;
    std::string measure_id;
    std::string measure_version;
    std::string plugin_sha256;  ///< of the build that was sealed; "" when it did not get so far
    ledger::RunState state = ledger::RunState::failed;
    std::optional<ErrorKind> failure;             ///< present when it failed or was refused
    std::optional<ledger::Outcome> outcome = {};  ///< likewise, unless its step threw
    std::string sentence;                         ///< why, when it failed or was refused
    std::string vintage_id;
    std::uint64_t releases = 0;  ///< new or restated
    std::vector<PullRecord> pulls;
    std::string sandbox;
    std::vector<std::string> remarks;
};

/// Runs monitors of one configuration against one ledger and store. One thread; several runners may
/// share both: `writing` is held for every step that uses them, and never while a measure is
/// evaluated. Everything handed in outlives it; the options
/// have a clock.
class Runner {
public:
    Runner(const config::Config& config, const Catalogue& catalogue, ledger::Ledger& ledger,
           store::Store& store, std::mutex& writing, EvaluationOptions options);

    /// Never throws for what a source, a measure or the gate does: that is in the report. Throws
    /// Error when the ledger or the store cannot be used: then no further run makes sense.
    [[nodiscard]] RunReport run(const RunRequest& request);

private:
    [[nodiscard]] std::optional<std::string> last_version(const config::Monitor& monitor,
                                                          const Plugin& plugin);
    void attempt(const RunRequest& request, RunReport& report);
    /// What is known of a build's conduct; one without failures when nothing is. The caller holds
    /// `writing_`.
    [[nodiscard]] ledger::Conduct conduct_of(const RunReport& report) const;
    void expect_no_quarantine(const RunReport& report);
    void note_misconduct(const RunReport& report, const worker::MeasureFailure& failure);
    /// A run went well: what spoke against the build is forgotten. The caller holds `writing_`.
    void forgive(const RunReport& report);
    /// Ends the run without measuring if all it rests on is as the last one had it.
    [[nodiscard]] bool repeated(const Plan& plan, RunReport& report);
    [[nodiscard]] Evaluation evaluated_with_retry(const Plan& plan, const worker::Image& image,
                                                  const std::string& live,
                                                  const EvaluationOptions& options,
                                                  RunReport& report);
    /// Keeps the accounts of a run's pulls; `forgotten` as it was when the run began. The caller
    /// holds `writing_`.
    void keep_pulls(const std::string& run_id, std::span<const PullRecord> pulls,
                    const ledger::Forgotten& forgotten);
    void publish(const Plan& plan, const Evaluation& evaluation, RunReport& report);
    void end(RunReport& report, ledger::Outcome outcome);

    const config::Config& config_;
    const Catalogue& catalogue_;
    ledger::Ledger& ledger_;
    store::Store& store_;
    std::mutex& writing_;
    EvaluationOptions options_;
};

}  // namespace waymark::run
