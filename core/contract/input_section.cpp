// SPDX-License-Identifier: MIT
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "contract/sections.hpp"
#include "contract/words.hpp"

namespace waymark::contract {

static constexpr std::size_t most_columns = 1000;
static constexpr std::int64_t most_days = 36525;  // a century

// Names the host gives to columns of its own: abi.h, wm_batch.
static constexpr std::array<std::string_view, 5> names_in_rows{"case", "unit", "period", "person",
                                                               "service"};
static constexpr std::array<std::string_view, 7> names_in_cases{
    "case", "person", "service", "calendar", "start", "end", "windows"};

static bool has_range(ColumnType type) {
    return type == ColumnType::integer || type == ColumnType::real ||
           type == ColumnType::list_integer || type == ColumnType::list_real;
}

static Column parse_column(Fields& fields, std::span<const std::string_view> reserved) {
    Column column;
    column.name = fields.id("name");
    column.type = fields.word<ColumnType>("type", column_type_words);
    column.nullable = fields.flag("nullable");
    column.optional = fields.flag("optional");
    if (column.optional && !column.nullable) {
        fields.fault("optional", "only nullable columns may be optional");
    }
    column.codes = fields.texts("codes");
    column.min = fields.real("min");
    column.max = fields.real("max");
    column.space = fields.text("space", Need::optional);
    column.symbols = fields.flag("symbols");
    column.doc = fields.text("doc", Need::optional);
    fields.refuse_unknown();

    if (std::find(reserved.begin(), reserved.end(), column.name) != reserved.end()) {
        fields.fault("name", shown(column.name) + " is a name of the host's own; choose another");
    }
    if (!column.codes.empty() && column.type != ColumnType::category) {
        fields.fault("codes", "only a category has codes");
    }
    if ((column.min || column.max) && !has_range(column.type)) {
        fields.fault(column.min ? "min" : "max", "only numbers and lists have a range");
    }
    if (column.min && column.max && *column.min > *column.max) {
        fields.fault("min", "expected at most max");
    }
    if (!column.space.empty() && column.type != ColumnType::key) {
        fields.fault("space", "only a key has a space");
    }
    return column;
}

Column parse_case_column(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    Column column = parse_column(fields, names_in_cases);
    if (column.type == ColumnType::key) {
        fields.fault("type", "a key may stand only in an input with order by_case");
    }
    if (column.symbols) {
        fields.fault("symbols", "only columns of aggregate inputs have symbols");
    }
    return column;
}

static std::vector<Column> parse_columns(Fields& fields, const Input& input, Faults& faults) {
    std::vector<Column> columns;
    for (const Item& item : fields.items("columns", Need::mandatory, most_columns)) {
        Fields own(*item.value, item.pointer, faults);
        columns.push_back(parse_column(own, names_in_rows));
        if (columns.back().type == ColumnType::key && input.order != RowOrder::by_case) {
            own.fault("type", "a key may stand only in an input with order by_case");
        }
        if (columns.back().symbols && !input.aggregate) {
            own.fault("symbols", "only columns of aggregate inputs have symbols");
        }
    }
    return columns;
}

// The index of the column that member `name` of the input names; its type must be `type`.
static std::optional<std::uint32_t> column_index(Fields& fields, std::string_view name,
                                                 const std::vector<Column>& columns,
                                                 ColumnType type) {
    const std::string wanted = fields.text(name, Need::optional);
    if (wanted.empty()) {
        return std::nullopt;
    }
    const auto found = std::find_if(columns.begin(), columns.end(),
                                    [&](const Column& column) { return column.name == wanted; });
    if (found == columns.end()) {
        fields.fault(name, shown(wanted) + " is none of the input's columns");
        return std::nullopt;
    }
    if (found->type != type) {
        fields.fault(name, "expected a column of type " + std::string(word(type)));
    }
    return static_cast<std::uint32_t>(found - columns.begin());
}

static void check_unique(Fields& fields, const Input& input) {
    for (const std::string& name : input.unique) {
        const bool is_column =
            std::any_of(input.columns.begin(), input.columns.end(),
                        [&](const Column& column) { return column.name == name; });
        if (!is_column && name != "person" && name != "service" &&
            !(name == "unit" && input.has_unit)) {
            fields.fault("unique", shown(name) +
                                       " is none of the input's columns, nor person, "
                                       "service or (where the rows have one) unit");
        }
    }
}

Input parse_input(const Item& item, Faults& faults) {
    Fields fields(*item.value, item.pointer, faults);
    Input input;
    input.name = fields.id("name");
    input.order = fields.word<RowOrder>("order", row_order_words, RowOrder::any);
    input.need = fields.word<InputNeed>("need", input_need_words, InputNeed::required);
    input.one_of = fields.text("group", Need::optional);
    input.aggregate = fields.flag("aggregate");
    input.has_unit = fields.flag("unit");
    input.columns = parse_columns(fields, input, faults);
    input.date_column = column_index(fields, "date", input.columns, ColumnType::date);
    input.people_column = column_index(fields, "people", input.columns, ColumnType::integer);
    input.unique = fields.texts("unique");
    input.on_duplicate =
        fields.word<OnDuplicate>("on_duplicate", on_duplicate_words, OnDuplicate::refuse);
    input.history_days = static_cast<std::int32_t>(fields.whole("history_days", most_days));
    input.ahead_days = static_cast<std::int32_t>(fields.whole("ahead_days", most_days));
    input.whole_record = fields.flag("whole_record");
    input.spans_days = fields.flag("spans_days");
    input.doc = fields.text("doc", Need::optional);
    fields.refuse_unknown();

    check_unique(fields, input);
    if (input.need == InputNeed::one_of && input.one_of.empty()) {
        fields.fault("group", "missing; an input with need one_of names its group");
    }
    if (input.need != InputNeed::one_of && !input.one_of.empty()) {
        fields.fault("group", "only inputs with need one_of have a group");
    }
    if (input.people_column && !input.aggregate) {
        fields.fault("people", "only aggregate inputs say how many people a row stands for");
    }
    return input;
}

}  // namespace waymark::contract
