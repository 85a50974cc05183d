// SPDX-License-Identifier: MIT
#include "run/unfinished.hpp"

#include <waymark/abi.h>

namespace waymark::run {

std::span<const std::int32_t> states_held_back(const Plan& plan, const caseload::ShardCases& cases,
                                               const observation::Contributions& answer,
                                               std::vector<std::int32_t>& kept) {
    const calendar::PeriodKey& key = plan.periods.key(answer.period);
    const contract::Kind kind = plan.reported.indicators[answer.indicator].kind;
    if (!key.window || kind == contract::Kind::time_to_event) {
        return answer.states;
    }
    kept.assign(answer.cases.size(), WM_STATE_OBSERVED);
    if (!answer.states.empty()) {
        kept.assign(answer.states.begin(), answer.states.end());
    }
    const caseload::CaseColumn& anchor = cases.columns[plan.anchor];
    bool any = false;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const std::uint32_t number = answer.cases[i];
        const bool is_over =
            anchor.valid[number] == 0 ||
            key.window->days(date_of(static_cast<std::int32_t>(anchor.values[number]))).last <=
                plan.as_of;
        const bool has_figures = kept[i] == WM_STATE_OBSERVED || kept[i] == WM_STATE_PROVISIONAL;
        if (!is_over && has_figures) {
            kept[i] = observation::window_not_over;
            any = true;
        }
    }
    return any ? std::span<const std::int32_t>(kept) : answer.states;
}

}  // namespace waymark::run
