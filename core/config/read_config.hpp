// SPDX-License-Identifier: MIT
// Reads a configuration file (TOML); docs/configuration.md explains every key.
#pragma once

#include <filesystem>

#include "config/config.hpp"

namespace waymark::config {

/// Reads and checks the whole file; relative paths in it start at its folder. Throws Error:
/// configuration with every fault found, one line "file:line:column: error: sentence" each and how
/// many there are; input_missing or permission when the file cannot be read.
[[nodiscard]] Config read_config(const std::filesystem::path& path);

}  // namespace waymark::config
