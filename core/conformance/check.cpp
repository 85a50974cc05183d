// SPDX-License-Identifier: MIT
#include "conformance/check.hpp"

#include <chrono>

#include "base/error.hpp"

namespace waymark::conformance {

std::string_view word(Verdict verdict) noexcept {
    switch (verdict) {
        case Verdict::pass:
            return "pass";
        case Verdict::warning:
            return "warning";
        case Verdict::skipped:
            return "skipped";
        case Verdict::fail:
            return "fail";
        case Verdict::crashed:
            return "crashed";
    }
    return "fail";
}

std::vector<Check> checks() {
    std::vector<Check> all;
    for (auto group : {load_checks(), description_checks(), algebra_checks(), value_checks(),
                       conduct_checks()}) {
        all.insert(all.end(), group.begin(), group.end());
    }
    return all;
}

static Verdict verdict_of(worker::Outcome outcome) {
    switch (outcome) {
        case worker::Outcome::rejected:
        case worker::Outcome::failed:
        case worker::Outcome::refused:
            return Verdict::fail;
        default:
            return Verdict::crashed;
    }
}

// The sentences of a run end with advice to the people who run it; authors know what to do.
static std::string without_advice(const std::string& sentence) {
    const std::size_t advice = sentence.find(". Nothing of this run is used");
    return advice == std::string::npos ? sentence : sentence.substr(0, advice);
}

Result result_of(const Check& check, const Subject& subject) {
    Result result{std::string(check.id), std::string(check.sentence), {}, 0};
    if (check.needs_description && !subject.is_usable()) {
        result.judgement = {Verdict::skipped,
                            "the plugin's description cannot be used; see description.valid"};
        return result;
    }
    const auto start = std::chrono::steady_clock::now();
    // The border of a check, as that of a run step (ADR 0001): what a plugin does to its worker is
    // this check's result; the next check goes on with a fresh one.
    try {
        result.judgement = check.judge(subject);
    } catch (const worker::MeasureFailure& failure) {
        result.judgement = {verdict_of(failure.outcome()), without_advice(failure.what())};
        result.is_hung = failure.outcome() == worker::Outcome::timed_out;
    }
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - start;
    result.seconds = passed.count();
    return result;
}

std::vector<Result> results(const std::vector<Check>& checks, const Subject& subject,
                            const std::function<void(const Result&)>& tell) {
    constexpr int enough = 2;
    int hung = 0;
    std::vector<Result> all;
    for (const Check& check : checks) {
        if (hung < enough) {
            all.push_back(result_of(check, subject));
            hung += all.back().is_hung ? 1 : 0;
        } else {
            all.push_back({std::string(check.id),
                           std::string(check.sentence),
                           {Verdict::skipped, "the plugin hung twice before"}});
        }
        tell(all.back());
    }
    return all;
}

}  // namespace waymark::conformance
