// SPDX-License-Identifier: MIT
// Numbers drawn from a seed: the same on every machine, so that a seed told is a run repeated.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace waymark::conformance {

/// SplitMix64 (Steele, Lea, Flood 2014). One thread.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : state_(seed) {}

    [[nodiscard]] std::uint64_t next() noexcept {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    /// From 0 to `count` - 1; count is above 0. The bias is below 2^-32 for what is drawn here.
    [[nodiscard]] std::uint64_t below(std::uint64_t count) noexcept { return next() % count; }
    [[nodiscard]] std::int64_t between(std::int64_t first, std::int64_t last) noexcept {
        const auto span = static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
        return first +
               static_cast<std::int64_t>(span == ~std::uint64_t{0} ? next() : below(span + 1));
    }
    /// From 0, included, to 1.
    [[nodiscard]] double fraction() noexcept {
        return static_cast<double>(next() >> 11) * 0x1.0p-53;
    }
    [[nodiscard]] bool one_in(std::uint64_t count) noexcept { return below(count) == 0; }

    template <class Item>
    void shuffle(std::vector<Item>& items) {
        for (std::size_t i = items.size(); i > 1; --i) {
            std::swap(items[i - 1], items[below(i)]);
        }
    }

private:
    std::uint64_t state_;
};

}  // namespace waymark::conformance
