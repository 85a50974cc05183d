// SPDX-License-Identifier: MIT
// Cases and rows as a test gives them, and the batches a host would make of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "waymark/testing/batch_builder.hpp"
#include "waymark/testing/shape.hpp"
#include "waymark/testing/value.hpp"

namespace waymark::testing {

/// One row of a test: its case, and values by column. "unit" and "period" stand among the values.
struct GivenRow {
    std::uint32_t case_number;
    Values values;
};

/// The value of a column; null when the row does not name it.
[[nodiscard]] inline const Value& value_of(const Values& values, const std::string& name) {
    static const Value null(nullptr);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return value.first == name; });
    return found == values.end() ? null : found->second;
}

/// Throws std::invalid_argument for a value whose column was not declared.
inline void expect_columns(const Values& values, const std::vector<ColumnShape>& columns,
                           const std::set<std::string>& also, const std::string& where) {
    for (const auto& [name, value] : values) {
        const bool is_known =
            also.count(name) != 0 || std::any_of(columns.begin(), columns.end(),
                                                 [&, &wanted = name](const ColumnShape& column) {
                                                     return column.name == wanted;
                                                 });
        if (!is_known) {
            throw std::invalid_argument(
                std::string(where).append(" has no column \"").append(name) + '"');
        }
    }
}

/// Numbers that hold for a whole run: units, keys and the growing dictionaries of categories.
class Numbering {
public:
    [[nodiscard]] std::uint32_t unit(std::uint32_t case_number, const std::string& key) {
        return units_
            .emplace(std::pair(case_number, key), static_cast<std::uint32_t>(units_.size()))
            .first->second;
    }
    [[nodiscard]] std::uint32_t unit_count() const {
        return static_cast<std::uint32_t>(units_.size());
    }
    void note_key(const std::string& space, const Value& value) {
        keys_[space].insert(value.label());
    }
    /// Keys are numbered in the order of their texts.
    [[nodiscard]] std::uint32_t key(const std::string& space, const Value& value) const {
        const std::set<std::string>& known = keys_.at(space);
        return static_cast<std::uint32_t>(std::distance(known.begin(), known.find(value.label())));
    }
    [[nodiscard]] std::vector<std::string>& dictionary(const std::string& table_and_column) {
        return dictionaries_[table_and_column];
    }

private:
    std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> units_;
    std::map<std::string, std::set<std::string>> keys_;
    std::map<std::string, std::vector<std::string>> dictionaries_;
};

/// Appends the values of one declared column to a batch.
class ColumnWriter {
public:
    ColumnWriter(BatchBuilder& batch, const ColumnShape& shape, const std::string& table,
                 Numbering& numbering)
        : shape_(shape),
          column_(batch.column(shape.name, format_of(shape.type))),
          numbering_(numbering),
          dictionary_(numbering.dictionary(table + "." + shape.name)) {}

    void write(const std::vector<const Value*>& values) {
        if (is_list()) {
            std::size_t longest = 0;
            for (const Value* value : values) {
                longest = std::max(longest, value->is_null() ? 0 : value->items().size());
            }
            column_.make_list(shape_.type == "list<int>" ? "l" : "g", longest);
        }
        for (const Value* value : values) {
            value->is_null() ? column_.append_null() : append(*value);
        }
        if (shape_.type == "category") {
            column_.use_dictionary(dictionary_);
        }
    }

private:
    [[nodiscard]] bool is_list() const { return shape_.type.substr(0, 4) == "list"; }

    [[nodiscard]] static std::string format_of(const std::string& type) {
        static const std::map<std::string, std::string> formats{
            {"int", "l"},           {"real", "g"},       {"bool", "b"},     {"date", "tdD"},
            {"instant", "tsu:UTC"}, {"text", "u"},       {"category", "i"}, {"key", "I"},
            {"list<int>", "+w"},    {"list<real>", "+w"}};
        return formats.at(type);
    }

    void append(const Value& value) {
        if (shape_.type == "int") {
            column_.append_number(value.integer());
        } else if (shape_.type == "real") {
            column_.append_number(value.real());
        } else if (shape_.type == "bool") {
            column_.append_boolean(value.boolean());
        } else if (shape_.type == "date") {
            column_.append_number(value.day().number);
        } else if (shape_.type == "instant") {
            column_.append_number(value.instant().microseconds);
        } else if (shape_.type == "text") {
            column_.append_text(value.text());
        } else if (shape_.type == "category") {
            column_.append_number(code(value.text()));
        } else if (shape_.type == "key") {
            column_.append_number(numbering_.key(shape_.space, value));
        } else {
            append_items(value);
        }
    }

    [[nodiscard]] std::int32_t code(const std::string& text) {
        auto found = std::find(dictionary_.begin(), dictionary_.end(), text);
        if (found == dictionary_.end()) {
            found = dictionary_.insert(found, text);
        }
        return static_cast<std::int32_t>(found - dictionary_.begin());
    }

    void append_items(const Value& value) {
        const bool is_integer = shape_.type == "list<int>";
        column_.append_items(value.items(), [&](ColumnBuilder& items, const Value& item) {
            if (is_integer) {
                items.append_number(item.integer());
            } else {
                items.append_number(item.real());
            }
        });
    }

    const ColumnShape& shape_;
    ColumnBuilder& column_;
    Numbering& numbering_;
    std::vector<std::string>& dictionary_;
};

/// Writes the declared columns of `rows`, and the state columns of those with symbols.
template <class Rows>
void write_columns(BatchBuilder& batch, const std::vector<ColumnShape>& columns, const Rows& rows,
                   const std::string& table, Numbering& numbering) {
    const auto values_of = [&](const ColumnShape& column) {
        std::vector<const Value*> values;
        values.reserve(rows.size());
        for (const auto& row : rows) {
            values.push_back(&value_of(row.values, column.name));
        }
        return values;
    };
    for (const ColumnShape& column : columns) {
        ColumnWriter(batch, column, table, numbering).write(values_of(column));
    }
    for (const ColumnShape& column : columns) {
        if (column.has_symbols) {
            ColumnBuilder& states = batch.column(column.name + ":state", "i");
            for (const Value* value : values_of(column)) {
                states.append_number(static_cast<std::int32_t>(value->state()));
            }
        }
    }
}

}  // namespace waymark::testing
