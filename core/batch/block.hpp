// SPDX-License-Identifier: MIT
// Rows on their way through the host: one parsed block of a table, column by column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/description.hpp"

namespace waymark::batch {

/// Bytes of one value of a block's column: int, real and instant 8; date and category 4; bool 1;
/// lists 8 x list_size; text and key 8 (a TextSpan).
[[nodiscard]] std::uint32_t width(contract::ColumnType type, std::uint32_t list_size) noexcept;

/// A piece of a block's text: `bytes + offset`, `length` bytes.
struct TextSpan {
    std::uint32_t offset;
    std::uint32_t length;
};

/// One column of a block. Values lie dense in `values`, `width` bytes each; a null's value is zero.
///   int, instant  int64           real  double           date  int32 days      bool  uint8
///   list<...>     list_size values of 8 bytes; `item_valid` has one byte per item
///   category      int32 index into `dictionary` (this block's own)
///   text          TextSpan into the block's text
///   key           TextSpan as for text, and `hashes` has a 64-bit hash of each text
/// `valid` has one byte per row (1 = there is a value) or is empty: all rows have one.
/// `states` has a WM_STATE_* per row for columns with symbols, else it is empty.
struct BlockColumn {
    contract::ColumnType type = contract::ColumnType::integer;
    std::uint32_t list_size = 0;
    std::vector<std::byte> values;
    std::vector<std::uint8_t> valid;
    std::vector<std::uint8_t> item_valid;
    std::vector<std::int32_t> states;
    std::vector<std::uint64_t> hashes;
    std::vector<std::string> dictionary;

    template <class T>
    [[nodiscard]] std::span<const T> as() const noexcept {
        return {reinterpret_cast<const T*>(values.data()), values.size() / sizeof(T)};
    }
    template <class T>
    [[nodiscard]] std::span<T> as() noexcept {
        return {reinterpret_cast<T*>(values.data()), values.size() / sizeof(T)};
    }
    [[nodiscard]] bool is_null(std::size_t row) const noexcept {
        return !valid.empty() && valid[row] == 0;
    }
};

/// The rows of one stretch of a table that passed every check, in file order. Reused from block to
/// block, so a steady stream allocates nothing. One thread at a time.
struct RowBlock {
    std::uint32_t rows = 0;
    std::vector<BlockColumn> columns;  ///< in the order they were asked for
    std::vector<std::uint64_t> lines;  ///< line of each row in its file, from 1
    std::uint32_t file = 0;            ///< index of the file in the pull
    std::string_view text;             ///< what TextSpans point into; owned by the block's reader
    std::vector<char> text_storage;    ///< holds `text` (room for unescaped fields included)

    [[nodiscard]] std::string_view text_of(const BlockColumn& column,
                                           std::size_t row) const noexcept {
        const TextSpan span = column.as<TextSpan>()[row];
        return text.substr(span.offset, span.length);
    }
};

}  // namespace waymark::batch
