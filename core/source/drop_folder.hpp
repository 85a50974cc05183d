// SPDX-License-Identifier: MIT
// The files of a folder that others put files into: only those that have stopped growing.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "config/config.hpp"
#include "source/byte_stream.hpp"

namespace waymark::source {

/// What stands in a drop folder at one moment.
struct Dropped {
    std::vector<std::filesystem::path> settled;  ///< in the source's order
    std::vector<std::string> growing;            ///< names of files that are waited for
};

/// Looks into `folder` for names that match `pattern` (*, ?, [...]). Hidden names, and those that
/// programs give to files they have not finished, do not count. A file has settled when it was last
/// changed at least `drop.settle` before `now`. Throws Error: input_missing, permission.
[[nodiscard]] Dropped dropped_files(const std::filesystem::path& folder, const std::string& pattern,
                                    const config::Drop& drop, Instant now);

/// Reads such a file. `settled_by`: when it had to be unchanged, which is `drop.settle` before it
/// was found. Throws Error source_unavailable if it was changed later, now or until its end was
/// read.
[[nodiscard]] std::unique_ptr<ByteStream> settled_stream(const std::filesystem::path& file,
                                                         Instant settled_by);

}  // namespace waymark::source
