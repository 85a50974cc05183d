// SPDX-License-Identifier: MIT
// Reading Arrow columns of a batch: where values, nulls and texts stand, offsets included.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "waymark/abi.h"
#include "waymark/measure/failure.hpp"

namespace waymark::detail {

/// One column of a piece of a batch: `count` values from `first` on, the array's offset included.
struct ColumnPiece {
    const ArrowSchema* schema;
    const ArrowArray* array;
    const ArrowArray* states;   ///< the "<column>:state" array of a column with symbols, else null
    std::int64_t first;         ///< index into the buffers of `array`
    std::int64_t states_first;  ///< and of `states`
    std::int64_t count;
};

template <class Value>
[[nodiscard]] const Value* values(const ArrowArray& array, std::int64_t first) {
    return static_cast<const Value*>(array.buffers[1]) + first;
}

[[nodiscard]] inline bool bit(const void* bits, std::int64_t at) {
    return (static_cast<const std::uint8_t*>(bits)[at / 8] >> (at % 8) & 1U) != 0;
}

/// Tells which values are there. `first` includes the array's offset.
class Validity {
public:
    Validity(const ArrowArray& array, std::int64_t first)
        : bits_(array.buffers[0]), first_(first) {}

    [[nodiscard]] bool is_complete() const { return bits_ == nullptr; }
    [[nodiscard]] bool operator[](std::int64_t row) const {
        return bits_ == nullptr || bit(bits_, first_ + row);
    }

private:
    const void* bits_;
    std::int64_t first_;
};

/// The text at `at` of a 'u' array; `at` includes the array's offset.
[[nodiscard]] inline std::string_view text_at(const ArrowArray& array, std::int64_t at) {
    const auto* offsets = values<std::int32_t>(array, at);
    return {static_cast<const char*>(array.buffers[2]) + offsets[0],
            static_cast<std::size_t>(offsets[1] - offsets[0])};
}

/// The piece [first, first + count) of child `child` of a batch.
[[nodiscard]] inline ColumnPiece piece_of(const wm_batch& batch, std::int64_t child,
                                          std::int64_t first, std::int64_t count) {
    if (child >= batch.rows->n_children || child >= batch.schema->n_children) {
        throw BadInput("the batch has fewer columns than were declared");
    }
    const ArrowArray* array = batch.rows->children[child];
    return {batch.schema->children[child],
            array,
            nullptr,
            array->offset + batch.rows->offset + first,
            0,
            count};
}

/// Throws BadInput unless the column has this Arrow format.
inline void expect_format(const ColumnPiece& piece, std::string_view format) {
    if (piece.schema->format != format) {
        throw BadInput("column \"" + std::string(piece.schema->name) +
                       "\" comes as Arrow format \"" + piece.schema->format + "\", expected \"" +
                       std::string(format) + "\"");
    }
}

/// The dense numbers of a leading column ("case", "unit", "period"), each checked to be below
/// `limit`: they index memory, and a wrong one would write outside it.
[[nodiscard]] inline const std::uint32_t* numbers(const ColumnPiece& piece, std::uint32_t limit) {
    expect_format(piece, "I");
    const auto* found = values<std::uint32_t>(*piece.array, piece.first);
    std::uint32_t greatest = 0;
    for (std::int64_t row = 0; row < piece.count; ++row) {
        greatest = found[row] > greatest ? found[row] : greatest;
    }
    if (piece.count > 0 && greatest >= limit) {
        throw BadInput("column \"" + std::string(piece.schema->name) +
                       "\" holds a number that was not announced");
    }
    return found;
}

}  // namespace waymark::detail
