// SPDX-License-Identifier: MIT
#include "source/delimiter_doubt.hpp"

#include <algorithm>

namespace waymark::source {

std::uint32_t field_count(std::string_view text, char delimiter) noexcept {
    std::uint32_t fields = 1;
    bool in_quotes = false;
    for (const char byte : text) {
        in_quotes ^= byte == '"';
        fields += byte == delimiter && !in_quotes;
    }
    return fields;
}

ShapedRow shape_of(std::string_view record, std::uint32_t found, std::uint32_t fields) {
    if (found != 1 || fields == 1) {
        return {.shape = found == fields ? RowShape::right : RowShape::other};
    }
    ShapedRow row{.shape = RowShape::one_field};
    for (std::size_t i = 0; i < delimiter_candidates.size(); ++i) {
        if (field_count(record, delimiter_candidates[i]) == fields) {
            row.fitting = static_cast<std::uint8_t>(row.fitting | (1U << i));
        }
    }
    return row;
}

std::string delimiter_word(char delimiter) {
    return delimiter == '\t' ? "a tab" : std::string("\"") + delimiter + "\"";
}

std::optional<char> DelimiterDoubt::add(const Chunk& chunk) {
    if (settled_) {
        return std::nullopt;
    }
    const std::size_t taken =
        static_cast<std::size_t>(std::min<std::uint64_t>(doubted_rows - rows_, chunk.rows_read));
    rows_ += taken;
    for (std::size_t i = 0; i < std::min(taken, chunk.first_rows.size()); ++i) {
        const ShapedRow& row = chunk.first_rows[i];
        one_field_ += row.shape == RowShape::one_field;
        for (std::size_t candidate = 0; candidate < fitting_.size(); ++candidate) {
            fitting_[candidate] += (row.fitting >> candidate) & 1U;
        }
    }
    if (rows_ < doubted_rows && !chunk.last_of_file) {
        return std::nullopt;
    }
    settled_ = true;
    const auto best = std::max_element(fitting_.begin(), fitting_.end());
    if (rows_ == 0 || one_field_ * 10 < rows_ * 9 || *best * 10 < rows_ * 9) {
        return std::nullopt;
    }
    return delimiter_candidates[static_cast<std::size_t>(best - fitting_.begin())];
}

}  // namespace waymark::source
