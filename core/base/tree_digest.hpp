// SPDX-License-Identifier: MIT
// The tree digest of bytes: SHA-256 over the SHA-256 digests of their leaves, 32 KiB each, the last
// one shorter. Leaves can be hashed beside each other. It is another number than the SHA-256 of
// the same bytes and is always named apart from it ("sha256-tree-32k:").
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/sha256.hpp"

namespace waymark {

inline constexpr std::size_t leaf_bytes = std::size_t{32} * 1024;

/// The digests of the leaves of bytes that begin with a leaf. Any thread.
[[nodiscard]] std::vector<Digest> leaf_digests(std::span<const std::byte> bytes);

/// A running tree digest; no bytes at all have one empty leaf. One thread at a time.
class TreeDigest {
public:
    /// Bytes of any number.
    void update(std::span<const std::byte> bytes);

    /// Whole leaves whose digests are known, and at the very end one that is not whole. What came
    /// before must have been whole leaves.
    void add(std::span<const Digest> leaves);

    /// True when the next byte begins a leaf.
    [[nodiscard]] bool is_at_leaf() const noexcept { return begun_ == 0; }

    /// The digest of all bytes so far; the object may not be used again afterwards.
    [[nodiscard]] Digest finish();

private:
    Sha256 root_;
    Sha256 leaf_;            ///< of the bytes since the last whole leaf ...
    std::size_t begun_ = 0;  ///< ... and how many these are
    std::uint64_t leaves_ = 0;
};

}  // namespace waymark
