// SPDX-License-Identifier: MIT
// The bytes of one file, unpacked if it is a gzip or Zstandard archive, hashed as they are stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/sha256.hpp"

namespace waymark::source {

/// Reads a file from front to back. What it is, its first bytes tell; several gzip members or
/// Zstandard frames follow each other as one text. One thread at a time.
class FileStream {
public:
    /// Throws Error: input_missing, permission, source_unavailable.
    explicit FileStream(const std::filesystem::path& path);
    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;
    ~FileStream();

    /// Reads up to `room` bytes of text; 0 only at the end. Throws Error source_unavailable when
    /// the file cannot be read on, or is an archive cut short or damaged: every byte before was
    /// given.
    [[nodiscard]] std::size_t read(char* to, std::size_t room);

    /// Stored bytes read so far.
    [[nodiscard]] std::uint64_t stored_bytes() const noexcept;

    /// The digest of the stored bytes. Call once, after read() returned 0.
    [[nodiscard]] Digest digest();

private:
    class Stored;
    class Unpacker;
    class Gzip;
    class Zstandard;

    std::unique_ptr<Stored> stored_;
    std::unique_ptr<Unpacker> unpacker_;  ///< null: stored as text
};

}  // namespace waymark::source
