// SPDX-License-Identifier: MIT
#include "run/trial_figures.hpp"

#include "disclosure/figures.hpp"
#include "disclosure/profile.hpp"
#include "observation/observation.hpp"
#include "run/plan.hpp"

namespace waymark::run {

// Everything is shown, of however few people: the rows are the author's.
static contract::Indicator shown_of_anybody(contract::Indicator indicator) {
    indicator.min_people_for_rate = 0;
    return indicator;
}

static TrialFigure figure_of(const Plan& plan, const observation::Observations& observed,
                             const observation::Observation& cell, const std::string& point) {
    const observation::CellKey& key = cell.key;
    const contract::Indicator& indicator = plan.reported.indicators[key.indicator];
    disclosure::Shown shown;
    shown.state = cell.state;
    if (cell.state == State::observed) {
        static const disclosure::Profile nothing_hidden{};
        shown = disclosure::shown_figures(cell, shown_of_anybody(indicator), point, nothing_hidden);
    }
    const observation::StratumKind& kind = observed.strata[key.stratum_kind];
    return {.service = observed.services[key.service],
            .indicator = indicator.id,
            .series = observed.series[key.indicator][key.series],
            .period = observed.periods[key.period].key.text(),
            .stratum = key.stratum_kind == 0 ? kind.kind
                                             : kind.kind + "=" + kind.values[key.stratum_value],
            .point = point,
            .state = std::string(word(shown.state)),
            .value = shown.value,
            .lower = shown.lower,
            .upper = shown.upper,
            .numerator = shown.numerator,
            .denominator = shown.denominator,
            .people = shown.people};
}

std::vector<TrialFigure> trial_figures(const Plan& plan,
                                       const observation::Observations& observed) {
    std::vector<TrialFigure> figures;
    for (const observation::Observation& cell : observed.cells) {
        const contract::Indicator& indicator = plan.reported.indicators[cell.key.indicator];
        if (indicator.is_attrition) {
            continue;
        }
        for (const std::string& point : disclosure::points_of(indicator)) {
            figures.push_back(figure_of(plan, observed, cell, point));
        }
    }
    return figures;
}

}  // namespace waymark::run
