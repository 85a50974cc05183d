// SPDX-License-Identifier: MIT
#include "mark_string.hpp"

#include <string>

namespace attendance {

using waymark::Day;

static constexpr unsigned saturday = 6;

static bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view next_mark(std::string_view text) {
    if (text.size() > 1 && is_letter(text[0]) && is_digit(text[1])) {
        return text.substr(0, 2);
    }
    std::size_t bytes = 1;
    const auto continues = [&] {
        return (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80;
    };
    while (bytes < text.size() && continues()) {
        ++bytes;
    }
    return text.substr(0, bytes);
}

void StringDays::advance() {
    day_ = day_ + 1;
    while (!has_weekends_ && day_.iso_weekday() >= saturday) {
        day_ = day_ + 1;
    }
}

bool fits_its_days(const MarkString& row, bool has_weekends) {
    if (!has_weekends && row.first.iso_weekday() >= saturday) {
        return false;
    }
    std::size_t marks = 0;
    for (std::string_view text = row.marks; !text.empty(); ++marks) {
        text.remove_prefix(next_mark(text).size());
    }
    if (marks == 0 || marks % 2 != 0 || !row.last) {
        return marks > 0 && marks % 2 == 0;
    }
    StringDays days(row.first, has_weekends);
    for (std::size_t day = 1; day < marks / 2; ++day) {
        days.advance();
    }
    const Day end = days.day();
    days.advance();
    return end <= *row.last && *row.last < days.day();  // it may end on a weekend without marks
}

MarkMeanings::MarkMeanings(const CodeTable& codes) : codes_(codes) {
    for (std::size_t c = 0; c < of_character_.size(); ++c) {
        of_character_[c] = codes.meanings(std::string(1, static_cast<char>(c)));
    }
    for (std::size_t letter = 0; letter < of_letter_and_digit_.size(); ++letter) {
        for (std::size_t digit = 0; digit < 10; ++digit) {
            const std::string code{static_cast<char>('A' + letter), static_cast<char>('0' + digit)};
            of_letter_and_digit_[letter][digit] = codes.meanings(code);
        }
    }
}

Meaning MarkMeanings::on(std::string_view mark, Day day) const {
    if (mark.size() == 1 && static_cast<unsigned char>(mark[0]) < of_character_.size()) {
        return of_character_[static_cast<unsigned char>(mark[0])].on(day);
    }
    if (mark.size() == 2 && is_letter(mark[0]) && is_digit(mark[1])) {
        const auto letter = static_cast<std::size_t>((mark[0] | 0x20) - 'a');
        return of_letter_and_digit_[letter][static_cast<std::size_t>(mark[1] - '0')].on(day);
    }
    return codes_.meanings(mark).on(day);
}

}  // namespace attendance
