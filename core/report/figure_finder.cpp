// SPDX-License-Identifier: MIT
#include "report/figure_finder.hpp"

#include <algorithm>
#include <map>

#include "base/error.hpp"
#include "base/nearest.hpp"

namespace waymark::report {
namespace {

std::optional<double> number_of(const release::Figures& figures, config::FigureOf figure) {
    switch (figure) {
        case config::FigureOf::value:
            return figures.value;
        case config::FigureOf::complement:
            return figures.value ? std::optional(1.0 - *figures.value) : std::nullopt;
        case config::FigureOf::numerator:
            return figures.numerator;
        case config::FigureOf::denominator:
            return figures.denominator;
        case config::FigureOf::people:
            return figures.people;
    }
    return std::nullopt;
}

// "10" is later than "9".
bool is_earlier_version(const store::Recorded& left, const store::Recorded& right) {
    const std::string& a = left.release.key().definition_version;
    const std::string& b = right.release.key().definition_version;
    return std::pair(a.size(), a) < std::pair(b.size(), b);
}

}  // namespace

void refuse_document(const Place& place, const std::string& sentence) {
    throw Error(ErrorKind::configuration, sentence, place);
}

FigureFinder::FigureFinder(const store::ReleaseReader& reader, std::optional<Date> as_of)
    : reader_(reader), as_of_(as_of), definitions_(reader.definitions()) {}

void FigureFinder::expect_known(const config::FigureReference& reference) const {
    std::vector<std::string> measures;
    std::vector<std::string> indicators;
    for (const release::IndicatorDefinition& definition : definitions_) {
        measures.push_back(definition.measure_id);
        if (definition.measure_id == reference.measure) {
            indicators.push_back(definition.indicator_id);
        }
    }
    const bool is_measure = !indicators.empty();
    const std::string& sought = is_measure ? reference.indicator : reference.measure;
    const std::vector<std::string>& known = is_measure ? indicators : measures;
    if (std::find(known.begin(), known.end(), sought) == known.end()) {
        const auto near = nearest(sought, known);
        refuse_document(reference.place,
                        std::string("the store has no ") + (is_measure ? "indicator" : "measure") +
                            " \"" + sought + "\"" +
                            (is_measure ? " of " + reference.measure : std::string()) +
                            (near ? "; did you mean \"" + *near + "\"?" : std::string()));
    }
}

Found FigureFinder::find(const config::Factor& factor, const config::Cost& cost) const {
    if (const auto* stated = std::get_if<config::StatedNumber>(&factor)) {
        return {.number = stated->value,
                .recorded = std::nullopt,
                .source = stated->source,
                .sought = {}};
    }
    return figure(std::get<config::FigureReference>(factor), cost);
}

Found FigureFinder::figure(const config::FigureReference& reference,
                           const config::Cost& cost) const {
    expect_known(reference);
    const std::string& grain = reference.grain.empty() ? cost.grain : reference.grain;
    const std::string& period = reference.period.empty() ? cost.period : reference.period;
    std::vector<store::Recorded> fitting;
    reader_.each({.service_id = cost.service,
                  .measure_id = reference.measure,
                  .indicator_id = reference.indicator,
                  .series = reference.series,
                  .grain = grain,
                  .stratum_kind = "all",
                  .as_of = as_of_},
                 [&](const store::Recorded& recorded) {
                     const release::Key& key = recorded.release.key();
                     if (recorded.is_current && key.period_key == period && key.point.empty()) {
                         fitting.push_back(recorded);
                     }
                 });
    static const std::map<config::FigureOf, const char*> words{
        {config::FigureOf::value, ""},
        {config::FigureOf::complement, "1 - "},
        {config::FigureOf::numerator, "numerator of "},
        {config::FigureOf::denominator, "denominator of "},
        {config::FigureOf::people, "people of "}};
    Found found{.number = std::nullopt,
                .recorded = std::nullopt,
                .source = {},
                .sought = words.at(reference.figure) + reference.indicator +
                          (reference.series.empty() ? "" : " " + reference.series) + " " + period};
    if (fitting.empty()) {
        return found;
    }
    std::stable_sort(fitting.begin(), fitting.end(), is_earlier_version);
    if (fitting.size() > 1 && !is_earlier_version(fitting[fitting.size() - 2], fitting.back())) {
        refuse_document(reference.place,
                        found.sought + " of " + cost.service +
                            " stands in the store on more than one basis of periods (" +
                            fitting[fitting.size() - 2].release.key().period_basis + ", " +
                            fitting.back().release.key().period_basis +
                            "); no document can tell which is meant");
    }
    found.recorded = fitting.back();
    if (found.recorded->release.figures().state == State::observed) {
        found.number = number_of(found.recorded->release.figures(), reference.figure);
    }
    return found;
}

}  // namespace waymark::report
