// SPDX-License-Identifier: MIT
// Reads a configuration (TOML); docs/configuration.md explains every key.
#pragma once

#include <filesystem>

#include "config/config.hpp"

namespace waymark::config {

/// Reads and checks the file and, by name, the files of the folder beside it that is called like it
/// and ".d"; relative paths in all of them start at the file's folder. Throws Error:
/// configuration with every fault found, one line "file:line:column: error: sentence" each and how
/// many there are; input_missing or permission when the file cannot be read.
[[nodiscard]] Config read_config(const std::filesystem::path& path);

}  // namespace waymark::config
