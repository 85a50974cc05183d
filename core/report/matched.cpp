// SPDX-License-Identifier: MIT
#include "report/matched.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <map>

#include "disclosure/gate.hpp"

namespace waymark::report {
namespace {

constexpr const char* measure = "org.waymark.reoffending_matched";

/// The figures of one group: a key without its indicator.
struct Group {
    const store::Recorded* treated = nullptr;
    const store::Recorded* comparison = nullptr;
    const store::Recorded* unadjusted = nullptr;
    const store::Recorded* squares = nullptr;
};

release::Key without_indicator(release::Key key) {
    key.indicator_id.clear();
    return key;
}

void place(const store::Recorded& recorded, Group& group) {
    const std::string& indicator = recorded.release.key().indicator_id;
    if (indicator == "treated_rate") {
        group.treated = &recorded;
    } else if (indicator == "comparison_rate") {
        group.comparison = &recorded;
    } else if (indicator == "unadjusted_rate") {
        group.unadjusted = &recorded;
    } else if (indicator == "squared_weights") {
        group.squares = &recorded;
    }
}

std::optional<double> value_of(const store::Recorded* recorded) {
    return recorded != nullptr ? recorded->release.figures().value : std::nullopt;
}

std::optional<double> denominator_of(const store::Recorded* recorded) {
    return recorded != nullptr ? recorded->release.figures().denominator : std::nullopt;
}

// Kish: how many equally weighted people tell as much.
std::optional<double> effective_number(const Group& group, Design design) {
    if (design == Design::unadjusted) {
        return denominator_of(group.unadjusted);
    }
    const auto weights = denominator_of(group.comparison);
    const auto squares = value_of(group.squares);
    return weights && squares && *squares > 0.0 ? std::optional(*weights * *weights / *squares)
                                                : std::nullopt;
}

MatchedFigure figure_of(release::Key key, const Group& group) {
    const Design design = group.comparison == nullptr && group.unadjusted != nullptr
                              ? Design::unadjusted
                              : Design::matched;
    const store::Recorded* other = design == Design::matched ? group.comparison : group.unadjusted;
    const auto treated = value_of(group.treated);
    const auto people = denominator_of(group.treated);
    const auto comparison = value_of(other);
    const auto effective = effective_number(group, design);
    std::optional<statistics::Estimate> difference;
    if (treated && people && comparison && effective) {
        difference = statistics::unpooled_difference({*treated * *people, *people},
                                                     {*comparison * *effective, *effective});
    }
    std::vector<disclosure::Ingredient> inputs;
    std::vector<std::string> vintages;
    const auto add = [&](const store::Recorded* recorded, bool is_told) {
        inputs.push_back({recorded != nullptr ? &recorded->release : nullptr, is_told});
        if (recorded != nullptr &&
            std::find(vintages.begin(), vintages.end(), recorded->vintage_id) == vintages.end()) {
            vintages.push_back(recorded->vintage_id);
        }
    };
    add(group.treated, people.has_value());
    add(other, denominator_of(other).has_value());
    if (design == Design::matched) {
        add(group.squares, true);
    }
    disclosure::Derived derived{.value = {}};
    std::optional<statistics::Verdict> verdict;
    if (difference && difference->interval) {
        derived = {difference->value, difference->interval->lower, difference->interval->upper};
        verdict = statistics::verdict(*difference->interval);
    }
    key.indicator_id = "matched_difference";
    return {disclosure::Gate::derive(std::move(key), inputs, derived),
            design,
            treated,
            comparison,
            effective,
            verdict,
            std::move(vintages)};
}

std::string points(double share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f", std::abs(100.0 * share));
    return text.data();
}

}  // namespace

std::vector<MatchedFigure> matched_differences(const store::ReleaseReader& reader,
                                               const std::optional<std::string>& service,
                                               std::optional<Date> as_of) {
    std::vector<store::Recorded> releases;
    reader.each({.service_id = service, .measure_id = measure, .as_of = as_of},
                [&](const store::Recorded& recorded) {
                    if (recorded.is_current) {
                        releases.push_back(recorded);
                    }
                });
    std::map<release::Key, Group> groups;
    for (const store::Recorded& recorded : releases) {
        place(recorded, groups[without_indicator(recorded.release.key())]);
    }
    std::vector<MatchedFigure> figures;
    for (const auto& [key, group] : groups) {
        if (group.treated != nullptr) {
            figures.push_back(figure_of(key, group));
        }
    }
    return figures;
}

std::string_view word(Design design) noexcept {
    return design == Design::matched ? "matched" : "unadjusted";
}

std::string sentence(const MatchedFigure& figure) {
    const release::Figures& figures = figure.difference.figures();
    if (!figure.verdict) {
        return "no difference can be told: " + std::string(waymark::word(figures.state));
    }
    const double lower = figures.lower.value_or(0.0);  // a verdict stands beside its limits
    const double upper = figures.upper.value_or(0.0);
    const std::string warning =
        figure.design == Design::unadjusted ? "; not matched, so no effect of the programme" : "";
    switch (*figure.verdict) {
        case statistics::Verdict::significant_decrease:
            return "those supported reoffended less, by " + points(upper) + " to " + points(lower) +
                   " percentage points" + warning;
        case statistics::Verdict::significant_increase:
            return "those supported reoffended more, by " + points(lower) + " to " + points(upper) +
                   " percentage points" + warning;
        case statistics::Verdict::inconclusive:
            return "inconclusive: more people are needed to tell" + warning;
    }
    return {};
}

}  // namespace waymark::report
