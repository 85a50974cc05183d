// SPDX-License-Identifier: MIT
#include "contract/attrition.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace waymark::contract {
namespace {

struct Text {
    const char* id;
    const char* title;
    const char* definition;
};

constexpr std::array<Text, attrition_steps> steps{{
    {"attrition_eligible", "Cases: eligible",
     "cases whose spell with the service shares a day with the period; a case whose start is not "
     "known counts. In a window: cases whose window was over by as_of"},
    {"attrition_consented", "Cases: consented",
     "eligible cases that consented, or whose caseload asks for no consent"},
    {"attrition_linked", "Cases: linked",
     "consented cases of whose person an identifier was found in the data"},
    {"attrition_with_data", "Cases: with data",
     "linked cases of which at least one row was handed to the measure, of whatever date"},
    {"attrition_used", "Cases: used",
     "cases with data for which the measure answered a figure in the period, for whatever "
     "indicator"},
}};

constexpr Text excluded{
    "attrition_excluded", "Cases: excluded by the measure",
    "eligible cases that the measure excluded in the period, for whatever indicator; one series "
    "per reason, and a case may have several reasons"};

Indicator indicator_of(const Text& text) {
    Indicator indicator;
    indicator.id = text.id;
    indicator.kind = Kind::count;
    indicator.title = text.title;
    indicator.unit = "cases";
    indicator.definition = text.definition;
    indicator.source = "Waymark, docs/methods.md, \"Attrition\"";
    indicator.is_attrition = true;
    return indicator;
}

}  // namespace

std::size_t attrition_place(std::string_view indicator_id) noexcept {
    const auto* const found = std::find_if(
        steps.begin(), steps.end(), [&](const Text& step) { return step.id == indicator_id; });
    return static_cast<std::size_t>(found - steps.begin());
}

Description with_attrition(Description description) {
    for (const Text& step : steps) {
        description.indicators.push_back(indicator_of(step));
    }
    if (!description.exclusions.empty()) {
        description.indicators.push_back(indicator_of(excluded));
    }
    return description;
}

std::vector<std::vector<std::string>> attrition_series(const Description& description) {
    std::vector<std::vector<std::string>> series(attrition_steps, {""});
    if (!description.exclusions.empty()) {
        series.emplace_back();
        for (const Exclusion& exclusion : description.exclusions) {
            series.back().push_back(exclusion.id);
        }
    }
    return series;
}

}  // namespace waymark::contract
