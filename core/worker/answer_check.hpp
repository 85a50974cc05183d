// SPDX-License-Identifier: MIT
// The host's guard: nothing a plugin answers goes on before it fits the measure's own description.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "worker/wire.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

/// Checks the payloads of answers and hands them on. One thread at a time.
class AnswerCheck {
public:
    /// The opening, its description and series_counts outlive the check.
    explicit AnswerCheck(const Opening& opening) : opening_(opening) {}

    /// What is asked from now on.
    void begin(const Question& question);

    /// One payload of kind contributions, exclusions or findings, beginning at a multiple of 8.
    /// Throws MeasureFailure(rejected), which tells neither values nor persons; what was handed on
    /// before belongs to a run that is discarded.
    void take(Kind kind, std::span<const std::byte> payload, Receiver& receiver);

private:
    void take_contributions(std::span<const std::byte> payload, Receiver& receiver);
    void take_exclusions(std::span<const std::byte> payload, Receiver& receiver);
    void take_findings(std::span<const std::byte> payload, Receiver& receiver);
    [[noreturn]] void reject(const std::string& what) const;
    template <class Record>
    [[nodiscard]] std::span<const Record> records(std::span<const std::byte> payload) const;
    void check_head(const ContributionsHead& head);
    void check_values(const observation::Contributions& answer) const;
    void check_strata(const observation::Contributions& answer) const;
    void check_case(std::uint32_t case_number) const;
    [[nodiscard]] std::string name(std::uint32_t indicator) const;

    const Opening& opening_;
    Question question_;
    std::uint64_t contributions_left_ = 0;
    std::uint64_t remarks_left_ = 0;  ///< exclusions and findings
};

}  // namespace waymark::worker
