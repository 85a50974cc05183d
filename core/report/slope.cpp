// SPDX-License-Identifier: MIT
#include "report/slope.hpp"

#include <algorithm>
#include <map>

#include "disclosure/gate.hpp"
#include "statistics/deprivation.hpp"

namespace waymark::report {
namespace {

constexpr const char* missing_stratum = "(missing)";

release::Key without_stratum(release::Key key) {
    key.stratum_kind = "all";
    key.stratum_value = "all";
    return key;
}

/// The kind of an indicator, by measure, id and version: "proportion", "ratio" ...
using Kinds = std::map<std::tuple<std::string, std::string, std::string>, std::string>;

Kinds kinds_of(const store::ReleaseReader& reader) {
    Kinds kinds;
    for (const release::IndicatorDefinition& definition : reader.definitions()) {
        kinds[{definition.measure_id, definition.indicator_id, definition.definition_version}] =
            definition.kind;
    }
    return kinds;
}

// nullopt where a group does not tell people or limits.
std::optional<std::vector<statistics::DeprivedGroup>> groups_of(
    const std::vector<store::Recorded>& strata) {
    std::vector<statistics::DeprivedGroup> groups;
    for (const store::Recorded& recorded : strata) {
        const release::Figures& figures = recorded.release.figures();
        if (!figures.value || !figures.people || !figures.lower || !figures.upper) {
            return std::nullopt;
        }
        groups.push_back({*figures.people, *figures.value, {*figures.lower, *figures.upper}});
    }
    return groups;
}

SlopeFigure figure_of(const release::Key& key, const std::vector<store::Recorded>& strata,
                      bool is_proportion) {
    std::vector<disclosure::Ingredient> inputs;
    std::vector<std::string> vintages;
    for (const store::Recorded& recorded : strata) {
        inputs.push_back({&recorded.release});
        if (std::find(vintages.begin(), vintages.end(), recorded.vintage_id) == vintages.end()) {
            vintages.push_back(recorded.vintage_id);
        }
    }
    std::optional<statistics::SlopeOfInequality> slope;
    if (const auto groups = groups_of(strata)) {
        // Limits of proportions are symmetric on the logit scale, those of other figures as told.
        slope = statistics::slope_of_inequality(
            *groups, statistics::SlopeScale::plain,
            is_proportion ? statistics::SlopeScale::logit : statistics::SlopeScale::plain);
    }
    disclosure::Derived derived{.value = {}};
    if (slope) {
        derived.value = slope->index;
        if (slope->interval) {
            derived.lower = slope->interval->lower;
            derived.upper = slope->interval->upper;
        }
    }
    release::Key own = key;
    own.indicator_id += ".slope_index";
    auto release = disclosure::Gate::derive(std::move(own), inputs, derived);
    const bool tells = slope && release.figures().value.has_value();
    return {std::move(release), tells ? slope->relative : std::nullopt, strata.size(),
            std::move(vintages)};
}

}  // namespace

std::vector<SlopeFigure> slopes(const store::ReleaseReader& reader, const SlopeRequest& request) {
    std::map<release::Key, std::vector<store::Recorded>> lines;
    reader.each(
        {.service_id = request.service,
         .indicator_id = request.indicator,
         .stratum_kind = request.stratum_kind,
         .as_of = request.as_of},
        [&](const store::Recorded& recorded) {
            const release::Key& key = recorded.release.key();
            if (recorded.is_current && key.point.empty() && key.stratum_value != missing_stratum) {
                lines[without_stratum(key)].push_back(recorded);
            }
        });
    const Kinds kinds = kinds_of(reader);
    std::vector<SlopeFigure> figures;
    for (auto& [key, strata] : lines) {
        const auto kind = kinds.find({key.measure_id, key.indicator_id, key.definition_version});
        const std::string word = kind != kinds.end() ? kind->second : "";
        if (word == "proportion" || word == "ratio" || word == "rate" || word == "mean") {
            // The reader gives them in the order of their values.
            figures.push_back(figure_of(key, strata, word == "proportion"));
        }
    }
    return figures;
}

}  // namespace waymark::report
