// SPDX-License-Identifier: MIT
#include "contract/parameter_value.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "contract/words.hpp"

namespace waymark::contract {

// Beyond it a double no longer tells neighbours apart, and min and max are doubles.
static constexpr double greatest_whole = 9007199254740992.0;

std::string number_text(double number) {
    std::array<char, 400> buffer{};  // 309 digits before the point at most, 17 significant after it
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                                   std::chars_format::fixed);
    check(end.ec == std::errc{}, "the shortest fixed text of a double fits the buffer");
    return std::string(buffer.data(), end.ptr);
}

static std::string range_text(const Parameter& parameter) {
    if (parameter.min && parameter.max) {
        return " from " + number_text(*parameter.min) + " to " + number_text(*parameter.max);
    }
    if (parameter.min) {
        return " of at least " + number_text(*parameter.min);
    }
    return parameter.max ? " of at most " + number_text(*parameter.max) : std::string();
}

static bool in_range(const Parameter& parameter, double value) {
    return std::isfinite(value) && value >= parameter.min.value_or(value) &&
           value <= parameter.max.value_or(value);
}

static std::string choices_text(const Parameter& parameter) {
    std::string out = "one of";
    for (const std::string& choice : parameter.choices) {
        out += " \"" + choice + '"';
    }
    return out;
}

static bool is_path(const nlohmann::json& value) {
    return value.is_string() && !value.get_ref<const std::string&>().empty();
}

// Files of one header each cannot go on over files; tables of lists can.
static bool is_listable(const Parameter& parameter) {
    return parameter.document_format == document_format_words[0];
}

static bool is_path_list(const Parameter& parameter, const nlohmann::json& value) {
    return is_listable(parameter) && value.is_array() && !value.empty() &&
           std::all_of(value.begin(), value.end(), is_path);
}

std::optional<std::string> misfit(const Parameter& parameter, const nlohmann::json& value) {
    const auto unless = [](bool fits, const std::string& expected) {
        return fits ? std::nullopt : std::optional<std::string>(expected);
    };
    switch (parameter.type) {
        case ParameterType::integer:
        case ParameterType::days:
            return unless(value.is_number_integer() &&
                              std::abs(value.get<double>()) <= greatest_whole &&
                              in_range(parameter, value.get<double>()),
                          (parameter.type == ParameterType::days ? "a whole number of days"
                                                                 : "a whole number") +
                              range_text(parameter));
        case ParameterType::real:
            return unless(value.is_number() && in_range(parameter, value.get<double>()),
                          "a number" + range_text(parameter));
        case ParameterType::boolean:
            return unless(value.is_boolean(), "true or false");
        case ParameterType::choice:
            return unless(
                value.is_string() &&
                    std::find(parameter.choices.begin(), parameter.choices.end(),
                              value.get_ref<const std::string&>()) != parameter.choices.end(),
                choices_text(parameter));
        case ParameterType::document:
            return unless(is_path(value) || is_path_list(parameter, value),
                          "the path of a " + parameter.document_format + " file" +
                              (is_listable(parameter) ? ", or a list of such" : ""));
    }
    return std::nullopt;
}

}  // namespace waymark::contract
