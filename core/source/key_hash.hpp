// SPDX-License-Identifier: MIT
// Seeded 64-bit hashes of short texts: two words folded by one wide product (W. Yi, "wyhash",
// 2019). Not for proofs; the seed, drawn afresh for every run, keeps crafted identifiers from
// colliding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace waymark::source {

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

/// The hash of a text. Equal for equal texts and seeds, in every column, block and table.
[[nodiscard]] inline std::uint64_t key_hash(std::string_view text, std::uint64_t seed) noexcept {
    constexpr std::uint64_t first = 0x9e3779b97f4a7c15;   // 2^64 / golden ratio
    constexpr std::uint64_t second = 0xd1b54a32d192ed03;  // 2^64 / plastic number, made odd
    std::uint64_t state = seed ^ folded_product(text.size() ^ first, second);
    while (text.size() > 16) {
        state = folded_product(word_at<std::uint64_t>(text.data()) ^ state ^ first,
                               word_at<std::uint64_t>(text.data() + 8) ^ second ^ seed);
        text.remove_prefix(16);
    }
    const Words words = words_of(text);
    state = folded_product(words.low ^ state ^ first, words.high ^ second ^ seed);
    return folded_product(state ^ second, seed ^ first);
}

}  // namespace waymark::source
