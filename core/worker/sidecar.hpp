// SPDX-License-Identifier: MIT
// The sidecar of a plugin, written when it is built: what can be known of it without running it.
#pragma once

#include <filesystem>
#include <string>

namespace waymark::worker {

/// The JSON text of NAME.measure.json for NAME.so. The plugin describes itself in a sandboxed
/// worker; none of its code runs here. Throws MeasureFailure, or Error as
/// contract::parse_description does.
[[nodiscard]] std::string sidecar(const std::filesystem::path& plugin);

}  // namespace waymark::worker
