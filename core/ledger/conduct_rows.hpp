// SPDX-License-Identifier: MIT
// The conduct of plugins as rows of the ledger.
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

#include "ledger/record.hpp"

namespace waymark::ledger {

/// Of every build that behaved badly since it last went well, ascending by measure and digest.
[[nodiscard]] std::vector<Conduct> selected_conduct(SQLite::Database& connection);

/// Puts it in place of what was known of this build. Call within a write.
void replace_conduct(SQLite::Database& connection, const Conduct& conduct);

/// Forgets what was known of a measure's build, or of all its builds when the digest is "". Call
/// within a write. How many there were.
std::int64_t remove_conduct(SQLite::Database& connection, const std::string& measure_id,
                            const std::string& plugin_sha256);

}  // namespace waymark::ledger
