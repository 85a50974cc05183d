// SPDX-License-Identifier: MIT
#include <toml++/toml.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/date.hpp"
#include "base/nearest.hpp"
#include "contract/document.hpp"
#include "contract/document_schema.hpp"

namespace waymark::contract {

using nlohmann::json;

namespace {

Place place_of(const toml::source_region& source, const std::string& file) {
    return {.file = file, .line = source.begin.line, .column = source.begin.column};
}

// Turns nodes into JSON, held against a shape where there is one.
class Reader {
public:
    Reader(const std::string& file, ErrorList& errors) : file_(file), errors_(errors) {}

    json table(const toml::table& table, const json* schema) {
        json out = json::object();
        for (const auto& [key, node] : table) {
            const json* shape = nullptr;
            if (schema != nullptr && (shape = shape_of(*schema, key.str())) == nullptr) {
                add_unknown(key, *schema);
                continue;
            }
            out[std::string(key.str())] = value(node, shape, key.str());
        }
        if (schema != nullptr) {
            add_missing(table, *schema);
        }
        return out;
    }

private:
    json value(const toml::node& node, const json* shape, std::string_view key) {
        if (shape == nullptr) {
            return any(node, key);
        }
        if (shape->is_object()) {
            return node.is_table() ? table(*node.as_table(), shape) : misfit(node, key, "a table");
        }
        if (shape->is_array()) {
            return node.is_array() ? array(*node.as_array(), &(*shape)[0], key)
                                   : misfit(node, key, "an array");
        }
        const std::string_view word = marked(shape->get_ref<const std::string&>()).text;
        const bool fits =
            word == "any" || (word == "string" && node.is_string()) ||
            (word == "int" && node.is_integer()) || (word == "real" && node.is_number()) ||
            (word == "bool" && node.is_boolean()) || (word == "date" && node.is_date()) ||
            (word == "array" && node.is_array()) || (word == "table" && node.is_table());
        return fits ? any(node, key) : misfit(node, key, word);
    }

    json array(const toml::array& array, const json* shape, std::string_view key) {
        json out = json::array();
        for (const toml::node& entry : array) {
            out.push_back(value(entry, shape, key));
        }
        return out;
    }

    json any(const toml::node& node, std::string_view key) {
        switch (node.type()) {
            case toml::node_type::table:
                return table(*node.as_table(), nullptr);
            case toml::node_type::array:
                return array(*node.as_array(), nullptr, key);
            case toml::node_type::string:
                return node.as_string()->get();
            case toml::node_type::integer:
                return node.as_integer()->get();
            case toml::node_type::floating_point:
                return std::isfinite(node.as_floating_point()->get())
                           ? json(node.as_floating_point()->get())
                           : misfit(node, key, "a finite number");
            case toml::node_type::boolean:
                return node.as_boolean()->get();
            case toml::node_type::date: {
                const toml::date date = node.as_date()->get();
                return date_text(date_of(date.year, date.month, date.day));
            }
            default:
                return misfit(node, key, "a date or a text instead of a time of day");
        }
    }

    // The shape under a key, under the key with '?', or under "*"; null when there is none.
    static const json* shape_of(const json& schema, std::string_view key) {
        for (const std::string& name :
             {std::string(key), std::string(key) + "?", std::string("*")}) {
            if (const auto found = schema.find(name); found != schema.end()) {
                return &*found;
            }
        }
        return nullptr;
    }

    void add_unknown(const toml::key& key, const json& schema) {
        std::vector<std::string> known;
        for (const auto& member : schema.items()) {
            known.emplace_back(marked(member.key()).text);
        }
        const auto near = nearest(key.str(), known);
        errors_.add(place_of(key.source(), file_),
                    "unknown key \"" + std::string(key.str()) + "\"" +
                        (near ? "; did you mean \"" + *near + "\"?" : std::string()));
    }

    void add_missing(const toml::table& table, const json& schema) {
        for (const auto& member : schema.items()) {
            const Marked key = marked(member.key());
            const bool is_optional =
                key.is_optional || key.text == "*" ||
                (member.value().is_string() &&
                 marked(member.value().get_ref<const std::string&>()).is_optional);
            if (!is_optional && !table.contains(key.text)) {
                errors_.add(place_of(table.source(), file_),
                            "missing key \"" + std::string(key.text) + "\"");
            }
        }
    }

    json misfit(const toml::node& node, std::string_view key, std::string_view expected) {
        errors_.add(place_of(node.source(), file_),
                    "\"" + std::string(key) + "\": expected " + std::string(expected));
        return nullptr;
    }

    const std::string& file_;
    ErrorList& errors_;
};

}  // namespace

json toml_document(std::string_view text, const std::string& file, const json& schema,
                   ErrorList& errors) {
    try {
        const toml::table root = toml::parse(text, file);
        return Reader(file, errors).table(root, schema.is_null() ? nullptr : &schema);
    } catch (const toml::parse_error& error) {
        errors.add(place_of(error.source(), file), error.description());
        return nullptr;
    }
}

}  // namespace waymark::contract
