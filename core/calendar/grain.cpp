// SPDX-License-Identifier: MIT
#include "calendar/grain.hpp"

#include <array>

namespace waymark::calendar {

static constexpr std::array<std::string_view, 10> grain_words{
    "day",           "week",    "month",          "half_term",     "term",
    "academic_year", "quarter", "financial_year", "calendar_year", "window"};
static constexpr std::array<std::string_view, 5> basis_words{"civil", "census", "feed",
                                                             "school_calendar", "observed"};

std::string_view word(Grain grain) noexcept {
    return grain_words[static_cast<std::size_t>(grain)];
}

std::string_view word(Basis basis) noexcept {
    return basis_words[static_cast<std::size_t>(basis)];
}

std::optional<Grain> grain_of(std::string_view word) noexcept {
    for (std::size_t i = 0; i < grain_words.size(); ++i) {
        if (grain_words[i] == word) {
            return static_cast<Grain>(i);
        }
    }
    return std::nullopt;
}

std::optional<Basis> basis_of(std::string_view word) noexcept {
    for (std::size_t i = 0; i < basis_words.size(); ++i) {
        if (basis_words[i] == word) {
            return static_cast<Basis>(i);
        }
    }
    return std::nullopt;
}

}  // namespace waymark::calendar
