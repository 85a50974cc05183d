// SPDX-License-Identifier: MIT
// The structural index of CSV text: where fields end, and the first place where the text is no CSV.
// 64 bytes at a time become bit masks (AVX2 when the machine has it); the rest is arithmetic on
// masks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace waymark::source {

/// What is wrong with a text.
enum class FaultKind : std::uint8_t {
    none,
    control_character,  ///< a byte below 0x20 that is no tab, carriage return or line feed
    bad_encoding,       ///< not UTF-8, or a byte Windows-1252 leaves undefined
    quote_in_field,     ///< a quote inside a field that does not begin with one
    text_after_quote,   ///< something else than a delimiter or line end after a closing quote
    bare_return,        ///< a carriage return outside quotes without a line feed
    long_record,        ///< a record over the limit
};

struct Fault {
    FaultKind kind = FaultKind::none;
    std::size_t offset = SIZE_MAX;  ///< where, in the text that was indexed

    /// Keeps the fault with the lower offset; of two at one place the one named first in FaultKind.
    void lower(FaultKind other_kind, std::size_t other_offset) noexcept {
        if (other_offset < offset || (other_offset == offset && other_kind < kind)) {
            kind = other_kind;
            offset = other_offset;
        }
    }
};

/// Which masks are computed how. Both give the same index, byte for byte.
enum class Simd : std::uint8_t { portable, avx2 };

/// The fastest form this machine can run.
[[nodiscard]] Simd best_simd() noexcept;

/// Bytes that must be readable (and are no delimiters) behind every text given to the functions
/// here.
inline constexpr std::size_t structure_padding = 64;

/// The index of one text. Reused from text to text. One thread at a time.
struct Structure {
    /// ends[0] is the place before the text; then the offsets of the delimiters and line feeds
    /// outside quotes, ascending: field i stands in [ends[i] + 1, ends[i + 1]). What follows is
    /// scratch.
    std::vector<std::uint32_t> ends;
    std::size_t count = 0;        ///< how many offsets there are, ends[0] not counted
    std::size_t record_ends = 0;  ///< how many of them are line feeds
    std::size_t newlines = 0;     ///< line feeds, those in quotes included
    bool has_quotes = false;
    bool has_returns = false;     ///< there is a carriage return
    bool has_high_bytes = false;  ///< there is a byte above 0x7f
    Fault fault;                  ///< the first fault but bad_encoding and long_record
};

/// Indexes text[begin, end), which begins outside quotes at the start of a record; offsets in the
/// result count from `text`, and begin > 0. Offsets at or above the fault's are meaningless.
void index_structure(const char* text, std::size_t begin, std::size_t end, char delimiter,
                     Simd simd, Structure& structure);

/// How many quotes and line feeds there are.
struct Marks {
    std::size_t quotes = 0;
    std::size_t newlines = 0;
};
[[nodiscard]] Marks count_marks(std::string_view text, Simd simd) noexcept;

}  // namespace waymark::source
