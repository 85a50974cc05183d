// SPDX-License-Identifier: MIT
// An open file descriptor that closes itself, and whole small files as text.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

namespace waymark {

/// Owns one file descriptor; -1 means none. One thread at a time.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) noexcept : fd_(fd) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~FileDescriptor() { close(); }

    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
    void close() noexcept;

private:
    int fd_ = -1;
};

/// Opens a regular file for reading; waits for nobody. Throws Error input_missing when the file is
/// not there, permission when it may not be read, source_unavailable otherwise: for folders, pipes
/// and devices, too.
[[nodiscard]] FileDescriptor open_for_reading(const std::filesystem::path& path);

/// The whole file. Throws as open_for_reading does.
[[nodiscard]] std::string file_text(const std::filesystem::path& path);

}  // namespace waymark
