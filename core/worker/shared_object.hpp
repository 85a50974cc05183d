// SPDX-License-Identifier: MIT
// What the dynamic section of a shared object promises and demands, read without loading it.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace waymark::worker {

struct SharedObject {
    std::vector<std::string> exports;  ///< defined dynamic symbols that others may bind to
    std::vector<std::string> needed;   ///< libraries
    bool has_run_path = false;         ///< RPATH or RUNPATH
    bool has_text_relocations = false;
    bool has_executable_stack = false;
    std::string
        compiler;  ///< name and version as it left them (section .comment); "" when it did not
};

/// Throws Error(measure) for anything that is not a 64-bit shared object of this machine's byte
/// order; reads nothing outside `file`.
[[nodiscard]] SharedObject shared_object(std::span<const std::byte> file);

}  // namespace waymark::worker
