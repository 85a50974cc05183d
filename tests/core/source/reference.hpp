// SPDX-License-Identifier: MIT
// A second reader of the same tables, a byte at a time, with standard containers and no code shared
// with the room: what the fast one must agree with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "table.hpp"

namespace waymark::source {

/// Reads the table of reference_request() from one file's text.
[[nodiscard]] Pulled reference_pull(std::string_view text);

/// id key · day date · n int 0 to 99, may be missing · code category a, b or c · note text, may be
/// missing; rows with the note "drop" are filtered, days outside 2024 are out of scope, rows of
/// equal id and day are refused.
[[nodiscard]] PullRequest reference_request();

}  // namespace waymark::source
