// SPDX-License-Identifier: MIT
#include "disclosure/keys.hpp"

namespace waymark::disclosure {

std::string major_version(const std::string& version) {
    return version.substr(0, version.find('.'));
}

release::Key key_of(const observation::CellKey& cell, const std::string& point,
                    const observation::Observations& observed,
                    const contract::Description& description) {
    const calendar::Period& period = observed.periods[cell.period];
    const observation::StratumKind& stratum = observed.strata[cell.stratum_kind];
    release::Key key;
    key.service_id = observed.services[cell.service];
    key.measure_id = description.id;
    key.indicator_id = description.indicators[cell.indicator].id;
    key.series = observed.series[cell.indicator][cell.series];
    key.definition_version = major_version(description.version);
    key.grain = word(period.key.grain);
    key.period_key = period.key.text();
    key.period_basis = word(period.basis);
    key.stratum_kind = stratum.kind;
    key.stratum_value = stratum.values[cell.stratum_value];
    key.point = point;
    return key;
}

release::Figures bare_figures(const observation::Observation& cell,
                              const observation::Observations& observed,
                              const std::string& profile_id) {
    const calendar::Period& period = observed.periods[cell.key.period];
    release::Figures figures;
    figures.period_label = period.key.label();
    if (period.days) {
        figures.period_start = period.days->first;
        figures.period_end = period.days->last;
    }
    figures.state = cell.state;
    figures.maturity = cell.maturity;
    figures.flags = cell.flags;
    figures.disclosure_profile = profile_id;
    return figures;
}

std::vector<release::IndicatorDefinition> definitions_of(const contract::Description& description) {
    std::vector<release::IndicatorDefinition> definitions;
    for (const contract::Indicator& indicator : description.indicators) {
        release::IndicatorDefinition definition;
        definition.measure_id = description.id;
        definition.indicator_id = indicator.id;
        definition.definition_version = major_version(description.version);
        definition.measure_version = description.version;
        definition.kind = word(indicator.kind);
        definition.title = indicator.title;
        definition.unit = indicator.unit;
        definition.display_multiplier = indicator.display_multiplier;
        definition.decimals = indicator.decimals;
        definition.direction = word(indicator.direction);
        definition.definition = indicator.definition;
        definition.source = indicator.source;
        definition.standing = word(indicator.standing);
        definitions.push_back(std::move(definition));
    }
    return definitions;
}

}  // namespace waymark::disclosure
