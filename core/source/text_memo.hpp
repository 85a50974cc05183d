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
        if (text.size() > 16) {
            return compute(text);
        }
        const Words words = words_of(text);
        Place& place = places_[(words.low * 0x9e3779b97f4a7c15 ^ words.high * 0xd1b54a32d192ed03) >>
                               (64 - place_bits)];
        if (!(place.words == words)) {
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
        texts_.clear();
        size_ = 0;
    }

    /// The number kept for `text`; if there is none, compute(text) is kept.
    template <class Compute>
    [[nodiscard]] std::int32_t number(std::string_view text, Compute&& compute) {
        Words words;
        std::uint32_t length = 0;  // of texts over 16 bytes
        if (text.size() <= 16) {
            words = words_of(text);
        } else {
            words = {key_hash(text, 1), 0};
            length = static_cast<std::uint32_t>(text.size());
        }
        const std::size_t mask = places_.size() - 1;
        for (std::size_t at = slot(words);; ++at) {
            Place& place = places_[at & mask];
            if (place.is_used && place.words == words && place.length == length &&
                (length == 0 || std::string_view(texts_).substr(place.offset, length) == text)) {
                return place.number;
            }
            if (!place.is_used) {
                const std::int32_t number = compute(text);
                place = {words, length, static_cast<std::uint32_t>(texts_.size()), number, true};
                if (length > 0) {
                    texts_ += text;
                }
                if (++size_ * 2 > places_.size()) {
                    grow();
                }
                return number;
            }
        }
    }

private:
    static constexpr std::size_t first_places = 64;
    struct Place {
        Words words;
        std::uint32_t length = 0;
        std::uint32_t offset = 0;  ///< in texts_
        std::int32_t number = 0;
        bool is_used = false;
    };

    [[nodiscard]] static std::size_t slot(const Words& words) noexcept {
        return folded_product(words.low ^ 0x9e3779b97f4a7c15, words.high ^ 0xd1b54a32d192ed03);
    }

    void grow() {
        std::vector<Place> old(places_.size() * 4);
        old.swap(places_);
        for (const Place& place : old) {
            if (place.is_used) {
                std::size_t at = slot(place.words);
                while (places_[at & (places_.size() - 1)].is_used) {
                    ++at;
                }
                places_[at & (places_.size() - 1)] = place;
            }
        }
    }

    std::vector<Place> places_;
    std::string texts_;
    std::size_t size_ = 0;
};

}  // namespace waymark::source
