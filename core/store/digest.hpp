// SPDX-License-Identifier: MIT
// The fingerprint by which ledger and store know that they speak of the same publication.
#pragma once

#include "base/sha256.hpp"
#include "release/release.hpp"

namespace waymark::store {

/// SHA-256 over the canonical text of the releases, in their order. Every field is written as its
/// length, a colon, its text and a comma; numbers as the shortest decimal text that reads back the
/// same, absent ones as "-,". Equal digests mean equal releases, whatever run made them.
[[nodiscard]] Digest publication_digest(const release::Publication& publication);

}  // namespace waymark::store
