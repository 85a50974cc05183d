// SPDX-License-Identifier: MIT
#include "batch/key_space.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <numeric>

#include "base/error.hpp"
#include "base/key_hash.hpp"

namespace waymark::batch {

// An entry with the highest bit is the place of a text in the arena; values are below 10^18.
static constexpr std::uint64_t text_bit = std::uint64_t{1} << 63;
static constexpr std::size_t size_bytes = sizeof(std::uint32_t);

static bool is_plain_number(std::string_view key) noexcept {
    return !key.empty() && key.size() <= 18 && (key.size() == 1 || key.front() != '0') &&
           std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

KeySpace::Sought KeySpace::sought(std::string_view key) const noexcept {
    if (!is_plain_number(key)) {
        return {key, 0, key_hash(key, seed_), false};
    }
    std::uint64_t value = 0;
    for (const char digit : key) {
        value = 10 * value + static_cast<std::uint64_t>(digit - '0');
    }
    return {key, value, hash_of_value(value), true};
}

std::uint64_t KeySpace::hash_of_value(std::uint64_t value) const noexcept {
    return hash_of_words({value, 0}, hash_start(0, seed_), seed_);
}

std::string_view KeySpace::kept_text(std::uint64_t entry) const noexcept {
    const char* const place = arena_.data() + (entry & ~text_bit);
    return {place + size_bytes, word_at<std::uint32_t>(place)};
}

std::string_view KeySpace::text_of(std::uint64_t entry, Digits& digits) const noexcept {
    if ((entry & text_bit) != 0) {
        return kept_text(entry);
    }
    const char* const end = std::to_chars(digits.data(), digits.data() + digits.size(), entry).ptr;
    return {digits.data(), static_cast<std::size_t>(end - digits.data())};
}

std::uint64_t KeySpace::hash_of(std::uint64_t entry) const noexcept {
    return (entry & text_bit) != 0 ? key_hash(kept_text(entry), seed_) : hash_of_value(entry);
}

bool KeySpace::is(std::uint64_t entry, const Sought& key) const noexcept {
    if (key.is_number) {
        return entry == key.value;
    }
    return (entry & text_bit) != 0 && kept_text(entry) == key.text;
}

void KeySpace::grow() {
    std::size_t size = 2 * slots_.size();
    // Room for all at once, when enough has come to tell.
    if (constexpr double enough = 0.05; share_come_ >= enough) {
        const double all = static_cast<double>(entries_.size()) / share_come_;
        size = std::max(size, std::bit_ceil(static_cast<std::size_t>(all * 4 / 3)));
    }
    std::vector<std::uint32_t>().swap(slots_);
    slots_.assign(size, none);
    for (std::uint32_t number = 0; number < entries_.size(); ++number) {
        std::size_t at = hash_of(entries_[number]) & (size - 1);
        while (slots_[at] != none) {
            at = (at + 1) & (size - 1);
        }
        slots_[at] = number;
    }
}

std::uint32_t KeySpace::found_or_added(const Sought& key) {
    std::size_t at = key.hash & (slots_.size() - 1);
    while (slots_[at] != none) {
        if (is(entries_[slots_[at]], key)) {
            return slots_[at];
        }
        at = (at + 1) & (slots_.size() - 1);
    }
    const auto number = static_cast<std::uint32_t>(entries_.size());
    check(number != none, "a key space holds fewer than 2^32 keys");
    if (key.is_number) {
        entries_.push_back(key.value);
    } else {
        entries_.push_back(text_bit | arena_.size());
        const auto size = static_cast<std::uint32_t>(key.text.size());
        std::array<char, size_bytes> bytes{};
        std::memcpy(bytes.data(), &size, size_bytes);
        arena_.append(bytes.data(), size_bytes).append(key.text);
        ++texts_;
    }
    slots_[at] = number;
    if (entries_.size() * 4 > slots_.size() * 3) {
        grow();
    }
    return number;
}

std::uint32_t KeySpace::number(std::string_view key) {
    return found_or_added(sought(key));
}

// In groups, so that the looks into memory of one group are under way together.
void KeySpace::number(std::span<const std::string_view> keys, std::span<std::uint32_t> numbers) {
    constexpr std::size_t group = 32;
    std::array<Sought, group> ahead;
    for (std::size_t first = 0; first < keys.size(); first += group) {
        const std::size_t count = std::min(group, keys.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            ahead[i] = sought(keys[first + i]);
            __builtin_prefetch(&slots_[ahead[i].hash & (slots_.size() - 1)]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t guess = slots_[ahead[i].hash & (slots_.size() - 1)];
            if (guess != none) {
                __builtin_prefetch(&entries_[guess]);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            numbers[first + i] = found_or_added(ahead[i]);
        }
    }
}

// A value, or the first 8 bytes of a text, such that keys in order have prefixes in order.
std::uint64_t KeySpace::prefix_of(std::uint64_t entry) const {
    if (texts_ == 0) {
        return entry;
    }
    Digits digits{};
    const std::string_view text = text_of(entry, digits);
    std::uint64_t prefix = 0;
    for (std::size_t i = 0; i < 8; ++i) {
        prefix = prefix << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
    }
    return prefix;
}

std::vector<std::uint32_t> KeySpace::ranks() const {
    constexpr int bucket_bits = 12;
    std::uint64_t least = ~std::uint64_t{0};
    std::uint64_t most = 0;
    for (const std::uint64_t entry : entries_) {
        const std::uint64_t prefix = prefix_of(entry);
        least = std::min(least, prefix);
        most = std::max(most, prefix);
    }
    const int bits = entries_.empty() ? 0 : static_cast<int>(std::bit_width(most - least));
    const int shift = std::max(0, bits - bucket_bits);
    const auto bucket = [&](std::uint64_t entry) { return (prefix_of(entry) - least) >> shift; };
    std::vector<std::uint32_t> next((std::size_t{1} << bucket_bits) + 1);
    for (const std::uint64_t entry : entries_) {
        ++next[bucket(entry) + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<std::uint32_t> order(entries_.size());
    for (std::uint32_t number = 0; number < entries_.size(); ++number) {
        order[next[bucket(entries_[number])]++] = number;  // afterwards the bucket's end
    }
    using Prefixed = std::pair<std::uint64_t, std::uint32_t>;
    const auto is_before = [&](const Prefixed& a, const Prefixed& b) {
        if (a.first != b.first || texts_ == 0) {
            return a.first < b.first;
        }
        Digits digits_a{};
        Digits digits_b{};
        return text_of(entries_[a.second], digits_a) < text_of(entries_[b.second], digits_b);
    };
    std::vector<std::uint32_t> ranks(entries_.size());
    std::vector<Prefixed> keys;
    std::uint32_t rank = 0;
    for (std::size_t at = 0; rank < order.size(); ++at) {
        keys.clear();
        for (std::uint32_t i = rank; i < next[at]; ++i) {
            keys.emplace_back(prefix_of(entries_[order[i]]), order[i]);
        }
        std::sort(keys.begin(), keys.end(), is_before);
        for (const Prefixed& key : keys) {
            ranks[key.second] = rank++;
        }
    }
    return ranks;
}

}  // namespace waymark::batch
