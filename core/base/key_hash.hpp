// SPDX-License-Identifier: MIT
// Seeded 64-bit hashes of short texts: two words folded by one wide product (W. Yi, "wyhash",
// 2019). Not for proofs; the seed, drawn afresh for every run, keeps crafted identifiers from
// colliding.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace waymark {

/// The high and the low half of a 128-bit product, folded into one word.
[[nodiscard]] inline std::uint64_t folded_product(std::uint64_t a, std::uint64_t b) noexcept {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

/// Up to 16 bytes of text as two words, zeros behind. Texts without NUL of at most 16 bytes are
/// equal exactly when their words are. Reads nothing beyond the text.
struct Words {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    friend bool operator==(const Words&, const Words&) = default;
};

template <class Word>
[[nodiscard]] inline std::uint64_t word_at(const char* bytes) noexcept {
    Word word;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

/// The words of a text of at most 16 bytes.
[[nodiscard]] inline Words words_of(std::string_view text) noexcept {
    const char* bytes = text.data();
    const std::size_t size = text.size();
    if (size > 8) {
        return {word_at<std::uint64_t>(bytes),
                word_at<std::uint64_t>(bytes + size - 8) >> (8 * (16 - size))};
    }
    if (size == 8) {
        return {word_at<std::uint64_t>(bytes), 0};
    }
    if (size >= 4) {
        return {word_at<std::uint32_t>(bytes) |
                    (word_at<std::uint32_t>(bytes + size - 4) << (8 * (size - 4))),
                0};
    }
    if (size >= 2) {
        return {word_at<std::uint16_t>(bytes) |
                    (word_at<std::uint16_t>(bytes + size - 2) << (8 * (size - 2))),
                0};
    }
    return {size == 0 ? 0 : word_at<std::uint8_t>(bytes), 0};
}

/// The lowest 0 to 8 bytes of a word. Not within the function: there it would be built on the
/// stack.
inline constexpr std::array<std::uint64_t, 9> byte_masks{0,
                                                         0xff,
                                                         0xffff,
                                                         0xffffff,
                                                         0xffffffff,
                                                         0xffffffffff,
                                                         0xffffffffffff,
                                                         0xffffffffffffff,
                                                         0xffffffffffffffff};

/// The same from 16 bytes that may be read whatever the size is, as in a chunk: without branches on
/// it but one.
[[nodiscard]] inline Words padded_words_of(const char* bytes, std::size_t size) noexcept {
    const auto low = word_at<std::uint64_t>(bytes);
    if (size <= 8) {
        return {low & byte_masks[size], 0};
    }
    return {low, word_at<std::uint64_t>(bytes + 8) & byte_masks[size - 8]};
}

/// A key as it is looked for: its text, and words that differ between most keys. Texts of at most
/// 16 bytes are equal exactly when their sizes and words are.
struct KeyText {
    std::string_view text;
    Words words;

    KeyText() = default;
    /// 16 bytes may be read from its begin.
    explicit KeyText(std::string_view padded) noexcept : text(padded) {
        const char* bytes = padded.data();
        words = padded.size() <= 16 ? padded_words_of(bytes, padded.size())
                                    : Words{word_at<std::uint64_t>(bytes),
                                            word_at<std::uint64_t>(bytes + padded.size() - 8)};
    }
};

/// Mixes the last words of a text of `size` bytes into the hash.
[[nodiscard]] inline std::uint64_t hash_of_words(Words words, std::uint64_t state,
                                                 std::uint64_t seed) noexcept {
    constexpr std::uint64_t first = 0x9e3779b97f4a7c15;   // 2^64 / golden ratio
    constexpr std::uint64_t second = 0xd1b54a32d192ed03;  // 2^64 / plastic number, made odd
    state = folded_product(words.low ^ state ^ first, words.high ^ second ^ seed);
    return folded_product(state ^ second, seed ^ first);
}

/// The state of a hash before the first word.
[[nodiscard]] inline std::uint64_t hash_start(std::size_t size, std::uint64_t seed) noexcept {
    return seed + size * 0x9e3779b97f4a7c15;
}

/// The hash of a text. Equal for equal texts and seeds, in every column, block and table.
[[nodiscard]] inline std::uint64_t key_hash(std::string_view text, std::uint64_t seed) noexcept {
    std::uint64_t state = hash_start(text.size(), seed);
    while (text.size() > 16) {
        state = hash_of_words(
            {word_at<std::uint64_t>(text.data()), word_at<std::uint64_t>(text.data() + 8)}, state,
            seed);
        text.remove_prefix(16);
    }
    return hash_of_words(words_of(text), state, seed);
}

}  // namespace waymark
