// SPDX-License-Identifier: MIT
// Secrets, read where they are kept when they are needed; never logged, never part of a message.
#pragma once

#include <string>

#include "config/config.hpp"

namespace waymark::source {

/// The text of the credential or file, without a last line end; "" when the configuration gives
/// none. Throws Error: input_missing (no such file, no $CREDENTIALS_DIRECTORY, nothing in it),
/// permission (it cannot be read, or strangers can read it).
[[nodiscard]] std::string secret_text(const config::Secret& secret);

}  // namespace waymark::source
