// SPDX-License-Identifier: MIT
// A JSON Schema of the configuration for editors, written from the option tables.
#pragma once

#include <string>

namespace waymark::config {

/// JSON Schema (draft 7) of one configuration file. It knows keys, types and words; what only shows
/// across keys is told by `config check`. Tables mandatory at the top are not required here, since
/// a file of the drop-in folder may hold them.
[[nodiscard]] std::string config_schema();

}  // namespace waymark::config
