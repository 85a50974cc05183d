// SPDX-License-Identifier: MIT
#include "report/value.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "base/error.hpp"
#include "disclosure/gate.hpp"
#include "statistics/value.hpp"

namespace waymark::report {
namespace {

using Inputs = std::vector<disclosure::Ingredient>;

struct Step {
    const char* name;
    config::Factor config::Outcome::*factor;
    double statistics::OutcomeChain::*number;
};

constexpr std::array<Step, 5> steps{
    {{"referred", &config::Outcome::referred, &statistics::OutcomeChain::referred},
     {"engaged", &config::Outcome::engaged, &statistics::OutcomeChain::engaged},
     {"retained", &config::Outcome::retained, &statistics::OutcomeChain::retained},
     {"impact", &config::Outcome::impact, &statistics::OutcomeChain::impact},
     {"deadweight", &config::Outcome::deadweight, &statistics::OutcomeChain::deadweight}}};

/// What the amounts of one cost brought, year by year.
struct Streams {
    std::vector<double> gross;
    std::vector<double> cashable;
    bool is_whole = true;  ///< every outcome had its number
};

void add_benefit(const config::Benefit& benefit, double outcomes, double cut, Streams& streams) {
    const double gross = outcomes * benefit.unit_value;
    // A loss is not made smaller because its evidence is weak.
    const double kept = gross > 0.0 ? gross * (1.0 - cut) : gross;
    const std::size_t end = benefit.from + benefit.years;
    streams.gross.resize(std::max(streams.gross.size(), end), 0.0);
    streams.cashable.resize(streams.gross.size(), 0.0);
    for (std::size_t year = benefit.from; year < end; ++year) {
        streams.gross[year] += kept;
        streams.cashable[year] += kept * benefit.cashable;
    }
}

bool counts_for(const config::Outcome& outcome, const std::string& service) {
    const auto& services = outcome.services;
    return services.empty() ||
           std::find(services.begin(), services.end(), service) != services.end();
}

class CostReport {
public:
    CostReport(const config::UnitCosts& document, const FigureFinder& finder,
               const config::Cost& cost, ValueReport& report)
        : document_(document), finder_(finder), cost_(cost), report_(report) {}

    void tell() {
        const double rise = document_.grades.at(cost_.grade - 1).cost_rise;
        const auto cost_alone = appraise({}, rise);
        const auto& outcomes = document_.outcomes;
        if (std::none_of(outcomes.begin(), outcomes.end(), [&](const config::Outcome& outcome) {
                return counts_for(outcome, cost_.service);
            })) {
            // A benefit of 0 would read as if somebody had looked.
            refuse_document(cost_.place, "no [[outcome]] is one of " + cost_.service);
        }
        for (const config::Outcome& outcome : outcomes) {
            if (counts_for(outcome, cost_.service)) {
                tell_outcome(outcome, cost_alone.present_cost);
            }
        }
        // Numbers of some outcomes are no number of all.
        const auto gross = appraise(streams_.gross, rise);
        const auto cashable = appraise(streams_.cashable, rise);
        const auto of_all = [&](const std::optional<double>& number) {
            return streams_.is_whole ? number : std::nullopt;
        };
        const std::string& money = document_.currency;
        add({"present_cost", "", "Cost, present value", money}, gross.present_cost, {});
        add({"present_benefit", "", "Benefit, present value", money}, of_all(gross.present_benefit),
            all_);
        add({"present_benefit_cashable", "", "Cashable benefit, present value", money},
            of_all(cashable.present_benefit), all_);
        add({"net_present_value", "", "Net present value", money}, of_all(gross.net_present_value),
            all_);
        add({"net_present_value_cashable", "", "Net present value, cashable", money},
            of_all(cashable.net_present_value), all_);
        add({"benefit_cost_ratio", "", "Benefit-cost ratio", "ratio"},
            of_all(gross.benefit_cost_ratio), all_);
        add({"benefit_cost_ratio_cashable", "", "Benefit-cost ratio, cashable", "ratio"},
            of_all(cashable.benefit_cost_ratio), all_);
        add({"payback_year", "", "Year the cumulative value reaches 0", "year"},
            of_all(gross.payback_year), all_);
    }

private:
    statistics::Appraisal appraise(const std::vector<double>& benefits, double cost_rise) const {
        std::vector<statistics::DiscountBand> schedule;
        schedule.reserve(document_.discount.size());
        for (const config::RateBand& band : document_.discount) {
            schedule.push_back({band.last_year, band.rate});
        }
        const auto appraisal = statistics::appraisal(
            benefits, cost_.amounts, {.benefit_cut = 0.0, .cost_rise = cost_rise}, schedule);
        if (!appraisal) {
            refuse_document(cost_.place, "the rates of [discount] end in year " +
                                             std::to_string(document_.discount.back().last_year) +
                                             ", and costs or benefits of " + cost_.service +
                                             " go on");
        }
        return *appraisal;
    }

    void tell_outcome(const config::Outcome& outcome, double present_cost) {
        statistics::OutcomeChain chain;
        Inputs inputs;
        bool is_whole = true;
        for (const Step& step : steps) {
            const config::Factor& factor = outcome.*step.factor;
            const Found found = finder_.find(factor, cost_);
            expect_share(outcome, step, factor, found);
            if (std::holds_alternative<config::FigureReference>(factor)) {
                keep(found, inputs);
            }
            is_whole = is_whole && found.number.has_value();
            chain.*step.number = found.number.value_or(0.0);
            report_.inputs.push_back({cost_.service, outcome.id, step.name, found});
        }
        const double net = statistics::net_outcomes(chain);
        const auto told = [&](const std::optional<double>& number) {
            return is_whole ? number : std::nullopt;
        };
        add({"net_outcomes", outcome.id, outcome.title + ", net", "outcomes"}, told(net), inputs);
        add({"cost_per_outcome", outcome.id, outcome.title + ", cost of one", document_.currency},
            told(statistics::cost_per_outcome(present_cost, net)), inputs);
        all_.insert(all_.end(), inputs.begin(), inputs.end());
        streams_.is_whole = streams_.is_whole && is_whole;
        for (const config::Benefit& benefit : outcome.benefits) {
            const auto grade = std::max(outcome.grade, benefit.grade);
            add_benefit(benefit, net, document_.grades.at(grade - 1).benefit_cut, streams_);
        }
    }

    static void expect_share(const config::Outcome& outcome, const Step& step,
                             const config::Factor& factor, const Found& found) {
        const bool is_people = step.factor == &config::Outcome::referred;
        const auto* reference = std::get_if<config::FigureReference>(&factor);
        if (reference != nullptr && found.number && !is_people &&
            !(*found.number >= 0.0 && *found.number <= 1.0)) {
            refuse_document(reference->place, std::string(step.name) + " of " + outcome.id +
                                                  ": expected a share from 0 to 1, and " +
                                                  found.sought + " is " +
                                                  std::to_string(*found.number));
        }
    }

    void keep(const Found& found, Inputs& inputs) {
        if (found.recorded) {
            kept_.push_back(found.recorded->release);
            inputs.push_back({&kept_.back(), found.number.has_value()});
        } else {
            inputs.push_back({});
        }
    }

    struct Name {
        const char* id;
        std::string series;  ///< the outcome's id; "" = of all
        std::string title;
        std::string unit;
    };
    void add(Name name, const std::optional<double>& number, const Inputs& inputs) {
        const std::string major = document_.version.substr(0, document_.version.find('.'));
        release::Key key{.service_id = cost_.service,
                         .measure_id = "value",
                         .indicator_id = name.id,
                         .series = name.series,
                         .definition_version = major,
                         .grain = cost_.grain,
                         .period_key = cost_.period,
                         .period_basis = "document",
                         .stratum_kind = "all",
                         .stratum_value = "all",
                         .point = ""};
        report_.figures.push_back({disclosure::Gate::derive(std::move(key), inputs, {number}),
                                   std::move(name.title), std::move(name.unit)});
    }

    const config::UnitCosts& document_;
    const FigureFinder& finder_;
    const config::Cost& cost_;
    ValueReport& report_;
    Streams streams_;
    Inputs all_;
    std::deque<release::Release> kept_;  // where the inputs point
};

}  // namespace

ValueReport value_for_money(const config::UnitCosts& document, const FigureFinder& finder,
                            const std::optional<std::string>& service) {
    ValueReport report;
    for (const config::Cost& cost : document.costs) {
        if (!service || cost.service == *service) {
            CostReport(document, finder, cost, report).tell();
        }
    }
    if (report.figures.empty()) {
        throw Error(ErrorKind::configuration,
                    "the document has no [[cost]]" + (service ? " of " + *service : std::string()) +
                        "; without one there is nothing to set benefits against");
    }
    return report;
}

}  // namespace waymark::report
