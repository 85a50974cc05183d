// SPDX-License-Identifier: MIT
// From exact figures to what may leave: the gate is told what it must know, and its answer is
// turned into records of ledger and store.
#pragma once

#include <string>
#include <vector>

#include "ledger/ledger_reader.hpp"
#include "ledger/record.hpp"
#include "release/release.hpp"
#include "run/evaluation.hpp"
#include "store/release_reader.hpp"

namespace waymark::disclosure {
struct Submission;
}

namespace waymark::run {

struct Plan;

/// The gate's answer: what leaves, and the exact parts that stay behind with the ledger.
struct Protected {
    release::Publication publication;
    std::string digest;  ///< SHA-256 of the publication, as the store reckons it
    std::vector<ledger::PartsBehind> parts;
};

/// What the gate is told of an evaluation, with what ledger and store know of earlier releases.
/// The plan outlives it.
[[nodiscard]] disclosure::Submission submission_of(const Plan& plan, const Evaluation& evaluation,
                                                   const std::string& run_id,
                                                   const ledger::LedgerReader& ledger,
                                                   const store::ReleaseReader& store);

/// Passes it through the gate; reads neither ledger nor store, so any thread. Throws
/// Error(configuration) when the profile forbids the configuration's shape.
[[nodiscard]] Protected protected_by_gate(const Plan& plan,
                                          const disclosure::Submission& submission);

/// A pull as the ledger keeps it.
[[nodiscard]] ledger::PullRecord ledger_record(const PullRecord& pull);

/// The major version of the plan's measure: what series are comparable under.
[[nodiscard]] std::string definition_version(const Plan& plan);

}  // namespace waymark::run
