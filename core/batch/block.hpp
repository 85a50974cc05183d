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

#include "base/key_hash.hpp"
#include "contract/description.hpp"

namespace waymark::batch {

/// Bytes of one value of a block's column: int, real and instant 8; date and category 4; bool 1;
/// lists 8 x list_size; text and key 8 (a TextSpan).
[[nodiscard]] std::uint32_t width(contract::ColumnType type, std::uint32_t list_size) noexcept;

/// So many bytes may be read from the begin of every text, however short it is.
inline constexpr std::size_t text_padding = 16;

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
///   key           TextSpan as for text
/// `valid` has one byte per row (1 = there is a value) or is empty: all rows have one, or none when
/// the column `is_absent`, which has no values either.
/// `states` has a WM_STATE_* per row for columns with symbols, else it is empty.
struct BlockColumn {
    contract::ColumnType type = contract::ColumnType::integer;
    std::uint32_t list_size = 0;
    bool is_absent = false;
    std::vector<std::byte> values;
    std::vector<std::uint8_t> valid;
    std::vector<std::uint8_t> item_valid;
    std::vector<std::int32_t> states;
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
        return is_absent || (!valid.empty() && valid[row] == 0);
    }
};

/// The rows of one stretch of a table that passed every check, in file order. Reused from block to
/// block, so a steady stream allocates nothing. One thread at a time.
struct RowBlock {
    std::uint32_t rows = 0;
    std::vector<BlockColumn> columns;  ///< in the order they were asked for
    std::vector<std::uint64_t> lines;  ///< line of each row in its file, from 1
    std::uint32_t file = 0;            ///< index of the file in the pull
    std::uint32_t number = 0;  ///< which of the reader's few blocks this is, filled again and again
    std::string_view text;     ///< what TextSpans point into; owned by the block's reader
    std::vector<char> text_storage;  ///< holds `text` and text_padding bytes more
    std::uint64_t key_seed = 0;      ///< of the keys' hashes; the same for all tables of a run

    [[nodiscard]] std::string_view text_of(const BlockColumn& column,
                                           std::size_t row) const noexcept {
        const TextSpan span = column.as<TextSpan>()[row];
        return text.substr(span.offset, span.length);
    }
    [[nodiscard]] std::uint64_t hash_of(const BlockColumn& column, std::size_t row) const noexcept {
        return key_hash(text_of(column, row), key_seed);
    }
};

}  // namespace waymark::batch
