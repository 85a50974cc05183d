// SPDX-License-Identifier: MIT
#include "base/date.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/error.hpp"

namespace waymark {

using std::chrono::year_month_day;

Date date_of(int year, unsigned month, unsigned day) {
    const year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                              std::chrono::day{day}};
    check(date.ok(), "the date exists");
    return Date{date};
}

// The value of `count` digits at `at`, or -1 if one of them is no digit.
static int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

std::optional<Date> parse_date(std::string_view iso) noexcept {
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') {
        return std::nullopt;
    }
    const int year = digits(iso, 0, 4);
    const int month = digits(iso, 5, 2);
    const int day = digits(iso, 8, 2);
    if (year < 0 || month < 0 || day < 0) {
        return std::nullopt;
    }
    const year_month_day date{std::chrono::year{year},
                              std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) {
        return std::nullopt;
    }
    return Date{date};
}

std::string date_text(Date date) {
    const year_month_day civil{date};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", int{civil.year()},
                  unsigned{civil.month()}, unsigned{civil.day()});
    return text.data();
}

std::string instant_text(Instant instant) {
    const Date date = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::hh_mm_ss<std::chrono::microseconds> time{instant - date};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d", int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()));
    std::string out = date_text(date) + text.data();
    if (const auto micros = time.subseconds().count(); micros != 0) {
        std::snprintf(text.data(), text.size(), ".%06d", int(micros));
        out += text.data();
    }
    return out + "Z";
}

Date add_months(Date date, int months) noexcept {
    const year_month_day civil{date};
    const auto month =
        std::chrono::year_month{civil.year(), civil.month()} + std::chrono::months{months};
    const std::chrono::year_month_day_last last{month.year(),
                                                std::chrono::month_day_last{month.month()}};
    return Date{month / std::min(civil.day(), last.day())};
}

}  // namespace waymark
