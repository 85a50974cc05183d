// SPDX-License-Identifier: MIT
// The tables of the ledger, version by version.
#pragma once

#include "sqlite/migration.hpp"

namespace waymark::ledger {

/// The ledger's schema: private (mode 0600), application id "WmLg".
[[nodiscard]] const sqlite::Schema& schema() noexcept;

}  // namespace waymark::ledger
