// SPDX-License-Identifier: MIT
// A hash index from 64-bit hashes to dense numbers: open addressing, no memory per entry but its
// slot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace waymark::caseload {

/// Finds the number stored under a hash; the owner keeps the keys and tells equality. Numbers are
/// given by the owner and never removed. One thread at a time.
class FlatIndex {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFFu;

    /// The number of the entry with this hash for which equal(number) holds, or none.
    template <class Equal>
    [[nodiscard]] std::uint32_t find(std::uint64_t hash, Equal equal) const {
        for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
            const Slot slot = slots_[at];
            if (slot.number == none) {
                return none;
            }
            if (slot.tag == tag(hash) && equal(slot.number)) {
                return slot.number;
            }
        }
    }

    /// Has memory fetched that find() will want. Always inlined, as all that only fetch: to the
    /// compiler such a call does nothing, and may be left out.
    [[gnu::always_inline]] void fetch(std::uint64_t hash) const noexcept {
        __builtin_prefetch(&slots_[hash & mask_]);
    }

    /// The number that find() will most likely find, or none.
    [[nodiscard]] std::uint32_t likely(std::uint64_t hash) const noexcept {
        const Slot slot = slots_[hash & mask_];
        return slot.tag == tag(hash) ? slot.number : none;
    }

    /// Adds an entry that find() did not find.
    void insert(std::uint64_t hash, std::uint32_t number) {
        if (2 * (count_ + 1) > slots_.size()) {
            grow();
        }
        place(hash, number);
        hashes_.push_back(hash);
        numbers_.push_back(number);
        ++count_;
    }

private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t number = none;
    };
    static std::uint32_t tag(std::uint64_t hash) noexcept {
        return static_cast<std::uint32_t>(hash >> 32);
    }

    void place(std::uint64_t hash, std::uint32_t number) {
        std::size_t at = hash & mask_;
        while (slots_[at].number != none) {
            at = (at + 1) & mask_;
        }
        slots_[at] = {tag(hash), number};
    }

    void grow() {
        slots_.assign(2 * slots_.size(), Slot{});
        mask_ = slots_.size() - 1;
        for (std::size_t i = 0; i < count_; ++i) {
            place(hashes_[i], numbers_[i]);
        }
    }

    std::size_t count_ = 0;
    std::size_t mask_ = 1023;
    std::vector<Slot> slots_ = std::vector<Slot>(1024);
    std::vector<std::uint64_t> hashes_;
    std::vector<std::uint32_t> numbers_;
};

/// Mixes a number into a hash so that all bits of both count (the finaliser of SplitMix64).
[[nodiscard]] constexpr std::uint64_t mixed(std::uint64_t hash, std::uint64_t number) noexcept {
    std::uint64_t x = hash ^ (number + 0x9E3779B97F4A7C15u);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

}  // namespace waymark::caseload
