// SPDX-License-Identifier: MIT
// What a shared object says of itself before it is loaded.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace waymark::worker {

/// The libraries it needs (DT_NEEDED), in its order. Throws Error(measure) for anything that is not
/// a 64-bit shared object of this machine's byte order; reads nothing outside `file`.
[[nodiscard]] std::vector<std::string> needed_libraries(std::span<const std::byte> file);

/// The compiler's name and version as it left them (section .comment); "" when it left none.
[[nodiscard]] std::string compiler_of(std::span<const std::byte> file);

}  // namespace waymark::worker
