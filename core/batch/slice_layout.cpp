// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "batch/slice.hpp"
#include "batch/slice_region.hpp"

namespace waymark::batch {

using contract::Column;
using contract::ColumnType;

static Field number(std::string name) {
    return {.name = std::move(name), .kind = FieldKind::number};
}

static Field declared(const Column& column, std::uint32_t list_size) {
    return {.name = column.name,
            .kind = FieldKind::declared,
            .type = column.type,
            .list_size = list_size,
            .nullable = column.nullable || column.symbols};
}

static Field fact(std::string name) {
    return {.name = std::move(name),
            .kind = FieldKind::declared,
            .type = ColumnType::date,
            .nullable = true};
}

TableLayout rows_layout(const contract::Description& description, std::uint32_t input,
                        std::span<const std::uint32_t> list_sizes) {
    check(input < description.inputs.size(), "the input is declared");
    const contract::Input& declared_input = description.inputs[input];
    check(list_sizes.size() == declared_input.columns.size(), "every column has its list size");

    TableLayout layout{.table = input, .fields = {number("case")}};
    if (declared_input.has_unit) {
        layout.fields.push_back(number("unit"));
    }
    if (declared_input.aggregate) {
        layout.fields.push_back(number("period"));
    }
    for (std::size_t i = 0; i < list_sizes.size(); ++i) {
        layout.fields.push_back(declared(declared_input.columns[i], list_sizes[i]));
    }
    for (const Column& column : declared_input.columns) {
        if (column.symbols) {
            layout.fields.push_back({.name = column.name + ":state", .kind = FieldKind::state});
        }
    }
    return layout;
}

TableLayout cases_layout(const contract::Description& description, std::uint32_t windows) {
    TableLayout layout{.table = WM_TABLE_CASES,
                       .fields = {number("case"), number("person"), number("service"),
                                  number("calendar"), fact("start"), fact("end")}};
    for (const Column& column : description.case_columns) {
        if (column.type == ColumnType::list_integer || column.type == ColumnType::list_real) {
            throw Error(ErrorKind::measure, "the case column \"" + column.name + "\" of " +
                                                description.id +
                                                " is a list; give it one column per item instead");
        }
        layout.fields.push_back(declared(column, 0));
    }
    if (windows > 0) {
        layout.fields.push_back({.name = "windows",
                                 .kind = FieldKind::bounds,
                                 .list_size = 2 * windows,
                                 .nullable = true});
    }
    return layout;
}

std::uint32_t item_width(const Field& field) noexcept {
    if (field.kind != FieldKind::declared) {
        return 4;
    }
    switch (field.type) {
        case ColumnType::boolean:
            return 1;
        case ColumnType::date:
        case ColumnType::category:
        case ColumnType::key:
        case ColumnType::text:
            return 4;
        case ColumnType::integer:
        case ColumnType::real:
        case ColumnType::instant:
        case ColumnType::list_integer:
        case ColumnType::list_real:
            return 8;
    }
    check(false, "every column type has a width");
    return 0;
}

std::uint64_t value_room(const Field& field, std::uint64_t rows) noexcept {
    return (rows * items_per_row(field) + (is_text(field) ? 1 : 0)) * item_width(field);
}

std::size_t slice_bytes(const TableLayout& layout, std::uint32_t rows,
                        std::uint32_t case_first_count, std::uint64_t text_bytes,
                        std::uint64_t new_entries) {
    std::uint64_t bytes = head_bytes(layout.fields.size()) +
                          aligned(std::uint64_t{case_first_count} * sizeof(std::uint32_t)) +
                          text_bytes + new_entries * sizeof(std::int32_t);
    for (const Field& field : layout.fields) {
        bytes += aligned(value_room(field, rows));
        bytes += may_be_null(field) ? aligned(rows * items_per_row(field)) : 0;
        // A text begins at a multiple of 64, and so do the entries of a category (one offset more).
        bytes += is_text(field) ? 64 : is_category(field) ? 192 : 0;
    }
    return aligned(bytes);
}

}  // namespace waymark::batch
