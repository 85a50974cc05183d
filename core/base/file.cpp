// SPDX-License-Identifier: MIT
#include "base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/error.hpp"

namespace waymark {

void FileDescriptor::close() noexcept {
    if (fd_ >= 0) {
        ::close(fd_);
        fd_ = -1;
    }
}

static bool is_regular(const FileDescriptor& file) {
    struct stat found {};
    return ::fstat(file.get(), &found) == 0 && S_ISREG(found.st_mode);
}

// Without O_NONBLOCK a pipe that nobody writes to would hold whoever opens it for ever.
FileDescriptor open_for_reading(const std::filesystem::path& path) {
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (file.is_open() && !is_regular(file)) {
        throw Error(ErrorKind::source_unavailable,
                    "this is a folder, a pipe or a device; name a regular file",
                    {.file = path.string()});
    }
    if (file.is_open()) {
        return file;
    }
    if (errno == ENOENT || errno == ENOTDIR) {
        throw Error(ErrorKind::input_missing, "no such file", {.file = path.string()});
    }
    const ErrorKind kind =
        errno == EACCES || errno == EPERM ? ErrorKind::permission : ErrorKind::source_unavailable;
    throw system_error(kind, path.string());
}

std::string file_text(const std::filesystem::path& path) {
    const FileDescriptor file = open_for_reading(path);
    std::string text;
    std::array<char, 65536> buffer{};
    for (;;) {
        const ssize_t size = ::read(file.get(), buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            throw system_error(ErrorKind::source_unavailable, path.string());
        }
        if (size == 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace waymark
