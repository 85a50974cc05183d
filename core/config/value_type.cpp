// SPDX-License-Identifier: MIT
#include "config/value_type.hpp"

#include <algorithm>
#include <cmath>

#include "config/quantity.hpp"

namespace waymark::config {

static bool all_text(const toml::array& array) {
    return std::all_of(array.begin(), array.end(),
                       [](const toml::node& node) { return node.is_string(); });
}

static bool all_text(const toml::table& table) {
    return std::all_of(table.begin(), table.end(),
                       [](const auto& entry) { return entry.second.is_string(); });
}

static bool all_whole(const toml::array& array) {
    return std::all_of(array.begin(), array.end(),
                       [](const toml::node& node) { return node.is_integer(); });
}

static bool all_tables(const toml::array& array) {
    return std::all_of(array.begin(), array.end(),
                       [](const toml::node& node) { return node.is_table(); });
}

static bool all_tables(const toml::table& table) {
    return std::all_of(table.begin(), table.end(),
                       [](const auto& entry) { return entry.second.is_table(); });
}

static bool all_columns(const toml::table& table) {
    return std::all_of(table.begin(), table.end(), [](const auto& entry) {
        return entry.second.is_string() || entry.second.is_table();
    });
}

std::optional<std::string> misfit(ValueType type, const toml::node& node) {
    const auto unless = [](bool fits, const char* expected) {
        return fits ? std::nullopt : std::optional<std::string>(expected);
    };
    const toml::table* table = node.as_table();
    const toml::array* array = node.as_array();
    const std::string text = node.is_string() ? node.as_string()->get() : std::string();
    switch (type) {
        case ValueType::text:
            return unless(node.is_string(), "a text in quotes");
        case ValueType::texts:
            return unless(array != nullptr && all_text(*array), "a list of texts, [\"...\"]");
        case ValueType::whole:
            return unless(node.is_integer(), "a whole number");
        case ValueType::wholes:
            return unless(array != nullptr && all_whole(*array), "a list of whole numbers");
        case ValueType::real:
            return unless(node.is_number() && std::isfinite(node.value<double>().value_or(NAN)),
                          "a number");
        case ValueType::flag:
            return unless(node.is_boolean(), "true or false");
        case ValueType::date:
            return unless(node.is_date(), "a date without quotes, such as 2024-08-01");
        case ValueType::duration:
            return unless(parse_duration(text).has_value(),
                          "a duration above 0 such as \"500ms\", \"90s\", \"20m\" or \"2h\"");
        case ValueType::days:
            return unless(parse_days(text).has_value(),
                          "a number of days or weeks such as \"P7D\" or \"P2W\"");
        case ValueType::size:
            return unless(parse_size(text).has_value(),
                          "a size above 0 such as \"512KiB\", \"512MiB\" or \"2GiB\"");
        case ValueType::map:
            return unless(table != nullptr && all_text(*table), "a table of texts");
        case ValueType::column:
            return unless(node.is_string() || table != nullptr,
                          "a header name or a table such as { column = \"...\" }");
        case ValueType::columns:
            return unless(table != nullptr && all_columns(*table),
                          "a table whose values are header names or tables");
        case ValueType::free:
        case ValueType::table:
            return unless(table != nullptr, "a table");
        case ValueType::tables:
            return unless(array != nullptr && all_tables(*array), "tables written [[name]]");
        case ValueType::named_tables:
            return unless(table != nullptr && all_tables(*table), "tables written [name.id]");
    }
    return std::nullopt;
}

}  // namespace waymark::config
