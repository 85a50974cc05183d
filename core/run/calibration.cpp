// SPDX-License-Identifier: MIT
#include "run/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "statistics/reliability.hpp"

namespace waymark::run {

using statistics::Moments;

static constexpr const char* parameter_name = "calibration";

config::Monitor calibrating(const config::Monitor& monitor, const Plugin& plugin) {
    const auto& parameters = plugin.description.parameters;
    const bool can = std::any_of(parameters.begin(), parameters.end(), [](const auto& parameter) {
        return parameter.name == parameter_name &&
               parameter.type == contract::ParameterType::boolean;
    });
    if (!can) {
        throw Error(ErrorKind::usage, "measure " + plugin.id +
                                          " cannot be calibrated: it has no parameter \"" +
                                          parameter_name + "\"");
    }
    if (monitor.grains.empty()) {
        throw Error(ErrorKind::usage, "monitor \"" + monitor.id +
                                          "\" has no grains; calibration adds up its periods");
    }
    config::Monitor own = monitor;
    nlohmann::json given = nlohmann::json::parse(monitor.parameters_json);
    given[parameter_name] = true;
    own.parameters_json = given.dump();
    return own;
}

namespace {

/// What one series was told.
struct Told {
    Moments score;
    Moments sum;
    std::map<std::uint32_t, Moments> items;  ///< by value of the own stratum
};

// Weights are forms: a person with several episodes counts with each.
void add(Moments& moments, const observation::Sums& sums) {
    moments.n += std::llround(sums.b);
    moments.sum += sums.a;
    moments.squares += sums.aa;
}

std::uint32_t indicator_named(const contract::Description& description, const std::string& id) {
    const auto found = std::find_if(description.indicators.begin(), description.indicators.end(),
                                    [&](const auto& indicator) { return indicator.id == id; });
    if (found == description.indicators.end()) {
        throw Error(ErrorKind::usage, "measure " + description.id +
                                          " cannot be calibrated: it has no indicator \"" + id +
                                          "\"");
    }
    return static_cast<std::uint32_t>(found - description.indicators.begin());
}

Calibration calibration_of(const std::string& series, const Told& told) {
    Calibration one;
    one.series = series;
    one.forms = told.score.n;
    one.mean = static_cast<double>(told.score.sum) / static_cast<double>(told.score.n);
    one.sd = statistics::standard_deviation(told.score);
    std::vector<Moments> items;
    for (const auto& [number, moments] : told.items) {
        items.push_back(moments);
    }
    one.reliability = statistics::cronbach_alpha(items, told.sum);
    return one;
}

// The periods that count: the one asked for, or those of the monitor's first grain.
std::vector<bool> counted_periods(const Plan& plan, const Evaluation& evaluation,
                                  const std::string& wanted) {
    std::vector<bool> counted;
    for (const calendar::Period& period : evaluation.observations.periods) {
        counted.push_back(wanted.empty() ? period.key.grain == plan.monitor->grains.front()
                                         : period.key.text() == wanted);
    }
    if (!wanted.empty() && std::find(counted.begin(), counted.end(), true) == counted.end()) {
        throw Error(ErrorKind::usage,
                    "monitor \"" + plan.monitor->id + "\" has no period \"" + wanted + "\"");
    }
    return counted;
}

}  // namespace

std::vector<Calibration> calibrations(const Plan& plan, const Evaluation& evaluation,
                                      const std::string& period) {
    const contract::Description& description = plan.description();
    const std::uint32_t score = indicator_named(description, "calibration_score");
    const std::uint32_t sum = indicator_named(description, "calibration_sum");
    const std::uint32_t item = indicator_named(description, "calibration_item");
    const std::vector<bool> counted = counted_periods(plan, evaluation, period);
    const auto& strata = evaluation.observations.strata;
    std::map<std::uint32_t, Told> by_series;
    for (const observation::Observation& cell : evaluation.observations.cells) {
        const std::string& kind = strata[cell.key.stratum_kind].kind;
        if (!counted[cell.key.period]) {
            continue;
        }
        // Series of other indicators are numbered on their own.
        if (cell.key.indicator == score && kind == "all") {
            add(by_series[cell.key.series].score, cell.sums);
        } else if (cell.key.indicator == sum && kind == "all") {
            add(by_series[cell.key.series].sum, cell.sums);
        } else if (cell.key.indicator == item && kind == "item") {
            add(by_series[cell.key.series].items[cell.key.stratum_value], cell.sums);
        }
    }
    std::vector<Calibration> found;
    for (const auto& [series, told] : by_series) {
        if (told.score.n == 0) {
            continue;
        }
        found.push_back(calibration_of(plan.series[score][series], told));
    }
    return found;
}

}  // namespace waymark::run
