// SPDX-License-Identifier: MIT
// The text of configs/disclosure/profiles.toml, so that the binary carries its rules with it.
#pragma once

#include <string_view>

namespace waymark::disclosure {

[[nodiscard]] std::string_view profiles_text();

}  // namespace waymark::disclosure
