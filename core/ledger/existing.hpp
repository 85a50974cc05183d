// SPDX-License-Identifier: MIT
// A ledger that must be there: whoever writes one makes it, where to change nothing would mislead.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "sqlite/database.hpp"

namespace waymark::ledger {

/// The ledger at `path`, its schema brought up to date. Throws Error: input_missing with `remark`
/// after "no such ledger; ", and as sqlite::Database does.
[[nodiscard]] std::unique_ptr<sqlite::Database> existing_ledger(const std::filesystem::path& path,
                                                                const Clock& clock,
                                                                sqlite::Options options,
                                                                const std::string& remark);

}  // namespace waymark::ledger
