// SPDX-License-Identifier: MIT
// The suspicion that a table was written with another delimiter than the configured one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "source/chunk.hpp"

namespace waymark::source {

/// So many rows at the head of a file are looked at.
inline constexpr std::size_t doubted_rows = 100;

/// The delimiters that are tried.
inline constexpr std::string_view delimiter_candidates = ",;\t|";

/// The shape of one record that has `found` fields where the header has `fields`.
[[nodiscard]] ShapedRow shape_of(std::string_view record, std::uint32_t found,
                                 std::uint32_t fields);

/// How many fields `text` has when split at `delimiter`; quotes are heeded.
[[nodiscard]] std::uint32_t field_count(std::string_view text, char delimiter) noexcept;

/// "\";\"", or "a tab" in words.
[[nodiscard]] std::string delimiter_word(char delimiter);

/// Gathers the shapes of one file's first rows. One thread at a time.
class DelimiterDoubt {
public:
    /// Takes the rows of the file's next chunk. Answers, once the first rows are seen, the
    /// delimiter that splits most of them as the header is split, if nine in ten have but one field
    /// now.
    [[nodiscard]] std::optional<char> add(const Chunk& chunk);

private:
    std::size_t rows_ = 0;
    std::size_t one_field_ = 0;
    std::array<std::size_t, delimiter_candidates.size()> fitting_{};
    bool settled_ = false;
};

}  // namespace waymark::source
