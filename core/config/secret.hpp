// SPDX-License-Identifier: MIT
// Where a secret is kept, as the configuration says it. Only for this room.
#pragma once

#include <filesystem>
#include <string_view>

#include "config/config.hpp"
#include "config/section.hpp"

namespace waymark::config {

/// The reference under a key; none when it is not given. Any other text is a fault, and is not
/// repeated, since it may be the secret itself.
[[nodiscard]] Secret read_secret(const Section& section, std::string_view key,
                                 const std::filesystem::path& folder);

}  // namespace waymark::config
