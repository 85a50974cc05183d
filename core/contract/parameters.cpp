// SPDX-License-Identifier: MIT
#include "contract/parameters.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error_list.hpp"
#include "base/file.hpp"
#include "base/nearest.hpp"
#include "base/sha256.hpp"
#include "contract/document.hpp"
#include "contract/parameter_value.hpp"
#include "contract/words.hpp"

namespace waymark::contract {

using nlohmann::json;

static constexpr std::uintmax_t most_document_bytes = std::uintmax_t{16} << 20;

static void refuse_unknown_names(const Description& description, const json& values,
                                 const GivenParameters& given, ErrorList& errors) {
    std::vector<std::string> known;
    for (const Parameter& parameter : description.parameters) {
        known.push_back(parameter.name);
    }
    for (const auto& member : values.items()) {
        if (std::find(known.begin(), known.end(), member.key()) != known.end()) {
            continue;
        }
        const auto place = given.places.find(member.key());
        const auto near = nearest(member.key(), known);
        errors.add(place == given.places.end() ? given.place : place->second,
                   "unknown parameter \"" + member.key() + "\" of measure " + description.id +
                       (near ? "; did you mean \"" + *near + "\"?" : std::string()));
    }
}

// The text of a document that is there, regular and not too large; otherwise nullopt and an error.
static std::optional<std::string> document_text(const std::filesystem::path& path,
                                                const Place& place, ErrorList& errors) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(path, failed)) {
        errors.add(place, "no such file: " + path.string());
        return std::nullopt;
    }
    if (const auto size = std::filesystem::file_size(path, failed);
        failed || size > most_document_bytes) {
        errors.add(place, path.string() + " is larger than the 16 MiB allowed for a document");
        return std::nullopt;
    }
    return file_text(path);
}

static json one_document(const Parameter& parameter, const std::filesystem::path& path,
                         const Place& place, ResolvedParameters& resolved, ErrorList& errors) {
    const auto text = document_text(path, place, errors);
    if (!text) {
        return nullptr;
    }
    resolved.documents.push_back({parameter.name, path, hex_text(sha256(*text))});
    const json schema = parameter.schema_json.empty() ? json() : json::parse(parameter.schema_json);
    return parameter.document_format == document_format_words[0]
               ? toml_document(*text, path.string(), schema, errors)
               : csv_document(*text, path.string(), schema, errors);
}

// Adds the members of a further file: lists go on, nothing else may be given twice.
static void join(json& whole, json part, const std::filesystem::path& path, const Place& place,
                 ErrorList& errors) {
    for (auto& member : part.items()) {
        json& own = whole[member.key()];
        if (own.is_null()) {
            own = std::move(member.value());
        } else if (own.is_array() && member.value().is_array()) {
            own.insert(own.end(), member.value().begin(), member.value().end());
        } else {
            errors.add(place, "\"" + member.key() + "\" in " + path.string() +
                                  " is given in a file before it; only lists go on over files");
        }
    }
}

// NOLINTNEXTLINE(readability-function-size): a document has a place to be told and one to be read
static json document(const Parameter& parameter, const json& paths,
                     const std::filesystem::path& folder, const Place& place,
                     ResolvedParameters& resolved, ErrorList& errors) {
    const auto read = [&](const json& path, std::filesystem::path& full) {
        full = (folder / path.get<std::string>()).lexically_normal();
        return one_document(parameter, full, place, resolved, errors);
    };
    std::filesystem::path full;
    if (paths.is_string()) {
        return read(paths, full);
    }
    json whole = json::object();
    for (const json& path : paths) {
        if (json part = read(path, full); part.is_object()) {
            join(whole, std::move(part), full, place, errors);
        }
    }
    return whole;
}

ResolvedParameters resolved_parameters(const Description& description, const GivenParameters& given,
                                       const std::filesystem::path& plugin_folder) {
    const json values = json::parse(given.json, nullptr, false);
    check(values.is_object(), "the configuration gives parameters as a JSON object");
    ErrorList errors;
    refuse_unknown_names(description, values, given, errors);

    ResolvedParameters resolved;
    json out = json::object();
    for (const Parameter& parameter : description.parameters) {
        const auto own = values.find(parameter.name);
        const auto found = given.places.find(parameter.name);
        const Place& place = found == given.places.end() ? given.place : found->second;
        if (own == values.end() && parameter.default_json.empty()) {
            errors.add(given.place, "missing parameter \"" + parameter.name + "\" of measure " +
                                        description.id + "; it has no default");
            continue;
        }
        json value = own != values.end() ? *own : json::parse(parameter.default_json);
        if (const auto expected = misfit(parameter, value)) {
            errors.add(place, "parameter \"" + parameter.name + "\": expected " + *expected);
            continue;
        }
        if (parameter.type == ParameterType::document) {
            value = document(parameter, value, own != values.end() ? given.folder : plugin_folder,
                             place, resolved, errors);
        } else if (parameter.type == ParameterType::real) {
            value = value.get<double>();  // so that "2" reaches the plugin as 2.0
        }
        out[parameter.name] = std::move(value);
    }
    errors.throw_if_any();
    resolved.json = out.dump();
    return resolved;
}

std::string parameters_json(const Description& description,
                            const std::vector<std::pair<std::string, std::string>>& texts) {
    json given = json::object();
    for (const auto& [name, text] : texts) {
        const auto declared =
            std::find_if(description.parameters.begin(), description.parameters.end(),
                         [&, wanted = name](const Parameter& one) { return one.name == wanted; });
        const bool is_text =
            declared != description.parameters.end() &&
            (declared->type == ParameterType::choice || declared->type == ParameterType::document);
        const json value = json::parse(text, nullptr, false);
        given[name] = is_text || value.is_discarded() ? json(text) : value;
    }
    return given.dump();
}

}  // namespace waymark::contract
