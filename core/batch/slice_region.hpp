// SPDX-License-Identifier: MIT
// How a slice lies in its region: a head, a place per field, then the buffers, each at a multiple
// of 64.
#pragma once

#include <cstddef>
#include <cstdint>

#include "batch/slice.hpp"

namespace waymark::batch {

inline constexpr std::uint32_t region_magic = 0x534b4d57;  // "WMKS"

struct RegionHead {
    std::uint32_t magic;
    std::uint32_t fields;
    std::uint64_t case_first;  ///< offset of uint32[case_first_count]; 0 = none
};

/// Where the parts of one field lie, as offsets into the region.
struct FieldPlace {
    std::uint64_t validity;  ///< bitmap, one bit per item; 0 = nothing is null
    std::uint64_t values;    ///< as Arrow has them; text: int32 offsets, one more than rows
    std::uint64_t text;      ///< text values, or the text of new dictionary entries
    std::uint64_t text_bytes;
    std::uint64_t entries;  ///< category: int32 offsets into text, one more than entry_count
    std::uint32_t entry_count;
    std::uint32_t null_count;  ///< nulls among the items
};

[[nodiscard]] constexpr std::uint64_t aligned(std::uint64_t bytes) noexcept {
    return (bytes + 63) / 64 * 64;
}

[[nodiscard]] inline bool is_text(const Field& field) noexcept {
    return field.kind == FieldKind::declared && field.type == contract::ColumnType::text;
}
[[nodiscard]] inline bool is_category(const Field& field) noexcept {
    return field.kind == FieldKind::declared && field.type == contract::ColumnType::category;
}
[[nodiscard]] inline bool is_boolean(const Field& field) noexcept {
    return field.kind == FieldKind::declared && field.type == contract::ColumnType::boolean;
}
[[nodiscard]] inline bool is_list(const Field& field) noexcept {
    return field.kind == FieldKind::bounds || (field.kind == FieldKind::declared &&
                                               (field.type == contract::ColumnType::list_integer ||
                                                field.type == contract::ColumnType::list_real));
}
[[nodiscard]] inline bool may_be_null(const Field& field) noexcept {
    return field.kind == FieldKind::declared || field.kind == FieldKind::bounds;
}

/// Values of a field per row: list_size for lists and bounds, else 1.
[[nodiscard]] inline std::uint64_t items_per_row(const Field& field) noexcept {
    return is_list(field) ? field.list_size : 1;
}

/// Bytes of one item as the writer fills them (a bool is a byte there) and as text offsets are.
[[nodiscard]] std::uint32_t item_width(const Field& field) noexcept;

/// Bytes of the value buffer of `rows` rows as the writer fills it.
[[nodiscard]] std::uint64_t value_room(const Field& field, std::uint64_t rows) noexcept;

/// Where the fields' places end.
[[nodiscard]] constexpr std::uint64_t head_bytes(std::uint64_t fields) noexcept {
    return aligned(sizeof(RegionHead) + fields * sizeof(FieldPlace));
}

}  // namespace waymark::batch
