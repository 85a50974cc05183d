// SPDX-License-Identifier: MIT
// A check: one id, one sentence that must hold, and how it is looked into.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/subject.hpp"

namespace waymark::conformance {

enum class Verdict : std::uint8_t {
    pass,
    warning,  ///< worth a look; not a breach of the contract
    skipped,  ///< does not apply to this plugin, or cannot be looked into here
    fail,
    crashed,  ///< the plugin did not live to give an answer
};
[[nodiscard]] std::string_view word(Verdict verdict) noexcept;

/// A verdict and its probable cause, as a sentence for the plugin's author.
struct Judgement {
    Verdict verdict = Verdict::pass;
    std::string cause{};
};

struct Check {
    std::string_view id;        ///< "algebra.batches"; never changes its meaning
    std::string_view sentence;  ///< what must hold
    std::function<Judgement(const Subject&)> judge;
    bool needs_description = true;  ///< skipped when the plugin cannot be asked what it is
};

/// What became of a check.
struct Result {
    std::string id;
    std::string sentence;
    Judgement judgement;
    double seconds = 0;
    bool is_hung = false;  ///< a run did not end in time
};

// The groups, each in its own file.
[[nodiscard]] std::vector<Check> load_checks();
[[nodiscard]] std::vector<Check> description_checks();
[[nodiscard]] std::vector<Check> algebra_checks();
[[nodiscard]] std::vector<Check> value_checks();
[[nodiscard]] std::vector<Check> conduct_checks();

/// All of them, in the order they are told.
[[nodiscard]] std::vector<Check> checks();

/// Runs one, and turns what the plugin did to its worker into a verdict: what it answered wrongly
/// or refused is a failure, what it did not survive a crash. What went wrong at our side is thrown.
[[nodiscard]] Result result_of(const Check& check, const Subject& subject);

/// Runs them in their order and tells each result as it comes. A plugin that hung twice would hang
/// again: the checks after that are skipped.
[[nodiscard]] std::vector<Result> results(const std::vector<Check>& checks, const Subject& subject,
                                          const std::function<void(const Result&)>& tell);

}  // namespace waymark::conformance
