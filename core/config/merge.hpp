// SPDX-License-Identifier: MIT
// A configuration file and the files of its drop-in folder as one table. Only for this room.
#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <vector>

#include "base/error_list.hpp"

namespace waymark::config {

/// The files `FILE.d/*.toml` of a configuration FILE, by name; hidden ones are left out. Empty when
/// there is no such folder. Throws Error(permission) when it cannot be listed.
[[nodiscard]] std::vector<std::filesystem::path> drop_ins_of(const std::filesystem::path& file);

/// Moves everything of `more` into `whole`: lists of tables ([[name]]) append, tables are joined
/// key by key, and any other key that both have is a fault that names both places. Places stay.
void merge(toml::table& whole, toml::table&& more, ErrorList& errors);

}  // namespace waymark::config
