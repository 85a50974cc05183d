// SPDX-License-Identifier: MIT
// Memory that host and worker share: anonymous files, sealed against change, and their mappings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

#include "base/file.hpp"

namespace waymark::worker {

/// Unmaps itself. One thread at a time.
class Mapping {
public:
    enum class Access : std::uint8_t { read, write };

    Mapping() = default;
    /// Maps the whole of `file`. Throws Error(try_later) when there is no room.
    Mapping(int file, Access access);
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    Mapping(Mapping&& other) noexcept
        : at_(std::exchange(other.at_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Mapping& operator=(Mapping&& other) noexcept {
        std::swap(at_, other.at_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Mapping();

    [[nodiscard]] std::span<std::byte> bytes() const noexcept { return {at_, bytes_}; }

private:
    std::byte* at_ = nullptr;
    std::size_t bytes_ = 0;
};

/// An anonymous file of `bytes` zeroes, closed on exec. Throws Error(try_later).
[[nodiscard]] FileDescriptor anonymous_file(const char* name, std::size_t bytes);

/// Whether those who hold a writable mapping already may still write.
enum class Seal : std::uint8_t { nobody_writes, holders_write };

/// Nobody may change the file's size or seals from now on, nor map it writable.
void seal(int file, Seal seal);

/// A sealed anonymous file with these bytes.
[[nodiscard]] FileDescriptor sealed_file(const char* name, std::span<const std::byte> bytes);

}  // namespace waymark::worker
