// SPDX-License-Identifier: MIT
#include "source/encoding.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "base/key_hash.hpp"

namespace waymark::source {
namespace {

// Windows-1252 from 0x80 to 0x9f (Unicode consortium, CP1252.TXT); 0xfffd marks undefined bytes.
constexpr std::array<char16_t, 32> windows1252_low{
    0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};

constexpr std::uint64_t tops = 0x8080808080808080;

bool continues(std::string_view text, std::size_t at, unsigned char from = 0x80,
               unsigned char to = 0xbf) noexcept {
    return at < text.size() && static_cast<unsigned char>(text[at]) >= from &&
           static_cast<unsigned char>(text[at]) <= to;
}

// Bytes of the valid sequence at `at`, 0 if there is none (Unicode standard, table 3-7).
std::size_t sequence_size(std::string_view text, std::size_t at) noexcept {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead <= 0xdf) {
        return continues(text, at + 1) ? 2 : 0;
    }
    if (lead >= 0xe0 && lead <= 0xef) {
        const unsigned char from = lead == 0xe0 ? 0xa0 : 0x80;
        const unsigned char to = lead == 0xed ? 0x9f : 0xbf;
        return continues(text, at + 1, from, to) && continues(text, at + 2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        const unsigned char from = lead == 0xf0 ? 0x90 : 0x80;
        const unsigned char to = lead == 0xf4 ? 0x8f : 0xbf;
        return continues(text, at + 1, from, to) && continues(text, at + 2) &&
                       continues(text, at + 3)
                   ? 4
                   : 0;
    }
    return 0;
}

char16_t unicode_of(char byte) noexcept {
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0x80 && value < 0xa0 ? windows1252_low[value - 0x80] : char16_t{value};
}

}  // namespace

std::size_t invalid_utf8(std::string_view text) noexcept {
    std::size_t at = 0;
    while (at < text.size()) {
        if (text.size() - at >= 8 && (word_at<std::uint64_t>(text.data() + at) & tops) == 0) {
            at += 8;
            continue;
        }
        const std::size_t size = sequence_size(text, at);
        if (size == 0) {
            return at;
        }
        at += size;
    }
    return std::string_view::npos;
}

std::string utf8_from_windows1252(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char byte : text) {
        const char16_t code = unicode_of(byte);
        if (code < 0x80) {
            out += byte;
        } else if (code < 0x800) {
            out += static_cast<char>(0xc0 | (code >> 6));
            out += static_cast<char>(0x80 | (code & 0x3f));
        } else {
            out += static_cast<char>(0xe0 | (code >> 12));
            out += static_cast<char>(0x80 | ((code >> 6) & 0x3f));
            out += static_cast<char>(0x80 | (code & 0x3f));
        }
    }
    return out;
}

std::size_t character_count(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
    }));
}

}  // namespace waymark::source
