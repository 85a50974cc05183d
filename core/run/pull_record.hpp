// SPDX-License-Identifier: MIT
// What a run tells of its pulls: the account of each, the refusal, and how far it is.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "source/pull.hpp"

namespace waymark::run {

/// What became of one table's pull.
struct PullRecord {
    std::string input;
    std::string source;
    std::vector<source::FileProof> files;
    source::Account account;
    source::Judgement judgement;
};

/// A verdict that forbids the run; carries the account for the ledger.
class PullRefused : public Error {
public:
    PullRefused(PullRecord record, const std::string& sentence)
        : Error(ErrorKind::refused, sentence), record_(std::move(record)) {}
    [[nodiscard]] const PullRecord& record() const noexcept { return record_; }

private:
    PullRecord record_;
};

/// Told from time to time how far a run is: a step's name and the share done.
using Progress = std::function<void(const char* step, double share)>;

}  // namespace waymark::run
