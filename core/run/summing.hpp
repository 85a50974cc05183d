// SPDX-License-Identifier: MIT
// The sums of one run: what the crew answers and what the host itself knows of each case, per
// shard.
#pragma once

#include <cstdint>
#include <vector>

#include "caseload/case_table.hpp"
#include "observation/sums.hpp"
#include "run/plan.hpp"
#include "worker/worker.hpp"

namespace waymark::run {

/// The periods of a run. The plugin is asked for those that published tables come in, too; `asked`
/// stands only where the monitor asks, and cells are made for these.
[[nodiscard]] std::vector<calendar::Period> periods_of(const Plan& plan);

/// Hands checked answers to the sums of their shard. Construct it when the cases are complete; plan
/// and cases outlive it. One thread at a time.
class Summing final : public worker::Receiver {
public:
    Summing(const Plan& plan, const caseload::CaseTable& cases);

    void contributions(std::uint32_t shard, const observation::Contributions& answer) override;
    void exclusion(std::uint32_t shard, std::uint32_t indicator_or_all, std::uint32_t case_number,
                   std::uint32_t period_or_all, std::uint32_t reason) override;
    void finding(std::uint32_t shard, const observation::Found& found) override;

    /// Adds up what need not wait, so that memory does not grow with the answers, and the attrition
    /// of a shard with its last question, while its worker is at the next.
    void answered(const worker::Question& question) override;

    /// Adds the attrition of the shards that nobody was asked about, once all answers are in. Each
    /// eligible case contributes to every step, 1 where it came so far and 0 where it did not, so
    /// that nobody is a number too.
    void add_rest_of_attrition();

    [[nodiscard]] std::vector<observation::ShardSums>& shards() noexcept { return shards_; }

private:
    [[nodiscard]] observation::CaseColumns columns(std::uint32_t shard) const;
    void add_attrition(std::uint32_t shard);
    void add_counting(std::uint32_t shard, observation::Counting& counting);
    void add_attrition(std::uint32_t shard, std::uint32_t period,
                       const std::vector<observation::ShardSums::Excluded>& excluded);
    [[nodiscard]] std::vector<std::uint32_t> eligible_cases(std::uint32_t shard,
                                                            std::uint32_t period) const;

    const Plan& plan_;
    const caseload::CaseTable& cases_;
    std::vector<std::uint32_t> calendar_of_service_;
    std::vector<std::int32_t> states_;  ///< of the answer at hand
    std::vector<observation::ShardSums> shards_;
    std::vector<bool> has_attrition_;  ///< per shard
};

}  // namespace waymark::run
