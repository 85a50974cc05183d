// SPDX-License-Identifier: MIT
// Reads one [[scale]] of the document of instruments.
#pragma once

#include <vector>

#include "instruments.hpp"

namespace resilience {

/// The scale an entry describes, without bands. `before` are the scales above it, which it may be
/// the sum of. Throws waymark::BadParameter naming the member that cannot be used.
[[nodiscard]] Scale scale_of(const waymark::Json& entry, const std::vector<Instrument>& instruments,
                             const std::vector<Scale>& before);

}  // namespace resilience
