// SPDX-License-Identifier: MIT
// Keys of one declared space: texts become dense numbers ordered as the source ids are.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::batch {

/// Collects the keys of a run's tables, then ranks them. A key takes 12 to 24 bytes, and its text
/// unless it is a plain number: a whole one of at most 18 digits without leading zeros. One thread
/// at a time.
class KeySpace {
public:
    /// `seed` of the keys' hashes: drawn for each run, so that nobody can make keys that collide.
    explicit KeySpace(std::uint64_t seed = 0) : seed_(seed), slots_(1024, none) {}

    /// How much of the keys came before the next ones, 0 to 1; 0 where nobody knows. Only the room
    /// for them depends on it.
    void expect(double share_come) noexcept { share_come_ = share_come; }

    /// Provisional numbers of the keys, the same for the same text; numbers[i] belongs to keys[i].
    void number(std::span<const std::string_view> keys, std::span<std::uint32_t> numbers);
    [[nodiscard]] std::uint32_t number(std::string_view key);

    /// ranks[provisional number] = place among all keys: by value when every key is a plain number,
    /// else by bytes.
    [[nodiscard]] std::vector<std::uint32_t> ranks() const;

private:
    static constexpr std::uint32_t none = 0xFFFFFFFFu;

    /// A key on its way into the table.
    struct Sought {
        std::string_view text;
        std::uint64_t value = 0;
        std::uint64_t hash = 0;
        bool is_number = false;
    };
    [[nodiscard]] Sought sought(std::string_view key) const noexcept;
    [[nodiscard]] std::uint32_t found_or_added(const Sought& key);
    [[nodiscard]] bool is(std::uint64_t entry, const Sought& key) const noexcept;
    [[nodiscard]] std::uint64_t hash_of(std::uint64_t entry) const noexcept;
    [[nodiscard]] std::uint64_t hash_of_value(std::uint64_t value) const noexcept;
    [[nodiscard]] std::string_view kept_text(std::uint64_t entry) const noexcept;
    using Digits = std::array<char, 20>;
    /// Points into the arena, or into `digits`.
    [[nodiscard]] std::string_view text_of(std::uint64_t entry, Digits& digits) const noexcept;
    [[nodiscard]] std::uint64_t prefix_of(std::uint64_t entry) const;
    void grow();

    std::uint64_t seed_;
    double share_come_ = 0.0;
    std::size_t texts_ = 0;               ///< entries that are no plain numbers
    std::vector<std::uint64_t> entries_;  ///< by number: a value, or where the text stands
    std::vector<std::uint32_t> slots_;    ///< open addressing; a power of two of them
    std::string arena_;                   ///< texts, each behind its size in 4 bytes
};

}  // namespace waymark::batch
