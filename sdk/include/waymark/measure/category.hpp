// SPDX-License-Identifier: MIT
// Category columns: what a code means is worked out once per dictionary entry, not once per row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "waymark/measure/column.hpp"

namespace waymark {

/// What a code meant from which day on: the answer of a resolver whose codes changed over time.
/// Before the first era its meaning is that of the first.
template <class Meaning>
class Eras {
public:
    /// Eras may be added in any order; two from the same day throw std::logic_error.
    Eras& from(Day day, Meaning meaning) {
        const auto at =
            std::lower_bound(eras_.begin(), eras_.end(), day,
                             [](const auto& era, Day wanted) { return era.first < wanted; });
        if (at != eras_.end() && at->first == day) {
            throw std::logic_error("two eras of a code begin on " + day.text());
        }
        eras_.insert(at, {day, std::move(meaning)});
        return *this;
    }

    [[nodiscard]] bool is_empty() const { return eras_.empty(); }
    [[nodiscard]] const Meaning& on(Day day) const {
        std::size_t era = eras_.size() - 1;
        while (era > 0 && day < eras_[era].first) {
            --era;
        }
        return eras_[era].second;
    }

private:
    std::vector<std::pair<Day, Meaning>> eras_;
};

}  // namespace waymark

namespace waymark::detail {

/// Marks a category column without a resolver of the author's.
struct NoResolver {};

/// Asks the author's resolver, a const member function of the measure or a free function, or falls
/// back: an enumeration is the place among the declared codes, a string_view the code itself.
template <auto member, auto resolver>
[[nodiscard]] auto meaning_of(const ReaderSetting& setting, std::string_view code) {
    using Resolver = std::remove_cv_t<decltype(resolver)>;
    if constexpr (std::is_member_function_pointer_v<Resolver>) {
        return [&]<class Result, class Measure>(Result (Measure::*asked)(std::string_view) const) {
            return (static_cast<const Measure*>(setting.measure)->*asked)(code);
        }(resolver);
    } else if constexpr (!std::is_same_v<Resolver, NoResolver>) {
        return resolver(code);
    } else if constexpr (std::is_enum_v<ValueOf<member>>) {
        const auto found = std::find(setting.codes.begin(), setting.codes.end(), code);
        if (found == setting.codes.end()) {
            throw BadInput("a category holds a code that was not declared");
        }
        return static_cast<ValueOf<member>>(found - setting.codes.begin());
    } else {
        static_assert(std::is_same_v<ValueOf<member>, std::string_view>,
                      "a category member is an enumeration, a string_view or has a resolver");
        return code;
    }
}

/// The meanings of a dictionary that only grows. Keeps its own copy of the texts, because batches
/// end with the call and a meaning may be the text.
template <auto member, auto resolver>
class Dictionary {
public:
    explicit Dictionary(const ReaderSetting& setting) : setting_(setting) {}

    void prepare(const ColumnPiece& piece) {
        expect_format(piece, "i");
        const ArrowArray* entries = piece.array->dictionary;
        if (entries == nullptr) {
            throw BadInput("category \"" + std::string(piece.schema->name) +
                           "\" comes without its dictionary");
        }
        for (auto at = static_cast<std::int64_t>(meanings_.size()); at < entries->length; ++at) {
            const std::string_view code =
                texts_.emplace_back(text_at(*entries, entries->offset + at));
            meanings_.push_back({meaning_of<member, resolver>(setting_, code)});
        }
        indices_ = values<std::int32_t>(*piece.array, piece.first);
    }
    [[nodiscard]] const auto& at(std::int64_t row) const {
        const auto index = static_cast<std::size_t>(indices_[row]);
        if (index >= meanings_.size()) {
            throw BadInput("a category holds an index outside its dictionary");
        }
        return meanings_[index].value;
    }

private:
    using Meaning = decltype(meaning_of<member, resolver>(std::declval<const ReaderSetting&>(),
                                                          std::string_view{}));
    struct Entry {  // a vector of bool could give no reference
        Meaning value;
    };

    ReaderSetting setting_;
    std::deque<std::string> texts_;
    std::vector<Entry> meanings_;
    const std::int32_t* indices_ = nullptr;
};

template <auto member, auto resolver>
class CategoryFetch {
public:
    explicit CategoryFetch(const ReaderSetting& setting) : dictionary_(setting) {}

    void prepare(const ColumnPiece& piece, Arena& /*memory*/) { dictionary_.prepare(piece); }
    [[nodiscard]] const auto& operator()(const RowOf<member>& /*row*/, std::int64_t at) const {
        return dictionary_.at(at);
    }

private:
    Dictionary<member, resolver> dictionary_;
};

/// A category whose codes have eras: the day is a member bound to a column declared before.
template <auto member, auto resolver, auto day>
class EraFetch {
public:
    explicit EraFetch(const ReaderSetting& setting) : dictionary_(setting) {}

    void prepare(const ColumnPiece& piece, Arena& /*memory*/) { dictionary_.prepare(piece); }
    [[nodiscard]] const auto& operator()(const RowOf<member>& row, std::int64_t at) const {
        const auto& eras = dictionary_.at(at);
        if (eras.is_empty()) {
            throw std::logic_error("the resolver of a category answered without any era");
        }
        return eras.on(row.*day);
    }

private:
    Dictionary<member, resolver> dictionary_;
};

}  // namespace waymark::detail
