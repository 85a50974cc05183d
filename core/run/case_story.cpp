// SPDX-License-Identifier: MIT
#include "run/case_story.hpp"

#include <algorithm>

#include "observation/sums.hpp"

namespace waymark::run {

CaseWatch::CaseWatch(worker::Receiver& next, std::vector<caseload::Seat> seats, CaseStory& story)
    : next_(next), seats_(std::move(seats)), story_(story) {
    story_.cases = static_cast<std::uint32_t>(seats_.size());
}

bool CaseWatch::is_watched(std::uint32_t shard, std::uint32_t case_number) const {
    return std::any_of(seats_.begin(), seats_.end(), [&](const caseload::Seat& seat) {
        return seat.shard == shard && seat.number == case_number;
    });
}

// The value of an optional column of an answer: empty means the default of abi.h.
template <class Value>
static Value value_or(std::span<const Value> column, std::size_t row, Value otherwise) {
    return column.empty() ? otherwise : column[row];
}

void CaseWatch::contributions(std::uint32_t shard, const observation::Contributions& answer) {
    for (std::size_t row = 0; !seats_.empty() && row < answer.cases.size(); ++row) {
        if (!is_watched(shard, answer.cases[row])) {
            continue;
        }
        ToldContribution told{.indicator = answer.indicator,
                              .series = answer.series,
                              .period = answer.period,
                              .a = answer.a[row],
                              .b = value_or(answer.b, row, 1.0),
                              .people = value_or(answer.people, row, std::int64_t{1}),
                              .units = value_or(answer.units, row, std::int64_t{1}),
                              .state = value_or(answer.states, row, std::int32_t{0}),
                              .strata = {}};
        const std::size_t kinds = answer.strata.size() / answer.cases.size();
        const auto strata = answer.strata.subspan(row * kinds, kinds);
        told.strata.assign(strata.begin(), strata.end());
        story_.contributions.push_back(std::move(told));
    }
    next_.contributions(shard, answer);
}

void CaseWatch::exclusion(std::uint32_t shard, std::uint32_t indicator_or_all,
                          std::uint32_t case_number, std::uint32_t period_or_all,
                          std::uint32_t reason) {
    if (is_watched(shard, case_number)) {
        story_.exclusions.push_back({indicator_or_all, period_or_all, reason});
    }
    next_.exclusion(shard, indicator_or_all, case_number, period_or_all, reason);
}

void CaseWatch::finding(std::uint32_t shard, const observation::Found& found) {
    if (is_watched(shard, found.case_or_all)) {
        story_.findings.push_back({found.code, found.period_or_all, found.count, found.of});
    }
    next_.finding(shard, found);
}

}  // namespace waymark::run
