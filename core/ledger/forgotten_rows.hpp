// SPDX-License-Identifier: MIT
// Forgotten people as rows of the ledger.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <optional>

#include "ledger/forgotten.hpp"

namespace waymark::ledger {

/// The key of the digests; nullopt while nobody was forgotten.
[[nodiscard]] std::optional<Digest> selected_key(SQLite::Database& connection);

/// Everybody who is forgotten.
[[nodiscard]] Forgotten selected_forgotten(SQLite::Database& connection);

/// How many requests to forget somebody were taken; repeated ones count, too.
[[nodiscard]] std::int64_t selected_forget_requests(SQLite::Database& connection);

}  // namespace waymark::ledger
