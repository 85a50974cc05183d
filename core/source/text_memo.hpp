// SPDX-License-Identifier: MIT
// Two small memories from texts to values: one that may forget, one that may not.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/key_hash.hpp"

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
        Place& place = places_[(words.low * 0x9e3779b97f4a7c15 ^ words.high * 0xd1b54a32d192ed03) >>
                               (64 - place_bits)];
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
};

/// Texts to numbers: open addressing, short texts compared as two words. One thread at a time.
class TextIndex {
public:
    TextIndex() : places_(first_places) {}

    /// Forgets everything.
    void clear() {
        places_.assign(first_places, {});
        mask_ = first_places - 1;
        texts_.clear();
        size_ = 0;
    }

    /// The number kept for `text`; if there is none, compute(text) is kept.
    template <class Compute>
    [[nodiscard]] std::int32_t number(std::string_view text, Compute&& compute) {
        return text.size() > 16 ? searched(text, {key_hash(text, 1), text.size()}, false, compute)
                                : number(text, words_of(text), compute);
    }

    /// The same of a text of at most 16 bytes, whose words these are.
    template <class Compute>
    [[nodiscard, gnu::always_inline]] std::int32_t number(std::string_view text, Words words,
                                                          Compute&& compute) {
        const Place& place = places_[slot(words) & mask_];
        if (place.words == words && place.is_short) [[likely]] {
            return place.number;
        }
        return searched(text, words, true, compute);
    }

private:
    static constexpr std::size_t first_places = 64;
    struct Place {
        Words words;               ///< of a short text the text, of others hash and length
        std::uint32_t offset = 0;  ///< of others: in texts_
        std::int32_t number = 0;
        bool is_short = false;
        bool is_used = false;
    };

    [[nodiscard]] static std::size_t slot(const Words& words) noexcept {
        const std::uint64_t product =
            words.low * 0x9e3779b97f4a7c15 + words.high * 0xd1b54a32d192ed03;
        return product >> 32;
    }

    template <class Compute>
    [[nodiscard, gnu::noinline]] std::int32_t searched(std::string_view text, Words words,
                                                       bool is_short, Compute& compute) {
        std::size_t at = slot(words) & mask_;
        for (; places_[at].is_used; at = (at + 1) & mask_) {
            const Place& place = places_[at];
            if (place.words == words && place.is_short == is_short &&
                (is_short || std::string_view(texts_).substr(place.offset, text.size()) == text)) {
                return place.number;
            }
        }
        const std::int32_t number = compute(text);
        places_[at] = {words, static_cast<std::uint32_t>(texts_.size()), number, is_short, true};
        if (!is_short) {
            texts_ += text;
        }
        if (++size_ * 2 > places_.size()) {
            grow();
        }
        return number;
    }

    void grow() {
        std::vector<Place> old(places_.size() * 4);
        old.swap(places_);
        mask_ = places_.size() - 1;
        for (const Place& place : old) {
            if (place.is_used) {
                std::size_t at = slot(place.words) & mask_;
                while (places_[at].is_used) {
                    at = (at + 1) & mask_;
                }
                places_[at] = place;
            }
        }
    }

    std::vector<Place> places_;
    std::size_t mask_ = first_places - 1;
    std::string texts_;
    std::size_t size_ = 0;
};

}  // namespace waymark::source
