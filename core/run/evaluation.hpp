// SPDX-License-Identifier: MIT
// From a plan to exact figures: rows in, the crew's answers out, sums over all shards.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "caseload/case_table.hpp"
#include "ledger/forgotten.hpp"
#include "observation/observation.hpp"
#include "run/case_story.hpp"
#include "run/pull_record.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

struct Plan;
struct Plugin;

/// What a finished evaluation leaves.
struct Evaluation {
    observation::Observations observations;
    std::vector<PullRecord> pulls;
    worker::Layers layers;
    std::vector<std::string> remarks;  ///< for people: contradictions, cases too large
    CaseStory story;                   ///< of the person who was watched
};

/// The people a ledger forgot, as an evaluation asks for them.
[[nodiscard]] caseload::IsForgotten is_forgotten_by(ledger::Forgotten forgotten);

struct EvaluationOptions {
    Progress progress;
    std::function<void(int level, const std::string& line)> log;
    std::function<bool()> cancelled;     ///< the user wants to stop; may be empty
    caseload::IsForgotten is_forgotten;  ///< people to leave out; empty: nobody
    const Clock* clock = nullptr;        ///< drop folders ask it; outlives the evaluation
    bool in_process = false;             ///< measures run in this process, without a sandbox
    std::string watched_person;          ///< whose story is kept; "" = nobody's
};

/// The description of the sealed plugin, told by itself. What is hashed is what runs: throws
/// worker::MeasureFailure when the file or what it says is not what its sidecar promised.
[[nodiscard]] std::string checked_description(const Plugin& plugin, const worker::Image& image,
                                              const std::vector<std::string>& require);

/// Evaluates a plan with the sealed image of its plugin, which must describe itself by exactly the
/// text `description`. Throws PullRefused, worker::MeasureFailure and whatever the source throws;
/// nothing is left behind then. One thread calls it; results are the same for any number of threads
/// and workers.
[[nodiscard]] Evaluation evaluated(const Plan& plan, const worker::Image& image,
                                   const std::string& description,
                                   const EvaluationOptions& options);

}  // namespace waymark::run
