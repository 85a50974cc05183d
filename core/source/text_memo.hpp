// SPDX-License-Identifier: MIT
// Two small memories from texts to values: one that may forget, one that may not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/key_hash.hpp"

namespace waymark::source {

/// Remembers what was worked out for texts of at most 16 bytes; a new text takes the place of an
/// old one. For values that depend on nothing but the text. One thread at a time.
template <class Value>
class ForgetfulMemo {
public:
    ForgetfulMemo() : places_(place_count) {}

    /// The value of `text`, from memory or from compute(text).
    template <class Compute>
    [[nodiscard]] Value value(std::string_view text, Compute&& compute) {
        return text.size() > 16 ? compute(text) : value(text, words_of(text), compute);
    }

    /// The same of a text of at most 16 bytes, whose words these are.
    template <class Compute>
    [[nodiscard, gnu::always_inline]] Value value(std::string_view text, Words words,
                                                  Compute&& compute) {
        // Mostly the text of the row before.
        if (places_[last_].words == words) {
            return places_[last_].value;
        }
        last_ =
            (words.low * 0x9e3779b97f4a7c15 ^ words.high * 0xd1b54a32d192ed03) >> (64 - place_bits);
        Place& place = places_[last_];
        if (!(place.words == words)) [[unlikely]] {
            place = {words, compute(text)};
        }
        return place.value;
    }

private:
    static constexpr unsigned place_bits = 10;
    static constexpr std::size_t place_count = std::size_t{1} << place_bits;
    struct Place {
        Words words{~std::uint64_t{0}, ~std::uint64_t{0}};  // no text has these: 0xff is not UTF-8
        Value value{};
    };
    std::vector<Place> places_;
    std::size_t last_ = 0;  ///< the place asked for last
};

/// Texts to numbers: open addressing, short texts compared as two words. A few texts, which stand
/// in millions of rows, are spread until each is found at the first look. One thread at a time.
class TextIndex {
public:
    TextIndex() { resize(first_bits); }

    /// Forgets everything.
    void clear() {
        if (places_.size() > most_kept) {
            resize(first_bits);
        }
        for (const std::uint32_t at : used_) {
            places_[at] = {};
        }
        used_.clear();
        texts_.clear();
    }

    /// The number kept for `text`; if there is none, compute(text) is kept.
    template <class Compute>
    [[nodiscard]] std::int32_t number(std::string_view text, Compute&& compute) {
        const Words words = text.size() > 16 ? words_of_long(text) : words_of(text);
        const std::int32_t* known = found(text, words);
        return known != nullptr ? *known : kept(text, words, compute(text));
    }

    /// The number of a text of at most 16 bytes, whose words these are; null when there is none.
    [[nodiscard, gnu::always_inline]] const std::int32_t* known(Words words) const noexcept {
        for (std::size_t at = slot(words);; at = next(at)) {
            const Place& place = places_[at];
            if (place.words == words) [[likely]] {
                return &place.number;
            }
            if (place.words == nothing) {
                return nullptr;
            }
        }
    }

    /// Keeps the number of a text that has none.
    std::int32_t kept(std::string_view text, Words words, std::int32_t number) {
        const Place place{words, static_cast<std::uint32_t>(texts_.size()), number};
        if (text.size() > 16) {
            texts_ += text;
        }
        const bool is_alone = put(place);
        if (4 * used_.size() > places_.size()) {
            rebuild(bits_ + 2);
        } else if (!is_alone && used_.size() <= most_spread) {
            spread();
        }
        return number;
    }

private:
    static constexpr unsigned first_bits = 10;
    static constexpr std::size_t most_kept = std::size_t{1} << 16;  // more are not worth clearing
    static constexpr std::size_t most_spread = 128;
    static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;
    // No text has a byte 0xff: these are not the words of a short one.
    static constexpr Words nothing{~std::uint64_t{0}, ~std::uint64_t{0}};
    struct Place {
        Words words = nothing;     ///< of a short text the text, of others hash and length
        std::uint32_t offset = 0;  ///< of others: in texts_
        std::int32_t number = 0;
    };

    [[nodiscard]] std::size_t slot(const Words& words) const noexcept {
        return ((words.low ^ (words.high * 0xd1b54a32d192ed03)) * multiplier_) >> (64 - bits_);
    }
    [[nodiscard]] std::size_t next(std::size_t at) const noexcept {
        return (at + 1) & (places_.size() - 1);
    }

    [[nodiscard]] static Words words_of_long(std::string_view text) noexcept {
        return {key_hash(text, 1), ~std::uint64_t{text.size()}};
    }

    [[nodiscard]] const std::int32_t* found(std::string_view text, Words words) const noexcept {
        if (text.size() <= 16) {
            return known(words);
        }
        for (std::size_t at = slot(words); places_[at].words != nothing; at = next(at)) {
            const Place& place = places_[at];
            if (place.words == words &&
                std::string_view{texts_}.substr(place.offset, text.size()) == text) {
                return &place.number;
            }
        }
        return nullptr;
    }

    // True when it stands where it is looked for first.
    bool put(const Place& place) {
        const std::size_t home = slot(place.words);
        std::size_t at = home;
        while (places_[at].words != nothing) {
            at = next(at);
        }
        places_[at] = place;
        used_.push_back(static_cast<std::uint32_t>(at));
        return at == home;
    }

    void resize(unsigned bits) {
        bits_ = bits;
        places_.assign(std::size_t{1} << bits, {});
        used_.clear();
    }

    // True when every text stands where it is looked for first.
    bool rebuild(unsigned bits) {
        std::vector<Place> texts;
        texts.reserve(used_.size());
        for (const std::uint32_t at : used_) {
            texts.push_back(std::exchange(places_[at], {}));
        }
        if (bits != bits_) {
            resize(bits);
        }
        used_.clear();
        bool are_alone = true;
        for (const Place& text : texts) {
            are_alone = put(text) && are_alone;
        }
        return are_alone;
    }

    // A text that is not found at once costs a branch foretold wrongly in each of its rows.
    void spread() {
        for (int tries = 0; tries < 32; ++tries) {
            multiplier_ = multiplier_ * golden + 2;  // odd stays odd
            if (rebuild(bits_)) {
                return;
            }
        }
    }

    std::vector<Place> places_;
    std::vector<std::uint32_t> used_;  ///< places, in the order they were filled
    std::string texts_;
    std::uint64_t multiplier_ = golden;
    unsigned bits_ = first_bits;
};

}  // namespace waymark::source
