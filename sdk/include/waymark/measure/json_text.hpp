// SPDX-License-Identifier: MIT
// Texts and numbers as JSON writes them.
#pragma once

#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace waymark::detail {

[[nodiscard]] inline std::string quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 0xFU];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

/// The shortest text that reads back as the same number.
[[nodiscard]] inline std::string number_text(double number) {
    std::array<char, 32> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return {buffer.data(), written.ptr};
}

}  // namespace waymark::detail
