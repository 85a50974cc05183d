// SPDX-License-Identifier: MIT
#include "config/schema.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "config/keys.hpp"
#include "config/values.hpp"

namespace waymark::config {

using nlohmann::ordered_json;

// "[monitor.table.INPUT]" without its brackets; "" for the top.
static std::string_view bare_title(const TableKeys& table) {
    std::string_view title = table.title;
    title.remove_prefix(std::min(title.find_first_not_of('['), title.size()));
    title = title.substr(0, title.find(']'));
    return &table == &root_keys ? std::string_view() : title;
}

// Whether `title` is `path`, or `path` and one free name: "source.NAME" is that of "source".
static bool is_title_of(std::string_view title, const std::string& path) {
    if (!title.starts_with(path)) {
        return false;
    }
    title.remove_prefix(path.size());
    const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    return title.empty() || (title.front() == '.' && title.size() > 1 &&
                             std::all_of(title.begin() + 1, title.end(), is_capital));
}

// "http" of "[source.NAME] of kind http"; "" for tables of which there is one kind.
static std::string_view kind_of(const TableKeys& table) {
    static constexpr std::string_view before = "] of kind ";
    const std::size_t at = table.title.find(before);
    return at == std::string_view::npos ? "" : table.title.substr(at + before.size());
}

// The tables that may stand under a key, by the titles of the documentation: those of its own place
// (one for each kind), or else, for tables, one that ends like it, since several may have a
// [[filter]].
static std::vector<const TableKeys*> tables_under(const TableKeys& parent, const Key& key) {
    const std::string name(key.name);
    const std::string_view above = bare_title(parent);
    const std::string path = std::string(above) + (above.empty() ? "" : ".") + name;
    std::vector<const TableKeys*> own;
    std::vector<const TableKeys*> shared;
    for (const TableKeys* table : all_tables()) {
        const std::string_view title = bare_title(*table);
        if (is_title_of(title, path)) {
            own.push_back(table);
        } else if (key.type != ValueType::column &&
                   (title == name || title.ends_with("." + name))) {
            shared.assign(1, table);
        }
    }
    return own.empty() ? shared : own;
}

static std::string definition_name(const TableKeys& table) {
    const std::string kind(kind_of(table));
    return std::string(bare_title(table)) + (kind.empty() ? "" : ":" + kind);
}

static ordered_json reference(const TableKeys& table) {
    return {{"$ref", "#/definitions/" + definition_name(table)}};
}

static ordered_json any_of(const std::vector<const TableKeys*>& tables) {
    check(!tables.empty(), "the title of an option table says which key it stands under");
    if (tables.size() == 1) {
        return reference(*tables.front());
    }
    ordered_json schema;
    for (const TableKeys* table : tables) {
        schema["anyOf"].push_back(reference(*table));
    }
    return schema;
}

static ordered_json named(ordered_json each) {
    return {{"type", "object"}, {"additionalProperties", std::move(each)}};
}

static ordered_json text_schema(const Key& key) {
    ordered_json schema{{"type", "string"}};
    for (std::string_view words = key.words; !words.empty();) {
        const std::size_t end = std::min(words.find(' '), words.size());
        schema["enum"].push_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return schema;
}

static ordered_json value_schema(const TableKeys& parent, const Key& key) {
    const std::vector<const TableKeys*> below = tables_under(parent, key);
    const ordered_json column{{"anyOf", {{{"type", "string"}}, reference(column_keys)}}};
    switch (key.type) {
        case ValueType::text:
            return text_schema(key);
        case ValueType::texts:
            return {{"type", "array"}, {"items", text_schema(key)}};
        case ValueType::whole:
            return {{"type", "integer"}};
        case ValueType::wholes:
            return {{"type", "array"}, {"items", {{"type", "integer"}}}};
        case ValueType::real:
            return {{"type", "number"}};
        case ValueType::flag:
            return {{"type", "boolean"}};
        case ValueType::date:
            return {{"type", "string"}, {"format", "date"}};
        case ValueType::duration:
            return {{"type", "string"}, {"pattern", "^[0-9]+(ms|s|m|h)$"}};
        case ValueType::days:
            return {{"type", "string"}, {"pattern", "^P[0-9]+[DW]$"}};
        case ValueType::size:
            return {{"type", "string"}, {"pattern", "^[0-9]+[KMG]iB$"}};
        case ValueType::map:
            return named({{"type", "string"}});
        case ValueType::free:
            return {{"type", "object"}};
        case ValueType::column:
            return below.empty() ? column : any_of(below);
        case ValueType::columns:
            return named(column);
        case ValueType::table:
            return any_of(below);
        case ValueType::tables:
            return {{"type", "array"}, {"items", any_of(below)}};
        case ValueType::named_tables:
            return named(any_of(below));
    }
    return {};
}

static ordered_json table_schema(const TableKeys& table) {
    ordered_json schema{{"type", "object"},
                        {"description", table.doc},
                        {"additionalProperties", false},
                        {"properties", ordered_json::object()}};
    for (const Key& key : table.keys) {
        ordered_json value = value_schema(table, key);
        if (key.name == "kind" && !kind_of(table).empty()) {
            value["enum"] = {kind_of(table)};
        }
        value["description"] = key.doc;
        if (!key.preset.empty()) {
            const toml::table preset = toml::parse("preset = " + std::string(key.preset));
            value["default"] = ordered_json::parse(json_text(*preset.get("preset")));
        }
        schema["properties"][std::string(key.name)] = std::move(value);
        if (key.presence == Presence::must && &table != &root_keys) {
            schema["required"].push_back(key.name);
        }
    }
    return schema;
}

std::string config_schema() {
    ordered_json schema{{"$schema", "http://json-schema.org/draft-07/schema#"},
                        {"title", "Waymark configuration"}};
    schema.update(table_schema(root_keys));
    for (const TableKeys* table : all_tables()) {
        if (table != &root_keys) {
            schema["definitions"][definition_name(*table)] = table_schema(*table);
        }
    }
    return schema.dump(2) + "\n";
}

}  // namespace waymark::config
