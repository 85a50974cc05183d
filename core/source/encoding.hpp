// SPDX-License-Identifier: MIT
// Checks UTF-8 and turns Windows-1252 into it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace waymark::source {

/// Offset of the first byte of the first sequence that is not UTF-8 (RFC 3629: no overlong forms,
/// no surrogates, at most U+10FFFF); npos when the text is valid.
[[nodiscard]] std::size_t invalid_utf8(std::string_view text) noexcept;

/// What an undefined byte of Windows-1252 (81 8D 8F 90 9D) becomes: U+FFFD.
inline constexpr std::string_view undefined_character = "\xEF\xBF\xBD";

/// UTF-8 from Windows-1252.
[[nodiscard]] std::string utf8_from_windows1252(std::string_view text);

/// How many characters a valid UTF-8 text has.
[[nodiscard]] std::size_t character_count(std::string_view text) noexcept;

}  // namespace waymark::source
