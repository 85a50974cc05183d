// SPDX-License-Identifier: MIT
// The account of a pull, for people: which rows were not used, why, and where the first one stands.
#pragma once

#include <ostream>

#include "source/pull.hpp"

namespace waymark::cli {

/// "1000 rows read, 998 used, 2 refused, 0 out of scope", then a line for each reason.
void print_account(const source::Account& account, std::ostream& out);

}  // namespace waymark::cli
