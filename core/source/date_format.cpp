// SPDX-License-Identifier: MIT
#include "source/date_format.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace waymark::source {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month_day;

struct DateFormat::Fields {
    int year = 1970;
    int month = 1;
    int day = 1;
    int week = 0;  // 0: none
    int hour = 0;
    int minute = 0;
    int second = 0;
};

namespace {

constexpr std::array<std::string_view, 12> month_names{
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool is_digit(char byte) noexcept {
    return byte >= '0' && byte <= '9';
}
char lower(char byte) noexcept {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

// Takes between `least` and `most` digits off the text; false when there are fewer.
bool take_number(std::string_view& text, std::size_t least, std::size_t most, int& value) noexcept {
    std::size_t size = 0;
    value = 0;
    while (size < most && size < text.size() && is_digit(text[size])) {
        value = value * 10 + (text[size++] - '0');
    }
    text.remove_prefix(size);
    return size >= least;
}

// Takes an English month's name, the whole of it or its first three letters ("Sept" too).
bool take_month(std::string_view& text, int& month) noexcept {
    std::size_t size = 0;
    std::array<char, 10> word{};
    while (size < text.size() && size < word.size() && lower(text[size]) >= 'a' &&
           lower(text[size]) <= 'z') {
        word[size] = lower(text[size]);
        ++size;
    }
    const std::string_view name{word.data(), size};
    for (std::size_t i = 0; i < month_names.size(); ++i) {
        if (name == month_names[i] || name == month_names[i].substr(0, 3) ||
            (name == "sept" && i == 8)) {
            month = static_cast<int>(i) + 1;
            text.remove_prefix(size);
            return true;
        }
    }
    return false;
}

// The Monday of an ISO 8601 week; nullopt when the year has no such week.
std::optional<Date> iso_monday(int year, int week) {
    const Date fourth = date_of(year, 1, 4);  // always in week 1
    const unsigned weekday = std::chrono::weekday{fourth}.iso_encoding();
    const Date monday = fourth - days{weekday - 1} + days{7 * (week - 1)};
    const year_month_day thursday{monday + days{3}};
    if (week < 1 || static_cast<int>(thursday.year()) != year) {
        return std::nullopt;
    }
    return monday;
}

std::optional<Date> existing_date(int year, int month, int day) noexcept {
    const year_month_day date{std::chrono::year{year},
                              std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional<Date>(Date{date}) : std::nullopt;
}

std::optional<Instant> with_time(std::optional<Date> date, int hour, int minute,
                                 int second) noexcept {
    if (!date || hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return Instant{*date} + hours{hour} + minutes{minute} + seconds{second};
}

}  // namespace

DateFormat::DateFormat(std::string_view format, const Place& place) {
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorKind::configuration,
                    "the date format \"" + std::string(format) + "\" " + what +
                        ". Use %d %m %Y %y %b %B %V %H %M %S and the text between them",
                    place);
    };
    constexpr std::string_view known = "dmYybBVHMS";
    std::string seen;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%') {
            pieces_.push_back({.literal = format[i]});
            continue;
        }
        const char directive = ++i < format.size() ? format[i] : '\0';
        if (directive == '\0' || known.find(directive) == std::string_view::npos) {
            refuse("has a directive Waymark does not know");
        }
        seen += directive;
        pieces_.push_back({.directive = directive});
    }
    if (!format.empty() && seen.find_first_of("Yy") == std::string::npos) {
        refuse("has no year");
    }
    for (std::size_t i = 0; i + 1 < pieces_.size(); ++i) {
        const Piece& next = pieces_[i + 1];
        pieces_[i].before_number = next.directive == 0
                                       ? is_digit(next.literal)
                                       : next.directive != 'b' && next.directive != 'B';
    }
}

bool DateFormat::parse(std::string_view text, Fields& fields) const {
    for (const Piece& piece : pieces_) {
        const std::size_t least = piece.before_number ? 2 : 1;
        bool ok = false;
        switch (piece.directive) {
            case 0:
                ok = !text.empty() && text.front() == piece.literal;
                text.remove_prefix(ok ? 1 : 0);
                break;
            case 'd':
                ok = take_number(text, least, 2, fields.day);
                break;
            case 'm':
                ok = take_number(text, least, 2, fields.month);
                break;
            case 'Y':
                ok = take_number(text, 4, 4, fields.year);
                break;
            case 'y':
                ok = take_number(text, 2, 2, fields.year);
                fields.year += fields.year < 69 ? 2000 : 1900;
                break;
            case 'V':
                ok = take_number(text, least, 2, fields.week) && fields.week > 0;
                break;
            case 'H':
                ok = take_number(text, least, 2, fields.hour);
                break;
            case 'M':
                ok = take_number(text, least, 2, fields.minute);
                break;
            case 'S':
                ok = take_number(text, least, 2, fields.second);
                break;
            default:
                ok = take_month(text, fields.month);
        }
        if (!ok) {
            return false;
        }
    }
    return text.empty();
}

std::optional<Date> DateFormat::date(std::string_view text) const {
    if (pieces_.empty()) {
        return parse_date(text);
    }
    Fields fields;
    if (!parse(text, fields) || fields.hour > 23 || fields.minute > 59 || fields.second > 59) {
        return std::nullopt;
    }
    return fields.week > 0 ? iso_monday(fields.year, fields.week)
                           : existing_date(fields.year, fields.month, fields.day);
}

std::optional<Instant> DateFormat::instant(std::string_view text) const {
    if (pieces_.empty()) {
        return parse_instant(text);
    }
    Fields fields;
    if (!parse(text, fields)) {
        return std::nullopt;
    }
    const std::optional<Date> day = fields.week > 0
                                        ? iso_monday(fields.year, fields.week)
                                        : existing_date(fields.year, fields.month, fields.day);
    return with_time(day, fields.hour, fields.minute, fields.second);
}

std::string DateFormat::example(bool with_time_of_day) const {
    if (pieces_.empty()) {
        return with_time_of_day ? "2024-09-30T13:45:00Z" : "2024-09-30";
    }
    const auto written = [](char directive) -> std::string {
        switch (directive) {
            case 'd':
                return "30";
            case 'm':
                return "09";
            case 'Y':
                return "2024";
            case 'y':
                return "24";
            case 'b':
                return "Sep";
            case 'B':
                return "September";
            case 'V':
                return "40";
            case 'H':
                return "13";
            case 'M':
                return "45";
            default:
                return "00";
        }
    };
    std::string text;
    for (const Piece& piece : pieces_) {
        text += piece.directive == 0 ? std::string(1, piece.literal) : written(piece.directive);
    }
    return text;
}

std::optional<Instant> parse_instant(std::string_view text) noexcept {
    const std::optional<Date> day = parse_date(text.substr(0, 10));
    if (!day || text.size() < 16 || (text[10] != 'T' && text[10] != ' ')) {
        return std::nullopt;
    }
    text.remove_prefix(11);
    int hour = 0, minute = 0, second = 0;
    const auto take_colon = [&] {
        const bool there = text.starts_with(':');
        text.remove_prefix(there ? 1 : 0);
        return there;
    };
    if (!take_number(text, 2, 2, hour) || !take_colon() || !take_number(text, 2, 2, minute) ||
        (take_colon() && !take_number(text, 2, 2, second))) {
        return std::nullopt;
    }
    std::chrono::microseconds fraction{0};
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        std::size_t size = 0;
        for (std::int64_t unit = 100'000; size < text.size() && is_digit(text[size]);
             ++size, unit /= 10) {
            fraction += std::chrono::microseconds{(text[size] - '0') * unit};
        }
        if (size == 0) {
            return std::nullopt;
        }
        text.remove_prefix(size);
    }
    const std::optional<Instant> local = with_time(day, hour, minute, second);
    if (!local || text.empty() || text == "Z") {
        return local ? std::optional<Instant>(*local + fraction) : std::nullopt;
    }
    const bool ahead = text.front() == '+';
    int offset_hours = 0, offset_minutes = 0;
    if (!ahead && text.front() != '-') {
        return std::nullopt;
    }
    text.remove_prefix(1);
    if (!take_number(text, 2, 2, offset_hours) || !take_colon() ||
        !take_number(text, 2, 2, offset_minutes) || !text.empty() || offset_hours > 23 ||
        offset_minutes > 59) {
        return std::nullopt;
    }
    const minutes offset = hours{offset_hours} + minutes{offset_minutes};
    return *local + fraction + (ahead ? -offset : offset);
}

}  // namespace waymark::source
