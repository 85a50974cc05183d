// SPDX-License-Identifier: MIT
// UTF-8 from the UTF-16 in which ODBC hands out texts.
#pragma once

#include <span>
#include <string>

namespace waymark::source {

/// Appends the text in UTF-8. A surrogate without its other half becomes U+FFFD.
void append_utf8(std::span<const unsigned short> text, std::string& out);

}  // namespace waymark::source
