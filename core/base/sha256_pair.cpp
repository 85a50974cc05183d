// SPDX-License-Identifier: MIT
#include "base/sha256_pair.hpp"

#include <array>
#include <cstdint>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace waymark {

#if defined(__x86_64__)

namespace {

constexpr std::array<std::uint32_t, 8> start{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                             0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

alignas(16) constexpr std::array<std::uint32_t, 64> round_words{
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The eight words of a running digest as the instructions want them.
struct State {
    __m128i abef, cdgh;
};

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline State start_state() noexcept {
    const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(start.data()));
    const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(start.data() + 4));
    const __m128i cdab = _mm_shuffle_epi32(low, 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(high, 0x1B);
    return {_mm_alignr_epi8(cdab, efgh, 8), _mm_blend_epi16(efgh, cdab, 0xF0)};
}

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline __m128i big_endian(
    __m128i words) noexcept {
    return _mm_shuffle_epi8(words, _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203));
}

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline void four_rounds(
    State& state, __m128i words, __m128i constants) noexcept {
    const __m128i sum = _mm_add_epi32(words, constants);
    state.cdgh = _mm_sha256rnds2_epu32(state.cdgh, state.abef, sum);
    state.abef = _mm_sha256rnds2_epu32(state.abef, state.cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

// The four words of the schedule after those of a, b, c and d.
[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline __m128i next_words(
    __m128i a, __m128i b, __m128i c, __m128i d) noexcept {
    return _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4)),
                                d);
}

/// Sixteen words of the schedule, four by four.
struct Schedule {
    __m128i a, b, c, d;
};

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline Schedule first_words(
    const std::byte* block) noexcept {
    const auto* from = reinterpret_cast<const __m128i*>(block);
    return {big_endian(_mm_loadu_si128(from)), big_endian(_mm_loadu_si128(from + 1)),
            big_endian(_mm_loadu_si128(from + 2)), big_endian(_mm_loadu_si128(from + 3))};
}

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline void advance(
    Schedule& words) noexcept {
    words.a = next_words(words.a, words.b, words.c, words.d);
    words.b = next_words(words.b, words.c, words.d, words.a);
    words.c = next_words(words.c, words.d, words.a, words.b);
    words.d = next_words(words.d, words.a, words.b, words.c);
}

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline void add(State& state,
                                                                        State more) noexcept {
    state = {_mm_add_epi32(state.abef, more.abef), _mm_add_epi32(state.cdgh, more.cdgh)};
}

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline void add_blocks(
    State& first, State& second, const std::byte* one, const std::byte* two) noexcept {
    const State first_before = first;
    const State second_before = second;
    Schedule w = first_words(one);
    Schedule v = first_words(two);
    const auto* constants = reinterpret_cast<const __m128i*>(round_words.data());
    for (int sixteen = 0; sixteen < 4; ++sixteen, constants += 4) {
        if (sixteen > 0) {
            advance(w);
            advance(v);
        }
        four_rounds(first, w.a, _mm_load_si128(constants));
        four_rounds(second, v.a, _mm_load_si128(constants));
        four_rounds(first, w.b, _mm_load_si128(constants + 1));
        four_rounds(second, v.b, _mm_load_si128(constants + 1));
        four_rounds(first, w.c, _mm_load_si128(constants + 2));
        four_rounds(second, v.c, _mm_load_si128(constants + 2));
        four_rounds(first, w.d, _mm_load_si128(constants + 3));
        four_rounds(second, v.d, _mm_load_si128(constants + 3));
    }
    add(first, first_before);
    add(second, second_before);
}

[[gnu::target("sha,sse4.1,ssse3"), gnu::always_inline]] inline void store(const State& state,
                                                                          Digest& digest) noexcept {
    const __m128i feba = _mm_shuffle_epi32(state.abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(state.cdgh, 0xB1);
    auto* to = reinterpret_cast<__m128i*>(digest.data());
    _mm_storeu_si128(to, big_endian(_mm_blend_epi16(feba, dchg, 0xF0)));
    _mm_storeu_si128(to + 1, big_endian(_mm_alignr_epi8(dchg, feba, 8)));
}

bool looked_up() noexcept {
    unsigned a = 0, b = 0, c = 0, d = 0;
    constexpr unsigned sha_bit = 1U << 29;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (b & sha_bit) != 0 &&
           __builtin_cpu_supports("sse4.1") != 0;
}

}  // namespace

bool has_sha256_pair() noexcept {
    static const bool has = looked_up();
    return has;
}

[[gnu::target("sha,sse4.1,ssse3")]] void sha256_pair(const std::byte* first,
                                                     const std::byte* second, std::size_t size,
                                                     Digest& first_digest,
                                                     Digest& second_digest) noexcept {
    State one = start_state();
    State two = one;
    for (std::size_t at = 0; at < size; at += 64) {
        add_blocks(one, two, first + at, second + at);
    }
    // The padding: a one bit, zeros, and the number of bits, highest byte first.
    std::array<std::byte, 64> last{};
    last[0] = std::byte{0x80};
    for (std::size_t i = 0; i < 8; ++i) {
        last[63 - i] = static_cast<std::byte>((std::uint64_t{size} * 8) >> (8 * i));
    }
    add_blocks(one, two, last.data(), last.data());
    store(one, first_digest);
    store(two, second_digest);
}

#else

bool has_sha256_pair() noexcept {
    return false;
}
void sha256_pair(const std::byte*, const std::byte*, std::size_t, Digest&, Digest&) noexcept {}

#endif

}  // namespace waymark
