// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "worker/memory.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

static constexpr off_t most_image_bytes = off_t{256} << 20;

static void require(bool condition, const std::filesystem::path& plugin, const std::string& what) {
    if (!condition) {
        throw MeasureFailure(Outcome::refused, plugin.string() + ": " + what);
    }
}

// On the open file, so that nobody can put another one in its place between check and use.
static off_t checked_size(const FileDescriptor& file, const std::filesystem::path& plugin) {
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) {
        throw system_error(ErrorKind::source_unavailable, plugin.string());
    }
    require(S_ISREG(status.st_mode), plugin, "not a regular file, so no plugin");
    require(status.st_uid == 0 || status.st_uid == ::geteuid(), plugin,
            "the plugin belongs to another user; it must belong to root or to the user who runs "
            "waymark (chown it)");
    require((status.st_mode & (S_IWGRP | S_IWOTH)) == 0, plugin,
            "the plugin may be changed by its group or by everybody; take that right away "
            "(chmod go-w)");
    require(status.st_size > 0 && status.st_size <= most_image_bytes, plugin,
            "a plugin has between 1 byte and 256 MiB");
    return status.st_size;
}

Image seal(const std::filesystem::path& plugin) {
    const FileDescriptor file = open_for_reading(plugin);
    const auto size = static_cast<std::size_t>(checked_size(file, plugin));
    Image image{.path = plugin, .memory = anonymous_file("waymark-plugin", size)};
    {
        const Mapping mapping(image.memory.get(), Mapping::Access::write);
        std::size_t done = 0;
        while (done < size) {
            const ssize_t got =
                ::read(file.get(), mapping.bytes().data() + done, mapping.bytes().size() - done);
            if (got < 0 && errno == EINTR) {
                continue;
            }
            require(got > 0, plugin, "the plugin changed while it was read; try again");
            done += static_cast<std::size_t>(got);
        }
    }
    seal(image.memory.get(), Seal::nobody_writes);
    // The digest is of the sealed memory, which is what runs, not of the file.
    const Mapping sealed(image.memory.get(), Mapping::Access::read);
    Sha256 digest;
    digest.update(std::span<const std::byte>(sealed.bytes()));
    image.sha256 = digest.finish();
    return image;
}

}  // namespace waymark::worker
