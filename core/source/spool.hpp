// SPDX-License-Identifier: MIT
// Bytes put aside in a file without a name: gone when it is closed, whatever happens.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/file.hpp"
#include "base/sha256.hpp"

namespace waymark::source {

/// Written once, then read from its begin. Lies in $TMPDIR, or /tmp; nobody else can open it. One
/// thread at a time.
class Spool {
public:
    /// Throws Error source_unavailable, as the other members do: no room, no such folder.
    Spool();

    void write(std::string_view bytes);
    void clear();
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Adds all bytes to the digest.
    void add_to(Sha256& hash) const;
    /// Another descriptor of the bytes, standing at the first one.
    [[nodiscard]] FileDescriptor from_begin() const;

private:
    FileDescriptor file_;
    std::uint64_t size_ = 0;
};

}  // namespace waymark::source
