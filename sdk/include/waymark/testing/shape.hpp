// SPDX-License-Identifier: MIT
// What a test has to know of a measure, read from its description: any plugin's, in any language.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "waymark/measure/json.hpp"

namespace waymark::testing {

struct ColumnShape {
    std::string name;
    std::string type;
    std::string space;  ///< keys: columns of equal space share numbers
    bool has_symbols = false;
};

struct InputShape {
    std::string name;
    std::string date;
    bool is_by_case = false;
    bool is_aggregate = false;
    bool has_unit = false;
    std::vector<ColumnShape> columns;
};

struct MeasureShape {
    std::vector<InputShape> inputs;
    std::vector<ColumnShape> case_columns;
    std::vector<std::string> indicators;
    std::vector<std::string> strata;  ///< "kind=value", all kinds numbered through
    std::size_t strata_kinds = 0;
    std::vector<std::string> exclusions;
    std::vector<std::string> findings;

    [[nodiscard]] bool goes_by_block() const {
        return std::all_of(inputs.begin(), inputs.end(),
                           [](const InputShape& input) { return input.is_by_case; });
    }
};

/// Throws std::invalid_argument, or BadParameter with the place, when the description is unusable.
[[nodiscard]] inline MeasureShape shape_of(const char* description) {
    const Json json = Json::parse(description, "description");
    if (const Json* fault = json.find("fault")) {
        throw std::invalid_argument("the measure describes itself wrongly: " + fault->text());
    }
    const auto text = [](const Json& object, std::string_view key) {
        const Json* member = object.find(key);
        return member != nullptr ? member->text() : std::string();
    };
    const auto flag = [](const Json& object, std::string_view key) {
        const Json* member = object.find(key);
        return member != nullptr && member->boolean();
    };
    const auto items = [](const Json& object, std::string_view key) {
        const Json* member = object.find(key);
        return member != nullptr ? member->items() : std::vector<Json>();
    };
    const auto columns = [&](const std::vector<Json>& from) {
        std::vector<ColumnShape> shapes;
        for (const Json& column : from) {
            const std::string name = column.at("name").text();
            const std::string space = text(column, "space");
            shapes.push_back({name, column.at("type").text(), space.empty() ? name : space,
                              flag(column, "symbols")});
        }
        return shapes;
    };

    MeasureShape shape;
    for (const Json& input : json.at("inputs").items()) {
        shape.inputs.push_back({input.at("name").text(), text(input, "date"),
                                text(input, "order") == "by_case", flag(input, "aggregate"),
                                flag(input, "unit"), columns(input.at("columns").items())});
    }
    shape.case_columns = columns(items(json, "case_columns"));
    for (const Json& indicator : json.at("indicators").items()) {
        shape.indicators.push_back(indicator.at("id").text());
    }
    for (const Json& kind : items(json, "strata")) {
        ++shape.strata_kinds;
        for (const Json& value : kind.at("values").items()) {
            shape.strata.push_back(kind.at("kind").text() + "=" + value.text());
        }
    }
    for (const Json& exclusion : items(json, "exclusions")) {
        shape.exclusions.push_back(exclusion.at("id").text());
    }
    for (const Json& finding : items(json, "findings")) {
        shape.findings.push_back(finding.at("id").text());
    }
    return shape;
}

}  // namespace waymark::testing
