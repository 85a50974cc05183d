// SPDX-License-Identifier: MIT
// Where the texts of a wanted column come from: a header column, several, a constant, the row
// number.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.hpp"
#include "source/records.hpp"

namespace waymark::source {

/// The texts of one header column: without quotes, and trimmed of blanks if asked.
class ColumnText {
public:
    ColumnText(const Rows& rows, std::uint32_t column, bool trim) noexcept
        : chunk_(rows.chunk),
          ends_(rows.ends + column),
          first_(rows.first),
          trim_(trim),
          may_end_in_return_(rows.has_returns && column + 1 == rows.fields) {}

    /// The field as it stands in the file, line end excluded. 16 bytes may be read from its begin.
    [[nodiscard]] std::string_view field(std::uint32_t row) const noexcept {
        return field(row,
                     chunk_->data());  // texts may have been appended since, and all have moved
    }

    /// The same where no text is appended to the chunk while it is asked: `base` is its data.
    [[nodiscard]] std::string_view field(std::uint32_t row, const char* base) const noexcept {
        const std::uint32_t* ends = ends_ + first_[row];
        const char* begin = base + ends[0] + 1;
        const char* end = base + ends[1];
        if (may_end_in_return_ && end > begin && end[-1] == '\r') {
            --end;
        }
        return {begin, static_cast<std::size_t>(end - begin)};
    }

    /// True when the field is its own text: not empty, no quotes, no blanks to be taken off.
    [[nodiscard]] bool is_usual(std::string_view field) const noexcept {
        // One comparison tells what begins with a blank or a quote.
        return !field.empty() && static_cast<unsigned char>(field.front()) > '"' &&
               (static_cast<unsigned char>(field.back()) > ' ' || !trim_);
    }

    /// The text of a field. Points into the chunk, or into `scratch` when quotes had to be taken
    /// out. Valid until the next call with the same scratch and until a text is appended to the
    /// chunk.
    [[nodiscard]] std::string_view text_of(std::string_view field, std::string& scratch) const {
        return is_usual(field) ? field : unusual(field, trim_, scratch);
    }
    [[nodiscard]] std::string_view text(std::uint32_t row, std::string& scratch) const {
        return text_of(field(row), scratch);
    }

private:
    // Static, so that the object can live in registers.
    [[nodiscard]] static std::string_view unusual(std::string_view field, bool trim,
                                                  std::string& scratch);

    const Chunk* chunk_;
    const std::uint32_t* ends_;
    const std::uint32_t* first_;
    bool trim_;
    bool may_end_in_return_;
};

/// Without blanks (spaces and tabs) at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// True when `text` is one of `texts`.
[[nodiscard]] bool is_one_of(std::string_view text, const std::vector<std::string>& texts) noexcept;

/// The texts of a wanted column. Belongs to one thread.
class ColumnSource {
public:
    /// `missing`: the texts that make a joined text empty when a part is one of them.
    ColumnSource(const config::ColumnMap& map, bool trim, std::vector<std::string> missing);

    /// Calls take(row, text) for each row, in order. `columns` are the header columns it is bound
    /// to.
    template <class Take>
    void each(const Rows& rows, const std::vector<std::uint32_t>& columns, Take&& take) {
        // One loop for all kinds: so take() stands in it once, and is inlined.
        const bool is_column = is_one_column();
        const ColumnText column(rows, is_column ? columns.front() : 0, trim_);
        const std::uint32_t count = rows.count;
        for (std::uint32_t row = 0; row < count; ++row) {
            take(row, is_column ? column.text(row, scratch_) : made(rows, columns, row));
        }
    }

    /// Calls take(row, result) for each row, in order, where the result is that of the row's text:
    /// asked of `memo` by the bytes as they stand in the file, so that a known field, quotes,
    /// blanks and all, costs one look. `result` works it out from a text.
    template <class Memo, class Result, class Take>
    void each_remembered(const Rows& rows, const std::vector<std::uint32_t>& columns, Memo& memo,
                         Result&& result, Take&& take) {
        const bool is_column = is_one_column();
        const ColumnText column(rows, is_column ? columns.front() : 0, trim_);
        const auto result_of_field = [&](std::string_view field) {
            return result(column.text_of(field, scratch_));
        };
        const auto result_of_row = [&](std::uint32_t row) {
            if (!is_column) {
                return result(made(rows, columns, row));
            }
            const std::string_view field = column.field(row);
            return field.size() > 16
                       ? result_of_field(field)
                       : memo(field, padded_words_of(field.data(), field.size()), result_of_field);
        };
        const std::uint32_t count = rows.count;
        for (std::uint32_t row = 0; row < count; ++row) {
            take(row, result_of_row(row));
        }
    }

    /// True when all texts are empty, because there is nothing they could come from.
    [[nodiscard]] bool is_of_nothing() const noexcept {
        return (kind_ == Kind::constant && constant_.empty()) ||
               (kind_ == Kind::joined && !is_of_columns_);
    }
    /// True when the texts are those of one header column.
    [[nodiscard]] bool is_one_column() const noexcept { return kind_ == Kind::column; }
    /// True when all rows have the same text, in the same place of memory.
    [[nodiscard]] bool is_constant() const noexcept { return kind_ == Kind::constant; }

private:
    enum class Kind : std::uint8_t { column, joined, first_of, constant, row_number };

    [[nodiscard]] std::string_view made(const Rows& rows, const std::vector<std::uint32_t>& columns,
                                        std::uint32_t row);

    Kind kind_;
    bool is_of_columns_;
    bool trim_;
    std::string constant_;
    std::vector<std::string> missing_;
    std::string scratch_;
    std::string joined_;
};

}  // namespace waymark::source
