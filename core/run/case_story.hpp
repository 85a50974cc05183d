// SPDX-License-Identifier: MIT
// What a measure told of one person: for the author of the measure, who asks why a case counts.
#pragma once

#include <cstdint>
#include <vector>

#include "caseload/case_table.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

/// One contribution, as it was answered; indices are those of the plan.
struct ToldContribution {
    std::uint32_t indicator = 0;
    std::uint32_t series = 0;
    std::uint32_t period = 0;
    double a = 0;
    double b = 1;
    std::int64_t people = 1;
    std::int64_t units = 1;
    std::int32_t state = 0;             ///< WM_STATE_*
    std::vector<std::uint32_t> strata;  ///< per own kind; empty = none
};

struct ToldExclusion {
    std::uint32_t indicator_or_all = 0;
    std::uint32_t period_or_all = 0;
    std::uint32_t reason = 0;
};

struct ToldFinding {
    std::uint32_t code = 0;
    std::uint32_t period_or_all = 0;
    std::int64_t count = 0;
    std::int64_t of = 0;
};

/// Everything told of the cases of one person.
struct CaseStory {
    std::uint32_t cases = 0;  ///< how many the person has; 0: nobody in the data has the identifier
    std::vector<ToldContribution> contributions;
    std::vector<ToldExclusion> exclusions;
    std::vector<ToldFinding> findings;
};

/// Hands answers on, and keeps what is told of some cases. One thread at a time.
class CaseWatch final : public worker::Receiver {
public:
    /// `next` and `story` outlive the watch.
    CaseWatch(worker::Receiver& next, std::vector<caseload::Seat> seats, CaseStory& story);

    void contributions(std::uint32_t shard, const observation::Contributions& answer) override;
    void exclusion(std::uint32_t shard, std::uint32_t indicator_or_all, std::uint32_t case_number,
                   std::uint32_t period_or_all, std::uint32_t reason) override;
    void finding(std::uint32_t shard, const observation::Found& found) override;
    void answered(const worker::Question& question) override { next_.answered(question); }

private:
    [[nodiscard]] bool is_watched(std::uint32_t shard, std::uint32_t case_number) const;

    worker::Receiver& next_;
    std::vector<caseload::Seat> seats_;
    CaseStory& story_;
};

}  // namespace waymark::run
