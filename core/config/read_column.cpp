// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>

#include "config/readers.hpp"
#include "config/values.hpp"

namespace waymark::config {

static constexpr std::uint32_t most_list_columns = 1000;

// "F{1..33}": one range in braces, ascending.
static bool is_pattern(std::string_view text) {
    const std::size_t open = text.find('{');
    const std::size_t close = text.find('}');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open ||
        text.find('{', open + 1) != std::string_view::npos ||
        text.find('}', close + 1) != std::string_view::npos) {
        return false;
    }
    const char* at = text.data() + open + 1;
    const char* const end = text.data() + close;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    const auto one = std::from_chars(at, end, first);
    if (one.ec != std::errc{} || end - one.ptr < 3 || std::string_view(one.ptr, 2) != "..") {
        return false;
    }
    const auto two = std::from_chars(one.ptr + 2, end, last);
    return two.ec == std::errc{} && two.ptr == end && first <= last &&
           last - first < most_list_columns;
}

// The first directive that dates do not have; "" when all are known.
static std::string unknown_directive(std::string_view format) {
    static constexpr std::string_view known = "dmYybBVHMS%";
    for (std::size_t at = format.find('%'); at != std::string_view::npos;
         at = format.find('%', at + 2)) {
        if (at + 1 == format.size() || known.find(format[at + 1]) == std::string_view::npos) {
            return std::string(format.substr(at, 2));
        }
    }
    return {};
}

static void check_origin(const Section& section, const ColumnMap& map) {
    int origins = 0;
    for (const std::string_view key :
         {"column", "columns", "first_of", "pattern", "constant", "row_number"}) {
        origins += section.given(key) != nullptr ? 1 : 0;
    }
    if (origins != 1) {
        section.fault("",
                      "expected exactly one of column, columns, first_of, pattern, constant "
                      "and row_number in " +
                          section.header());
    }
    if (section.given("row_number") != nullptr && !map.row_number) {
        section.fault("row_number", "expected true, or leave it out");
    }
    for (const std::string_view key : {"columns", "first_of"}) {
        if (section.given(key) != nullptr && map.columns.empty()) {
            section.fault(key, "expected at least one header name");
        }
    }
    if (!map.pattern.empty() && !is_pattern(map.pattern)) {
        section.fault("pattern",
                      "expected header names with one ascending range of at most 1000, "
                      "such as \"F{1..33}\"");
    }
    const std::string directive = unknown_directive(map.format);
    if (!directive.empty()) {
        section.fault("format", "unknown directive \"" + directive +
                                    "\"; expected %d %m %Y %y %b %B %V %H %M %S or %%");
    }
}

static void read_plus(const Section& section, ColumnMap& map) {
    for (const Section::Child& child : section.children("plus")) {
        const Section plus(*child.table, plus_keys, child.header, section.reading());
        map.plus_column = plus.text("column");
        const std::string unit = plus.text("unit");
        map.plus_unit = unit == "weeks"    ? DateUnit::weeks
                        : unit == "months" ? DateUnit::months
                                           : DateUnit::days;
        if (map.columns.empty() && !map.constant) {
            section.fault("plus",
                          "something can be added only to a date from a column or a constant");
        }
    }
}

static ColumnMap mapping(const Section& section) {
    ColumnMap map;
    map.columns = section.texts("columns");
    if (section.given("first_of") != nullptr) {
        map.columns = section.texts("first_of");
        map.first_of = true;
    }
    if (section.given("column") != nullptr) {
        map.columns = {section.text("column")};
    }
    map.pattern = section.text("pattern");
    if (section.given("constant") != nullptr) {
        map.constant = section.text("constant");
    }
    map.row_number = section.flag("row_number");
    map.values = section.map("values");
    map.format = section.text("format");
    map.missing = section.texts("missing");
    map.place = section.place();
    check_origin(section, map);
    read_plus(section, map);
    if (std::find(map.columns.begin(), map.columns.end(), "") != map.columns.end()) {
        section.fault("", "a header name is empty in " + section.header());
    }
    return map;
}

static ColumnMap read_value(const toml::node& node, const std::string& header, Reading& reading) {
    if (const toml::table* table = node.as_table()) {
        return mapping(Section(*table, column_keys, header, reading));
    }
    ColumnMap map;
    map.columns = {node.as_string()->get()};
    map.place = place_of(node.source());
    if (map.columns.front().empty()) {
        reading.errors.add(map.place, "expected a header name that is not empty");
    }
    return map;
}

std::optional<ColumnMap> read_column(const Section& parent, std::string_view key) {
    const toml::node* node = parent.given(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    return read_value(*node, child_header(parent.header(), key, false), parent.reading());
}

std::vector<NamedColumn> read_columns(const Section& parent, std::string_view key) {
    std::vector<NamedColumn> out;
    const toml::node* node = parent.given(key);
    if (node == nullptr) {
        return out;
    }
    const std::string header = child_header(parent.header(), key, false);
    Reading& reading = parent.reading();
    SettingSection plain{.header = header, .place = place_of(node->source()), .settings = {}};
    for (const auto& [name, value] : *node->as_table()) {
        if (value.is_string()) {
            plain.settings.push_back({key_text(name.str()), toml_text(value), json_text(value),
                                      place_of(value.source())});
        }
    }
    reading.settings.push_back(std::move(plain));
    for (const auto& [name, value] : *node->as_table()) {
        out.push_back({std::string(name.str()),
                       read_value(value, child_header(header, name.str(), false), reading)});
    }
    return out;
}

void read_period(const Section& parent, Table& table) {
    const toml::node* node = parent.given("period");
    if (node == nullptr) {
        return;
    }
    const toml::table* own = node->as_table();
    if (own == nullptr) {
        parent.fault("period",
                     "expected a table with column and grain, such as { column = "
                     "\"time_period\", format = \"%Y\", grain = \"calendar_year\" }");
        return;
    }
    const Section section(*own, period_keys, child_header(parent.header(), "period", false),
                          parent.reading());
    table.period = mapping(section);
    table.period_grain = calendar::grain_of(section.text("grain"));
}

}  // namespace waymark::config
