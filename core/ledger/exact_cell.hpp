// SPDX-License-Identifier: MIT
// One exact observation as the ledger gives it back. A plain value; any thread.
#pragma once

#include "base/cell.hpp"
#include "ledger/record.hpp"
#include "observation/observation.hpp"

namespace waymark::ledger {

/// One exact observation read back. Sums are kept as doubles.
struct ExactCell {
    CellName name;
    observation::Sums sums;
    State state = State::observed;
    Maturity maturity = Maturity::final;
    Flags flags = 0;
};

}  // namespace waymark::ledger
