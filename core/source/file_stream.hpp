// SPDX-License-Identifier: MIT
// The bytes of one file, unpacked if it is a gzip or Zstandard archive, hashed as they are stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "base/file.hpp"
#include "source/byte_stream.hpp"

namespace waymark::source {

/// Reads a file from front to back. What it is, its first bytes tell; several gzip members or
/// Zstandard frames follow each other as one text. One thread at a time.
class FileStream final : public ByteStream {
public:
    /// Who hashes a file that is no archive.
    enum class Hashing : std::uint8_t { here, by_reader };

    /// Throws Error: input_missing, permission, source_unavailable.
    explicit FileStream(const std::filesystem::path& path, Hashing hashing = Hashing::here);
    /// Reads an open file from where it stands; messages call it `name`.
    FileStream(FileDescriptor file, const std::filesystem::path& name,
               Hashing hashing = Hashing::here);
    FileStream(const FileStream&) = delete;
    FileStream& operator=(const FileStream&) = delete;
    ~FileStream() override;

    /// An archive cut short or damaged is told as source_unavailable.
    [[nodiscard]] std::size_t read(char* to, std::size_t room) override;
    [[nodiscard]] std::uint64_t stored_bytes() const noexcept override;
    [[nodiscard]] bool leaves_hashing() const noexcept override;
    [[nodiscard]] Digest digest() override;

private:
    class Stored;
    class Unpacker;
    class Gzip;
    class Zstandard;

    std::unique_ptr<Stored> stored_;
    std::unique_ptr<Unpacker> unpacker_;  ///< null: stored as text
};

}  // namespace waymark::source
