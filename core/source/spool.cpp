// SPDX-License-Identifier: MIT
#include "source/spool.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace waymark::source {

static Error spool_error() {
    return system_error(ErrorKind::source_unavailable,
                        "an answer cannot be put aside in the folder for temporary files "
                        "($TMPDIR, or /tmp)");
}

Spool::Spool() {
    const char* chosen = std::getenv("TMPDIR");
    const std::string folder = chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
    std::string path = folder + "/waymark-XXXXXX";
    file_ = FileDescriptor(::mkostemp(path.data(), O_CLOEXEC));
    if (!file_.is_open() || ::unlink(path.c_str()) != 0) {
        throw spool_error();
    }
}

void Spool::write(std::string_view bytes) {
    size_ += bytes.size();
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_.get(), bytes.data(), bytes.size());
        if (written > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno != EINTR) {
            throw spool_error();
        }
    }
}

void Spool::clear() {
    size_ = 0;
    if (::ftruncate(file_.get(), 0) != 0 || ::lseek(file_.get(), 0, SEEK_SET) != 0) {
        throw spool_error();
    }
}

void Spool::add_to(Sha256& hash) const {
    std::array<char, 65536> buffer;
    std::uint64_t at = 0;
    while (at < size_) {
        const ssize_t size =
            ::pread(file_.get(), buffer.data(), buffer.size(), static_cast<off_t>(at));
        if (size > 0) {
            hash.update(std::string_view(buffer.data(), static_cast<std::size_t>(size)));
            at += static_cast<std::uint64_t>(size);
        } else if (size == 0 || errno != EINTR) {
            throw spool_error();
        }
    }
}

FileDescriptor Spool::from_begin() const {
    FileDescriptor copy(::fcntl(file_.get(), F_DUPFD_CLOEXEC, 0));
    if (!copy.is_open() || ::lseek(copy.get(), 0, SEEK_SET) != 0) {
        throw spool_error();
    }
    return copy;
}

}  // namespace waymark::source
