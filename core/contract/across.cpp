// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "contract/attrition.hpp"
#include "contract/sections.hpp"

namespace waymark::contract {

// Notes each entry whose `name` was given before; `section` is "/inputs", `member` "name".
template <typename Entry, typename Name>
static void check_names(const std::vector<Entry>& entries, const std::string& section,
                        const std::string& member, Name name, Faults& faults) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const std::string& given = name(entries[i]);
        if (!given.empty() && !seen.insert(given).second) {
            faults.add(section + "/" + std::to_string(i) + "/" + member,
                       shown(given) + " is given twice");
        }
    }
}

static void check_all_names(const Description& description, Faults& faults) {
    const auto name = [](const auto& entry) -> const std::string& { return entry.name; };
    const auto id = [](const auto& entry) -> const std::string& { return entry.id; };
    const auto kind = [](const auto& entry) -> const std::string& { return entry.kind; };
    check_names(description.inputs, "/inputs", "name", name, faults);
    for (std::size_t i = 0; i < description.inputs.size(); ++i) {
        check_names(description.inputs[i].columns, "/inputs/" + std::to_string(i) + "/columns",
                    "name", name, faults);
    }
    check_names(description.case_columns, "/case_columns", "name", name, faults);
    check_names(description.parameters, "/parameters", "name", name, faults);
    check_names(description.indicators, "/indicators", "id", id, faults);
    check_names(description.strata, "/strata", "kind", kind, faults);
    check_names(description.exclusions, "/exclusions", "id", id, faults);
    check_names(description.findings, "/findings", "id", id, faults);
}

// The host appends indicators of its own; one of the measure's would be taken for the host's.
static void check_reserved(const std::vector<Indicator>& indicators, Faults& faults) {
    for (std::size_t i = 0; i < indicators.size(); ++i) {
        if (indicators[i].id.starts_with(attrition_prefix)) {
            faults.add("/indicators/" + std::to_string(i) + "/id",
                       shown(indicators[i].id) + " begins with " + shown(attrition_prefix) +
                           ", which the host keeps for its own indicators");
        }
    }
}

static void check_parts(const std::vector<Indicator>& indicators, Faults& faults) {
    std::map<std::string_view, const Indicator*> by_id;
    for (const Indicator& indicator : indicators) {
        by_id.emplace(indicator.id, &indicator);
    }
    for (std::size_t i = 0; i < indicators.size(); ++i) {
        const std::string pointer = "/indicators/" + std::to_string(i) + "/part_of";
        const std::string& whole_id = indicators[i].part_of;
        if (whole_id.empty()) {
            continue;
        }
        const auto whole = by_id.find(whole_id);
        if (whole == by_id.end()) {
            faults.add(pointer, shown(whole_id) + " is none of the measure's indicators");
            continue;
        }
        if (whole->second->kind != indicators[i].kind) {
            faults.add(pointer, "expected an indicator of the same kind, " +
                                    std::string(word(indicators[i].kind)));
        }
        // Upwards at most as many steps as there are indicators; longer means round in a circle
        // that need not hold this one, but every indicator on the circle says so itself.
        auto above = whole;
        for (std::size_t steps = 0; steps < indicators.size() && above != by_id.end(); ++steps) {
            if (above->second->id == indicators[i].id) {
                faults.add(pointer, "the indicator is, over its wholes, a part of itself");
                break;
            }
            above = by_id.find(above->second->part_of);
        }
    }
}

static void check_series(const Description& description, Faults& faults) {
    for (std::size_t i = 0; i < description.indicators.size(); ++i) {
        const std::string& wanted = description.indicators[i].series_document;
        const bool is_document = std::any_of(
            description.parameters.begin(), description.parameters.end(),
            [&](const Parameter& parameter) {
                return parameter.name == wanted && parameter.type == ParameterType::document &&
                       parameter.document_format == "toml";
            });
        if (!wanted.empty() && !is_document) {
            faults.add("/indicators/" + std::to_string(i) + "/for_each/document",
                       shown(wanted) + " is none of the measure's toml document parameters");
        }
    }
}

void check_across(const Description& description, Faults& faults) {
    check_all_names(description, faults);
    check_reserved(description.indicators, faults);
    check_parts(description.indicators, faults);
    check_series(description, faults);
}

}  // namespace waymark::contract
