// SPDX-License-Identifier: MIT
#include "conformance/subject.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "contract/parameters.hpp"

namespace waymark::conformance {

using calendar::Grain;

// Two academic years and the day after which nothing is known: fixed, so that a seed is enough to
// repeat a run.
static const calendar::DateRange span{date_of(2023, 8, 1), date_of(2025, 7, 31)};
static const Date as_of = date_of(2025, 12, 31);

Subject::Subject(const SubjectRequest& request)
    : request_(request), image_(worker::seal(request.library)) {
    // A border of the kit (ADR 0001): a plugin that cannot even be asked is the first thing to
    // tell.
    try {
        description_json_ = worker::introduction(image_, {}).description;
        description_ = contract::parse_description(description_json_);
        settle();
    } catch (const Error& error) {
        trouble_ = error.what();
        description_.reset();
    }
}

// The grains some indicator names, else the usual ones; windows wherever there are cases.
void Subject::settle() {
    calendar::PeriodRequest request;
    request.span = span;
    request.as_of = as_of;
    request.reach = {span.first - std::chrono::days{400}, as_of};
    const auto add = [&](Grain grain) {
        if (grain != Grain::window && std::find(request.grains.begin(), request.grains.end(),
                                                grain) == request.grains.end()) {
            request.grains.push_back(grain);
        }
    };
    bool has_usual = false;
    for (const contract::Indicator& indicator : description_->indicators) {
        has_usual = has_usual || indicator.grains.empty();
        std::for_each(indicator.grains.begin(), indicator.grains.end(), add);
    }
    if (has_usual) {
        for (const Grain grain : {Grain::month, Grain::term, Grain::calendar_year}) {
            add(grain);
        }
    }
    const bool is_aggregate =
        std::any_of(description_->inputs.begin(), description_->inputs.end(),
                    [](const contract::Input& input) { return input.aggregate; });
    for (const char* text : {"-6m..0", "0..6m"}) {
        if (!is_aggregate) {
            request.windows.push_back(checked(calendar::parse_window(text), "these are windows"));
        }
    }
    std::vector<calendar::Calendar> calendars(1);
    periods_.emplace(std::move(calendars), request);
}

// The least a parameter without a default may be; documents have none.
static nlohmann::json least_value(const contract::Parameter& parameter) {
    switch (parameter.type) {
        case contract::ParameterType::integer:
        case contract::ParameterType::days:
            return static_cast<std::int64_t>(parameter.min.value_or(1));
        case contract::ParameterType::real:
            return parameter.min.value_or(1.0);
        case contract::ParameterType::boolean:
            return false;
        case contract::ParameterType::choice:
            return parameter.choices.front();
        case contract::ParameterType::document:
            break;
    }
    throw Error(ErrorKind::configuration, "parameter \"" + parameter.name +
                                              "\" is a document without a default; give --param " +
                                              parameter.name + "=FILE");
}

std::string Subject::parameters_json(const std::string& overrides) const {
    nlohmann::json given =
        nlohmann::json::parse(contract::parameters_json(*description_, request_.parameters));
    given.update(nlohmann::json::parse(overrides));
    for (const contract::Parameter& parameter : description_->parameters) {
        if (parameter.default_json.empty() && !given.contains(parameter.name)) {
            given[parameter.name] = least_value(parameter);
        }
    }
    contract::GivenParameters parameters;
    parameters.json = given.dump();
    parameters.folder = std::filesystem::current_path();
    return contract::resolved_parameters(*description_, parameters,
                                         std::filesystem::absolute(request_.library).parent_path())
        .json;
}

Sample Subject::sample(SampleRequest request) const {
    request.seed = request.seed * 0x9E3779B97F4A7C15u + request_.seed;
    request.periods = periods_->size();
    request.first_day = day_number(span.first);
    request.last_day = day_number(as_of);
    return conformance::sample(*description_, request);
}

}  // namespace waymark::conformance
