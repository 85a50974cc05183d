// SPDX-License-Identifier: MIT
#include "source/column_source.hpp"

#include <algorithm>
#include <array>

namespace waymark::source {

std::string_view trimmed(std::string_view text) noexcept {
    const auto is_blank = [](char byte) { return byte == ' ' || byte == '\t'; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool is_one_of(std::string_view text, const std::vector<std::string>& texts) noexcept {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

std::string_view ColumnText::unusual(std::string_view field, bool trim, std::string& scratch) {
    if (field.starts_with('"')) {
        field = field.substr(1, field.size() - 2);  // the index saw that it ends with a quote
        if (field.find('"') != std::string_view::npos) {
            scratch.clear();
            for (std::size_t at = 0; at < field.size(); ++at) {
                scratch += field[at];
                at += field[at] == '"';  // the second of two
            }
            field = scratch;
        }
    }
    return trim ? trimmed(field) : field;
}

ColumnSource::ColumnSource(const config::ColumnMap& map, bool trim,
                           std::vector<std::string> missing)
    : kind_(map.row_number            ? Kind::row_number
            : map.constant            ? Kind::constant
            : map.columns.size() == 1 ? Kind::column
            : map.first_of            ? Kind::first_of
                                      : Kind::joined),
      is_of_columns_(!map.columns.empty() || !map.pattern.empty()),
      trim_(trim),
      constant_(map.constant.value_or("")),
      missing_(std::move(missing)) {}

std::string_view ColumnSource::made(const Rows& rows, const std::vector<std::uint32_t>& columns,
                                    std::uint32_t row) {
    if (kind_ == Kind::constant) {
        return constant_;
    }
    if (kind_ == Kind::row_number) {
        std::array<char, 20> digits{};
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), rows.record_number(row))
                .ptr;
        scratch_.assign(digits.data(), end);
        return scratch_;
    }
    joined_.clear();
    for (const std::uint32_t column : columns) {
        const std::string_view part = ColumnText(rows, column, true).text(row, scratch_);
        const bool is_missing = part.empty() || is_one_of(part, missing_);
        if (kind_ == Kind::first_of) {
            if (!is_missing) {
                return part;
            }
            continue;
        }
        if (is_missing) {
            return {};  // "a" and nothing is not "a": half a key would be somebody else's
        }
        joined_ += joined_.empty() ? "" : " ";
        joined_ += part;
    }
    return joined_;
}

}  // namespace waymark::source
