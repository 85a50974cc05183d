// SPDX-License-Identifier: MIT
// The parameters a measure is opened with: checked against their declarations, defaults filled in.
#pragma once

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "waymark/measure/declaration.hpp"
#include "waymark/measure/json.hpp"
#include "waymark/measure/json_text.hpp"

namespace waymark {

/// Every declared parameter, by name. Asking for one that was not declared, or as another type, is
/// a mistake of the measure and throws std::logic_error.
class Parameters {
public:
    /// Throws BadParameter naming the parameter and what is expected of it.
    Parameters(const std::vector<detail::ParameterDeclaration>& declarations, std::string_view json)
        : given_(Json::parse(json, "parameters")) {
        for (const auto& [name, value] : given_.members()) {
            if (std::none_of(declarations.begin(), declarations.end(),
                             [&, &known = name](const auto& one) { return one.name == known; })) {
                throw BadParameter("parameter \"" + name + "\" is none of this measure's");
            }
        }
        for (const detail::ParameterDeclaration& declared : declarations) {
            values_.emplace_back(&declared, value_of(declared));
        }
    }

    [[nodiscard]] std::int64_t integer(std::string_view name) const {
        return find(name, "int").integer();
    }
    [[nodiscard]] std::int64_t days(std::string_view name) const {
        return find(name, "days").integer();
    }
    [[nodiscard]] double real(std::string_view name) const { return find(name, "real").real(); }
    [[nodiscard]] bool boolean(std::string_view name) const { return find(name, "bool").boolean(); }
    [[nodiscard]] const std::string& choice(std::string_view name) const {
        return find(name, "choice").text();
    }
    [[nodiscard]] const Json& document(std::string_view name) const {
        return find(name, "document");
    }

private:
    [[nodiscard]] Json value_of(const detail::ParameterDeclaration& declared) const {
        const std::string name = "parameter \"" + declared.name + "\"";
        const Json* given = given_.find(declared.name);
        // The default of a document is a path, which the host reads: here stands what it read.
        const bool has_default =
            !declared.default_json.empty() && std::string_view(declared.type) != "document";
        if (given == nullptr && !has_default) {
            throw BadParameter(name + " must be given");
        }
        Json value = given != nullptr ? *given : Json::parse(declared.default_json, declared.name);
        check(declared, value, name);
        return value;
    }

    static void check(const detail::ParameterDeclaration& declared, const Json& value,
                      const std::string& name) {
        const std::string_view type = declared.type;
        const bool is_whole = type == "int" || type == "days";
        const bool fits =
            (is_whole && value.is_integer()) || (type == "real" && value.is_number()) ||
            (type == "bool" && value.is_boolean()) || (type == "choice" && value.is_text()) ||
            (type == "document" && (value.is_object() || value.is_array()));
        if (!fits) {
            throw BadParameter(name + " has the wrong type; expected " + declared.type);
        }
        if (is_whole || type == "real") {
            if (declared.min && value.real() < *declared.min) {
                throw BadParameter(name + " is below " + detail::number_text(*declared.min));
            }
            if (declared.max && value.real() > *declared.max) {
                throw BadParameter(name + " is above " + detail::number_text(*declared.max));
            }
        }
        const auto& choices = declared.choices;
        if (type == "choice" &&
            std::find(choices.begin(), choices.end(), value.text()) == choices.end()) {
            throw BadParameter(name + " is \"" + value.text() + "\"; expected one of" +
                               listed(choices));
        }
    }

    [[nodiscard]] static std::string listed(const std::vector<std::string>& words) {
        std::string list;
        for (const std::string& word : words) {
            list += " " + word;
        }
        return list;
    }

    [[nodiscard]] const Json& find(std::string_view name, std::string_view type) const {
        for (const auto& [declared, value] : values_) {
            if (declared->name == name && declared->type == type) {
                return value;
            }
        }
        throw std::logic_error("the measure asks for the " + std::string(type) + " parameter \"" +
                               std::string(name) + "\" but did not declare it");
    }

    Json given_;
    std::vector<std::pair<const detail::ParameterDeclaration*, Json>> values_;
};

}  // namespace waymark
