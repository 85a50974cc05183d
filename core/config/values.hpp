// SPDX-License-Identifier: MIT
// TOML values as texts: TOML again, on one line, and JSON. Only for this room.
#pragma once

#include <toml++/toml.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace waymark::config {

/// The value on one line; tables inline.
[[nodiscard]] std::string toml_text(const toml::node& node);

/// The equivalent JSON; dates and times as texts, numbers that are not finite as null.
[[nodiscard]] std::string json_text(const toml::node& node);

/// A key, in quotes where it is not bare.
[[nodiscard]] std::string key_text(std::string_view key);

/// The text itself, or the texts of a list, with their places.
[[nodiscard]] std::vector<std::pair<std::string, toml::source_region>> texts_with_places(
    const toml::node& node);

}  // namespace waymark::config
