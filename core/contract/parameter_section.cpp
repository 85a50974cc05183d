// SPDX-License-Identifier: MIT
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "contract/document_schema.hpp"
#include "contract/parameter_value.hpp"
#include "contract/sections.hpp"
#include "contract/words.hpp"

namespace waymark::contract {

using nlohmann::json;

static void check_range(Fields& fields, const Parameter& parameter) {
    const bool is_number = parameter.type == ParameterType::integer ||
                           parameter.type == ParameterType::real ||
                           parameter.type == ParameterType::days;
    if ((parameter.min || parameter.max) && !is_number) {
        fields.fault(parameter.min ? "min" : "max", "only int, real and days have a range");
    }
    if (parameter.min && parameter.max && *parameter.min > *parameter.max) {
        fields.fault("min", "expected at most max");
    }
}

static void check_choices(Fields& fields, const Parameter& parameter) {
    if (parameter.type == ParameterType::choice && parameter.choices.empty()) {
        fields.fault("choices", "missing; a choice lists what can be chosen");
    }
    if (parameter.type != ParameterType::choice && !parameter.choices.empty()) {
        fields.fault("choices", "only a choice has choices");
    }
}

static void parse_document(Fields& fields, Parameter& parameter, Faults& faults) {
    const bool has_format = fields.find("format") != nullptr;
    const json* schema = fields.find("schema");
    if (parameter.type != ParameterType::document) {
        if (has_format || schema != nullptr) {
            fields.fault(has_format ? "format" : "schema", "only a document has one");
        }
        return;
    }
    // Mandatory: no default is given, so an absent member is told.
    const auto format = fields.word<DocumentFormat>("format", document_format_words);
    parameter.document_format = document_format_words[static_cast<std::size_t>(format)];
    if (schema != nullptr) {
        check_schema(*schema, fields.pointer_to("schema"), format, faults);
        parameter.schema_json = schema->dump();
    }
}

// The default document comes with the plugin: its text may not lead out of the plugin's folder.
static bool leads_out(const std::filesystem::path& path) {
    return path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
}

static void check_default(Fields& fields, const Parameter& parameter, const json& preset) {
    if (const auto expected = misfit(parameter, preset)) {
        fields.fault("default", "expected " + *expected);
    } else if (parameter.type == ParameterType::document &&
               (!preset.is_string() || leads_out(preset.get<std::string>()))) {
        fields.fault("default", "expected a path inside the plugin's folder");
    }
}

Parameter parse_parameter(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    const std::size_t before = faults.count();
    Parameter parameter;
    parameter.name = fields.id("name");
    parameter.type = fields.word<ParameterType>("type", parameter_type_words);
    parameter.min = fields.real("min");
    parameter.max = fields.real("max");
    parameter.choices = fields.texts("choices");
    parameter.doc = fields.text("doc", Need::optional);
    check_range(fields, parameter);
    check_choices(fields, parameter);
    parse_document(fields, parameter, faults);

    const json* preset = fields.find("default");
    fields.refuse_unknown();
    // Against a faulty range or list of choices the default cannot be judged.
    if (preset != nullptr && faults.count() == before) {
        check_default(fields, parameter, *preset);
    }
    parameter.default_json = preset != nullptr ? preset->dump() : std::string();
    return parameter;
}

}  // namespace waymark::contract
