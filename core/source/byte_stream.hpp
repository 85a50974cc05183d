// SPDX-License-Identifier: MIT
// What a pull reads: bytes from front to back, hashed on the way, wherever they come from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/sha256.hpp"

namespace waymark::source {

/// One part of a pull as CSV text. One thread at a time, not always the same.
class ByteStream {
public:
    ByteStream() = default;
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;
    virtual ~ByteStream() = default;

    /// Reads up to `room` bytes of text; 0 only at the end, when all there is has come. Throws
    /// Error source_unavailable when it cannot be read on, refused when it is not what was asked
    /// for: every byte before was given.
    [[nodiscard]] virtual std::size_t read(char* to, std::size_t room) = 0;

    /// Bytes taken in so far, of those the digest is of.
    [[nodiscard]] virtual std::uint64_t stored_bytes() const noexcept = 0;

    /// True when the text is what is stored, byte for byte, and whoever reads it hashes it: then
    /// digest() is not asked.
    [[nodiscard]] virtual bool leaves_hashing() const noexcept { return false; }

    /// The digest of what was taken in. Call once, after read() returned 0.
    [[nodiscard]] virtual Digest digest() = 0;

    /// What the digest is of, for people; "" = the file as it is stored.
    [[nodiscard]] virtual std::string proved() const { return {}; }
};

/// Opens a part of a pull by its index, when its turn comes. Throws Error.
using OpenPart = std::function<std::unique_ptr<ByteStream>(std::size_t part)>;

}  // namespace waymark::source
