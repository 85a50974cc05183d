// SPDX-License-Identifier: MIT
// Forgotten people as rows of the ledger.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>

#include "ledger/forgotten.hpp"

namespace waymark::ledger {

/// The key of the digests; nullopt while nobody was forgotten.
[[nodiscard]] std::optional<Digest> selected_key(SQLite::Database& connection);

/// Everybody who is forgotten.
[[nodiscard]] Forgotten selected_forgotten(SQLite::Database& connection);

}  // namespace waymark::ledger
