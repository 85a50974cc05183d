// SPDX-License-Identifier: MIT
#include "source/lanes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace waymark::source {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101;
constexpr std::uint64_t tops = 0x8080808080808080;

// The top bit of each byte of a word that is zero (exact: no carry crosses a byte).
std::uint64_t zero_bytes(std::uint64_t word) noexcept {
    return ~(((word & ~tops) + ~tops) | word) & tops;
}

// The top bits of eight bytes, gathered into the lowest eight bits: byte 0 becomes bit 0.
std::uint64_t top_bits(std::uint64_t word) noexcept {
    return ((word >> 7) * 0x0102040810204080) >> 56;
}

std::uint64_t equal_bits(std::uint64_t word, char byte) noexcept {
    return top_bits(zero_bytes(word ^ (ones * static_cast<std::uint8_t>(byte))));
}

// Bits of the bytes below 0x20: those whose upper three bits are zero.
std::uint64_t low_bits(std::uint64_t word) noexcept {
    return top_bits(zero_bytes(word & (ones * 0xe0)));
}

}  // namespace

void classify_portable(const char* bytes, std::size_t count, char delimiter,
                       Lanes& lanes) noexcept {
    std::uint64_t quote = 0, carriage = 0, control = 0, high = 0;
    for (std::size_t lane = 0; lane < count; ++lane, bytes += lane_bytes) {
        std::uint64_t quotes = 0, delimiters = 0, newlines = 0, returns = 0, low = 0, tabs = 0;
        for (unsigned at = 0; at < lane_bytes; at += 8) {
            std::uint64_t word;
            std::memcpy(&word, bytes + at, sizeof word);
            quotes |= equal_bits(word, '"') << at;
            delimiters |= equal_bits(word, delimiter) << at;
            newlines |= equal_bits(word, '\n') << at;
            returns |= equal_bits(word, '\r') << at;
            tabs |= equal_bits(word, '\t') << at;
            low |= low_bits(word) << at;
            high |= word & tops;
        }
        lanes.quotes[lane] = quotes;
        lanes.separators[lane] = delimiters | newlines;
        lanes.newlines[lane] = newlines;
        lanes.returns[lane] = returns;
        quote |= quotes;
        carriage |= returns;
        control |= low & ~(newlines | returns | tabs);
    }
    lanes.any_quote = quote != 0;
    lanes.any_return = carriage != 0;
    lanes.any_control = control != 0;
    lanes.any_high = high != 0;
}

void count_portable(const char* bytes, std::size_t count, std::size_t& quotes,
                    std::size_t& newlines) noexcept {
    for (const char* end = bytes + count * lane_bytes; bytes != end; bytes += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes, sizeof word);
        quotes += static_cast<unsigned>(std::popcount(zero_bytes(word ^ (ones * '"'))));
        newlines += static_cast<unsigned>(std::popcount(zero_bytes(word ^ (ones * '\n'))));
    }
}

#if defined(__x86_64__)
namespace {

struct Pair {
    __m256i first, second;  ///< bytes 0 to 31 and 32 to 63 of a lane
};

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t mask(__m256i first,
                                                                      __m256i second) noexcept {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(first)) |
           (std::uint64_t{static_cast<std::uint32_t>(_mm256_movemask_epi8(second))} << 32);
}

[[gnu::target("avx2"), gnu::always_inline]] inline std::uint64_t equal_mask(Pair pair,
                                                                            __m256i byte) noexcept {
    return mask(_mm256_cmpeq_epi8(pair.first, byte), _mm256_cmpeq_epi8(pair.second, byte));
}

}  // namespace

// Counts in 64 bytes of eight bits each, which are added up before one of them can overflow.
[[gnu::target("avx2")]] void count_avx2(const char* bytes, std::size_t count, std::size_t& quotes,
                                        std::size_t& newlines) noexcept {
    const __m256i zero = _mm256_setzero_si256();
    __m256i quote_sum = zero;
    __m256i newline_sum = zero;
    while (count > 0) {
        const std::size_t part = std::min<std::size_t>(count, 127);  // two steps a lane
        __m256i quote_bytes = zero;
        __m256i newline_bytes = zero;
        for (std::size_t i = 0; i < 2 * part; ++i, bytes += 32) {
            const __m256i chunk = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
            quote_bytes =
                _mm256_sub_epi8(quote_bytes, _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('"')));
            newline_bytes =
                _mm256_sub_epi8(newline_bytes, _mm256_cmpeq_epi8(chunk, _mm256_set1_epi8('\n')));
        }
        quote_sum = _mm256_add_epi64(quote_sum, _mm256_sad_epu8(quote_bytes, zero));
        newline_sum = _mm256_add_epi64(newline_sum, _mm256_sad_epu8(newline_bytes, zero));
        count -= part;
    }
    alignas(32) std::array<std::uint64_t, 8> sums;
    _mm256_store_si256(reinterpret_cast<__m256i*>(sums.data()), quote_sum);
    _mm256_store_si256(reinterpret_cast<__m256i*>(sums.data() + 4), newline_sum);
    quotes += sums[0] + sums[1] + sums[2] + sums[3];
    newlines += sums[4] + sums[5] + sums[6] + sums[7];
}

[[gnu::target("avx2")]] void classify_avx2(const char* bytes, std::size_t count, char delimiter,
                                           Lanes& lanes) noexcept {
    const __m256i quote_byte = _mm256_set1_epi8('"');
    const __m256i delimiter_byte = _mm256_set1_epi8(delimiter);
    const __m256i newline_byte = _mm256_set1_epi8('\n');
    const __m256i last_low_byte = _mm256_set1_epi8(0x1f);
    __m256i high = _mm256_setzero_si256();
    std::uint64_t quote = 0, carriage = 0, control = 0;
    for (std::size_t lane = 0; lane < count; ++lane, bytes += lane_bytes) {
        const Pair pair{_mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes)),
                        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + 32))};
        high = _mm256_or_si256(high, _mm256_or_si256(pair.first, pair.second));
        const std::uint64_t quotes = equal_mask(pair, quote_byte);
        const std::uint64_t newlines = equal_mask(pair, newline_byte);
        const std::uint64_t low =
            mask(_mm256_cmpeq_epi8(_mm256_min_epu8(pair.first, last_low_byte), pair.first),
                 _mm256_cmpeq_epi8(_mm256_min_epu8(pair.second, last_low_byte), pair.second));
        std::uint64_t returns = 0;
        if (low != newlines) {  // rare: files with tabs, or CRLF
            returns = equal_mask(pair, _mm256_set1_epi8('\r'));
            control |= low & ~(newlines | returns | equal_mask(pair, _mm256_set1_epi8('\t')));
        }
        lanes.quotes[lane] = quotes;
        lanes.separators[lane] = newlines | equal_mask(pair, delimiter_byte);
        lanes.newlines[lane] = newlines;
        lanes.returns[lane] = returns;
        quote |= quotes;
        carriage |= returns;
    }
    lanes.any_quote = quote != 0;
    lanes.any_return = carriage != 0;
    lanes.any_control = control != 0;
    lanes.any_high = _mm256_movemask_epi8(high) != 0;
}
#endif

}  // namespace waymark::source
