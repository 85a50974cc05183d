// SPDX-License-Identifier: MIT
// Members of an entry of the document: optional ones, words of a fixed list, numbers of items.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "waymark/measure/json.hpp"

namespace resilience {

[[nodiscard]] inline std::optional<std::int64_t> whole(const waymark::Json& entry,
                                                       std::string_view key) {
    const waymark::Json* found = entry.find(key);
    return found != nullptr ? std::optional(found->integer()) : std::nullopt;
}

[[nodiscard]] inline std::optional<double> real(const waymark::Json& entry, std::string_view key) {
    const waymark::Json* found = entry.find(key);
    return found != nullptr ? std::optional(found->real()) : std::nullopt;
}

/// A word of a list and what it stands for.
template <class Word>
using Words = std::initializer_list<std::pair<std::string_view, Word>>;

/// The meaning of a word; the fault lists all that are known.
template <class Word>
[[nodiscard]] Word word_of(const waymark::Json& value, Words<Word> words) {
    std::string known;
    for (const auto& [text, word] : words) {
        if (text == value.text()) {
            return word;
        }
        known += (known.empty() ? "" : ", ") + std::string(text);
    }
    value.refuse("\"" + value.text() + "\" is not known here; use one of: " + known);
}

/// The same for a member that may be absent.
template <class Word>
[[nodiscard]] Word word_or(const waymark::Json& entry, std::string_view key, Words<Word> words,
                           Word otherwise) {
    const waymark::Json* value = entry.find(key);
    return value != nullptr ? word_of(*value, words) : otherwise;
}

/// Numbers of items, each once and within the form, as places from 0.
[[nodiscard]] inline std::vector<std::size_t> item_places(const waymark::Json& list,
                                                          std::size_t items) {
    std::vector<std::size_t> places;
    for (const waymark::Json& item : list.items()) {
        const std::int64_t number = item.integer();
        if (number < 1 || number > static_cast<std::int64_t>(items)) {
            item.refuse("the form has items 1 to " + std::to_string(items));
        }
        const auto place = static_cast<std::size_t>(number - 1);
        if (std::find(places.begin(), places.end(), place) != places.end()) {
            item.refuse("item " + std::to_string(number) + " is listed twice");
        }
        places.push_back(place);
    }
    return places;
}

}  // namespace resilience
