// SPDX-License-Identifier: MIT
// From the line of a refused row to the field its reason is about, for people with a file open.
#pragma once

#include <string>

#include "base/error.hpp"

namespace waymark::run {

/// `row` with the column at which the field begins that `reason` names as "column 'NAME'", counted
/// in bytes from 1; `row` itself when that cannot be told (no such field, a record of several
/// lines, a file that is no longer there).
[[nodiscard]] Place field_place(const Place& row, const std::string& reason);

}  // namespace waymark::run
