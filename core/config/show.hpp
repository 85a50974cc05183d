// SPDX-License-Identifier: MIT
// What `config show` prints: every effective value with its origin, and who is watched by what.
#pragma once

#include <string>

#include "config/config.hpp"

namespace waymark::config {

/// The effective configuration as TOML that reads back to the same, each value with a comment that
/// says its line or "default"; then, as comments, the matrix of monitors and services.
[[nodiscard]] std::string config_text(const Config& config);

/// The same as JSON: {"file", "drop_ins", "sha256", "sections": [{"header", "values": [{"key",
/// "value", "origin"}]}], "matrix": [{"monitor", "measure", "services": [...]}]}.
[[nodiscard]] std::string config_json(const Config& config);

}  // namespace waymark::config
