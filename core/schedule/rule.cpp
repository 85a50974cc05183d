// SPDX-License-Identifier: MIT
#include "schedule/rule.hpp"

#include <algorithm>
#include <array>

namespace waymark::schedule {

static constexpr std::array<std::string_view, 4> named_words{"weekly", "monthly", "quarterly",
                                                             "termly"};
static constexpr std::array<std::string_view, 3> catch_up_words{"none", "latest", "all"};

template <class Enum, std::size_t size>
static std::optional<Enum> found(const std::array<std::string_view, size>& words,
                                 std::string_view word) noexcept {
    const auto place = std::find(words.begin(), words.end(), word);
    return place == words.end() ? std::nullopt
                                : std::optional(static_cast<Enum>(place - words.begin()));
}

std::string_view word(Named named) noexcept {
    return named_words[static_cast<std::size_t>(named)];
}

std::optional<Named> named_of(std::string_view word) noexcept {
    return found<Named>(named_words, word);
}

std::string_view word(CatchUp catch_up) noexcept {
    return catch_up_words[static_cast<std::size_t>(catch_up)];
}

std::optional<CatchUp> catch_up_of(std::string_view word) noexcept {
    return found<CatchUp>(catch_up_words, word);
}

std::string text(const Rule& rule) {
    if (const auto* cron = std::get_if<Cron>(&rule)) {
        return cron->text();
    }
    const auto& named = std::get<NamedRule>(rule);
    const LocalMinute time{named.at};
    return std::string(word(named.named)) + " + " + std::to_string(named.offset.count()) +
           " days at " + local_text(time).substr(11);
}

std::optional<std::chrono::minutes> parse_time(std::string_view text) noexcept {
    const auto digit = [&](std::size_t at) {
        return text[at] >= '0' && text[at] <= '9' ? text[at] - '0' : 99;
    };
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour > 23 || minute > 59 || digit(1) > 9 || digit(4) > 9) {
        return std::nullopt;
    }
    return std::chrono::minutes{hour * 60 + minute};
}

}  // namespace waymark::schedule
