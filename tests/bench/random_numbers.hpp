// SPDX-License-Identifier: MIT
// Chance that can be asked at any place, in any order, without memory: what a table says of a row
// depends on the seed and the row alone.
#pragma once

#include <cstdint>

namespace waymark::bench {

/// The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): 64 bits to 64 well mixed ones.
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t bits) noexcept {
    bits += 0x9e3779b97f4a7c15;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111eb;
    return bits ^ (bits >> 31);
}

/// A permutation of 0 to size - 1 that needs no memory: four Feistel rounds over the next even
/// number of bits, walked until the number is in range (Black and Rogaway, CT-RSA 2002).
class Permutation {
public:
    constexpr Permutation(std::uint64_t size, std::uint64_t seed) noexcept
        : size_(size), seed_(seed) {
        while ((std::uint64_t{1} << (2 * half_bits_)) < size) {
            ++half_bits_;
        }
    }

    /// Where `index`, which is less than the size, goes.
    [[nodiscard]] constexpr std::uint64_t operator()(std::uint64_t index) const noexcept {
        const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
        do {
            std::uint64_t left = index >> half_bits_;
            std::uint64_t right = index & mask;
            for (std::uint64_t round = 0; round < 4; ++round) {
                const std::uint64_t next = left ^ (mixed(seed_ + (right << 2) + round) & mask);
                left = right;
                right = next;
            }
            index = (left << half_bits_) | right;
        } while (index >= size_);
        return index;
    }

private:
    std::uint64_t size_;
    std::uint64_t seed_;
    unsigned half_bits_ = 1;
};

}  // namespace waymark::bench
