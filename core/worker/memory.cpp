// SPDX-License-Identifier: MIT
#include "worker/memory.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/error.hpp"

namespace waymark::worker {

Mapping::Mapping(int file, Access access) {
    struct stat status {};
    if (::fstat(file, &status) != 0) {
        throw system_error(ErrorKind::try_later, "mapping memory shared with a worker");
    }
    bytes_ = static_cast<std::size_t>(status.st_size);
    if (bytes_ == 0) {
        return;
    }
    const int protection = access == Access::write ? PROT_READ | PROT_WRITE : PROT_READ;
    void* const at = ::mmap(nullptr, bytes_, protection, MAP_SHARED, file, 0);
    if (at == MAP_FAILED) {
        throw system_error(ErrorKind::try_later, "mapping memory shared with a worker");
    }
    at_ = static_cast<std::byte*>(at);
}

Mapping::~Mapping() {
    if (at_ != nullptr) {
        ::munmap(at_, bytes_);
    }
}

FileDescriptor anonymous_file(const char* name, std::size_t bytes) {
    FileDescriptor file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file.is_open() || ::ftruncate(file.get(), static_cast<off_t>(bytes)) != 0) {
        throw system_error(ErrorKind::try_later, "memory shared with a worker");
    }
    return file;
}

void seal(int file, Seal seal) {
    const int write = seal == Seal::nobody_writes ? F_SEAL_WRITE : F_SEAL_FUTURE_WRITE;
    if (::fcntl(file, F_ADD_SEALS, write | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0) {
        throw system_error(ErrorKind::try_later, "sealing memory shared with a worker");
    }
}

FileDescriptor sealed_file(const char* name, std::span<const std::byte> bytes) {
    FileDescriptor file = anonymous_file(name, bytes.size());
    if (!bytes.empty()) {
        const Mapping mapping(file.get(), Mapping::Access::write);
        std::memcpy(mapping.bytes().data(), bytes.data(), bytes.size());
    }
    seal(file.get(), Seal::nobody_writes);
    return file;
}

}  // namespace waymark::worker
