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
        : rows_(rows),
          column_(column),
          trim_(trim),
          may_end_in_return_(rows.has_returns && column + 1 == rows.fields) {}

    /// Points into the chunk, or into `scratch` when quotes had to be taken out. Valid until the
    /// next call with the same scratch and until a text is appended to the chunk.
    [[nodiscard]] std::string_view text(std::uint32_t row, std::string& scratch) const {
        const std::uint32_t* ends = rows_.ends + rows_.first[row] + column_;
        const char* begin = rows_.chunk->data() + ends[0] + 1;
        const char* end = rows_.chunk->data() + ends[1];
        if (may_end_in_return_ && end > begin && end[-1] == '\r') {
            --end;
        }
        if (begin == end) {
            return {};
        }
        // One comparison tells the usual value from one that begins with a blank or a quote.
        const auto first = static_cast<unsigned char>(begin[0]);
        const auto last = static_cast<unsigned char>(end[-1]);
        const std::string_view field{begin, static_cast<std::size_t>(end - begin)};
        if (first > '"' && (last > ' ' || !trim_)) [[likely]] {
            return field;
        }
        return unusual(field, scratch);
    }

private:
    [[nodiscard]] std::string_view unusual(std::string_view field, std::string& scratch) const;

    const Rows& rows_;
    std::uint32_t column_;
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
        if (kind_ == Kind::column) {
            const ColumnText column(rows, columns.front(), trim_);
            for (std::uint32_t row = 0; row < rows.count; ++row) {
                take(row, column.text(row, scratch_));
            }
            return;
        }
        for (std::uint32_t row = 0; row < rows.count; ++row) {
            take(row, made(rows, columns, row));
        }
    }

    /// True when all rows have the same text, in the same place of memory.
    [[nodiscard]] bool is_constant() const noexcept { return kind_ == Kind::constant; }

private:
    enum class Kind : std::uint8_t { column, joined, first_of, constant, row_number };

    [[nodiscard]] std::string_view made(const Rows& rows, const std::vector<std::uint32_t>& columns,
                                        std::uint32_t row);

    Kind kind_;
    bool trim_;
    std::string constant_;
    std::vector<std::string> missing_;
    std::string scratch_;
    std::string joined_;
};

}  // namespace waymark::source
