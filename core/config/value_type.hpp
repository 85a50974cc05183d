// SPDX-License-Identifier: MIT
// Whether a TOML value is of the type its key wants. Only for this room.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <string>

#include "config/keys.hpp"

namespace waymark::config {

/// What is expected of the value, or nullopt when it is of the type.
[[nodiscard]] std::optional<std::string> misfit(ValueType type, const toml::node& node);

}  // namespace waymark::config
