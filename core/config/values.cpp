// SPDX-License-Identifier: MIT
#include "config/values.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

namespace waymark::config {

using nlohmann::json;

// JSON's escapes are TOML's, but for the slash, which neither needs.
static std::string string_text(std::string_view text) {
    return json(text).dump();
}

template <typename Value>
static std::string streamed(const Value& value) {
    std::ostringstream out;
    out << value;
    return out.str();
}

std::string key_text(std::string_view key) {
    const bool is_bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    });
    return is_bare ? std::string(key) : string_text(key);
}

std::string toml_text(const toml::node& node) {
    std::string out;
    switch (node.type()) {
        case toml::node_type::table:
            for (const auto& [key, value] : *node.as_table()) {
                out += (out.empty() ? " " : ", ") + key_text(key.str()) + " = " + toml_text(value);
            }
            return out.empty() ? "{}" : "{" + out + " }";
        case toml::node_type::array:
            for (const toml::node& value : *node.as_array()) {
                out += (out.empty() ? "" : ", ") + toml_text(value);
            }
            return "[" + out + "]";
        case toml::node_type::string:
            return string_text(node.as_string()->get());
        case toml::node_type::integer:
            return std::to_string(node.as_integer()->get());
        case toml::node_type::boolean:
            return node.as_boolean()->get() ? "true" : "false";
        case toml::node_type::floating_point:
            return streamed(*node.as_floating_point());
        case toml::node_type::date:
            return streamed(node.as_date()->get());
        case toml::node_type::time:
            return streamed(node.as_time()->get());
        default:
            return streamed(node.as_date_time()->get());
    }
}

static json json_value(const toml::node& node) {
    json out;
    switch (node.type()) {
        case toml::node_type::table:
            out = json::object();
            for (const auto& [key, value] : *node.as_table()) {
                out[std::string(key.str())] = json_value(value);
            }
            return out;
        case toml::node_type::array:
            out = json::array();
            for (const toml::node& value : *node.as_array()) {
                out.push_back(json_value(value));
            }
            return out;
        case toml::node_type::string:
            return node.as_string()->get();
        case toml::node_type::integer:
            return node.as_integer()->get();
        case toml::node_type::boolean:
            return node.as_boolean()->get();
        case toml::node_type::floating_point:
            return node.as_floating_point()->get();
        default:
            return toml_text(node);
    }
}

std::string json_text(const toml::node& node) {
    return json_value(node).dump();
}

std::vector<std::pair<std::string, toml::source_region>> texts_with_places(const toml::node& node) {
    std::vector<std::pair<std::string, toml::source_region>> out;
    if (node.is_string()) {
        out.emplace_back(node.as_string()->get(), node.source());
    } else if (const toml::array* array = node.as_array()) {
        for (const toml::node& entry : *array) {
            out.emplace_back(entry.as_string()->get(), entry.source());
        }
    }
    return out;
}

}  // namespace waymark::config
