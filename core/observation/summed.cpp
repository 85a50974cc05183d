// SPDX-License-Identifier: MIT
#include <waymark/abi.h>

#include <map>
#include <optional>
#include <utility>

#include "base/error.hpp"
#include "observation/drafts.hpp"
#include "observation/shard_state.hpp"

namespace waymark::observation {
namespace {

constexpr StateMask bit(std::int32_t state) {
    return StateMask{1} << state;
}

constexpr StateMask figures_mask = bit(WM_STATE_OBSERVED) | bit(WM_STATE_PROVISIONAL);

State decided_state(StateMask seen) {
    constexpr std::pair<std::int32_t, State> gravest_first[] = {
        {WM_STATE_NOT_DUE, State::not_due},
        {WM_STATE_SUPPRESSED_AT_SOURCE, State::suppressed_at_source},
        {WM_STATE_UNAVAILABLE, State::unavailable},
        {WM_STATE_MISSING, State::missing},
    };
    for (const auto& [state, word] : gravest_first) {
        if ((seen & bit(state)) != 0) {
            return word;
        }
    }
    if ((seen & figures_mask) != 0) {
        return State::observed;
    }
    if ((seen & bit(WM_STATE_ROUNDS_TO_ZERO)) != 0) {
        return State::rounds_to_zero;
    }
    return (seen & bit(window_not_over)) != 0 ? State::not_due : State::not_applicable;
}

Maturity decided_maturity(StateMask seen, bool is_open) {
    if (is_open || (seen & bit(window_not_over)) != 0) {
        return Maturity::open;
    }
    // A cohort that is not due is less settled than a provisional one, never final.
    constexpr StateMask unsettled = bit(WM_STATE_PROVISIONAL) | bit(WM_STATE_NOT_DUE);
    return (seen & unsettled) != 0 ? Maturity::provisional : Maturity::final;
}

std::optional<std::uint32_t> index_or_all(std::uint32_t index) {
    return index == WM_ALL ? std::nullopt : std::optional(index);
}

// Over the shards: a case lives in one shard, so distinct cases add up.
struct TallySum {
    std::int64_t count = 0;
    std::int64_t of = 0;
    std::int64_t cases = 0;
};
using TallySums = std::map<TallyKey, TallySum>;

TallySums tally_sums(std::span<ShardSums> shards,
                     std::map<TallyKey, Tally> ShardSums::State::*which) {
    TallySums sums;
    for (ShardSums& shard : shards) {
        for (const auto& [key, tally] : shard.state().*which) {
            TallySum& sum = sums[key];
            sum.count += tally.count;
            sum.of += tally.of;
            sum.cases += tally.distinct_cases();
        }
    }
    return sums;
}

// The flags of a (service, period) whose share of some finding is above what the measure allows.
class FlagsByShare {
public:
    FlagsByShare(const std::vector<FindingCount>& findings,
                 const contract::Description& description)
        : findings_(findings), description_(description) {}

    [[nodiscard]] Flags of(std::uint32_t service, std::uint32_t period) {
        const auto [at, is_new] = known_.try_emplace({service, period}, Flags{0});
        for (std::uint32_t code = 0; is_new && code < description_.findings.size(); ++code) {
            const contract::Finding& finding = description_.findings[code];
            const auto mark = [&](const std::optional<double>& limit, Flag flag) {
                if (limit && is_above(*limit, code, service, period)) {
                    at->second = with(at->second, flag);
                }
            };
            mark(finding.low_quality_above, Flag::low_quality);
            mark(finding.low_completion_above, Flag::low_completion);
        }
        return at->second;
    }

private:
    [[nodiscard]] bool is_above(double limit, std::uint32_t code, std::uint32_t service,
                                std::uint32_t period) const {
        std::int64_t count = 0;
        std::int64_t of = 0;
        for (const FindingCount& finding : findings_) {
            if (finding.code == code && finding.service.value_or(service) == service &&
                finding.period.value_or(period) == period) {
                count += finding.count;
                of += finding.of;
            }
        }
        return of > 0 && static_cast<double>(count) > limit * static_cast<double>(of);
    }

    const std::vector<FindingCount>& findings_;
    const contract::Description& description_;
    std::map<std::pair<std::uint32_t, std::uint32_t>, Flags> known_;
};

void fill_tallies(std::span<ShardSums> shards, Observations& observed) {
    for (const auto& [key, sum] : tally_sums(shards, &ShardSums::State::exclusions)) {
        observed.exclusions.push_back({key.service, index_or_all(key.indicator),
                                       index_or_all(key.period), key.code, sum.cases});
    }
    for (const auto& [key, sum] : tally_sums(shards, &ShardSums::State::findings)) {
        observed.findings.push_back({index_or_all(key.service), index_or_all(key.period), key.code,
                                     sum.count, sum.of, sum.cases});
    }
}

}  // namespace

Observations summed(std::span<ShardSums> shards, Observations frame) {
    check(!shards.empty(), "a run has at least one shard");
    const Shape& shape = shards.front().state().shape;
    check(frame.services.size() == shape.services && frame.periods.size() == shape.periods.size(),
          "the frame is the one the shards were shaped by");
    std::vector<Draft> drafts = merged(shards, frame);
    fill_tallies(shards, frame);
    FlagsByShare flags(frame.findings, *shape.description);
    frame.cells.reserve(drafts.size());
    for (Draft& draft : drafts) {
        Observation cell;
        cell.key = draft.key;
        cell.sums = std::move(draft.sums);
        cell.state = decided_state(draft.states);
        const bool is_open = frame.periods[draft.key.period].open || draft.is_to_date;
        cell.maturity = decided_maturity(draft.states, is_open);
        cell.flags = flags.of(draft.key.service, draft.key.period);
        if (draft.has_gap) {
            cell.flags = with(cell.flags, Flag::low_completion);
        }
        frame.cells.push_back(std::move(cell));
    }
    return frame;
}

}  // namespace waymark::observation
