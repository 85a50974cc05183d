// SPDX-License-Identifier: MIT
// From a configured source to the parts of a pull: which there are, and how each is opened.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "source/pull.hpp"

namespace waymark::source {

/// What a source may be told of the run it is read for.
struct Asked {
    std::filesystem::path base;  ///< of relative paths
    Date as_of;
    std::optional<Date> from{};  ///< first and last day rows are wanted of, if the monitor says
    std::optional<Date> to{};
    std::string service{};              ///< "" = not read service by service
    const Clock* clock = nullptr;       ///< asked by drop folders; must not be null for them
    std::function<bool()> cancelled{};  ///< the user wants to stop; may be empty
};

/// Fills in the files of a request, and how they are opened, from its source, wanted columns and
/// filters. Databases and servers are only asked when the pull reads them. Returns remarks for
/// people: files that are waited for. Throws Error: input_missing, source_unavailable (every file
/// of a drop folder is still growing), configuration.
[[nodiscard]] std::vector<std::string> locate(PullRequest& request, const Asked& asked);

}  // namespace waymark::source
