// SPDX-License-Identifier: MIT
#include "source/drop_folder.hpp"

#include <fnmatch.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <tuple>

#include "base/error.hpp"
#include "source/file_stream.hpp"

namespace waymark::source {
namespace {

/// When a file was last changed, and how large it is.
struct Standing {
    Instant changed;
    off_t size = 0;

    bool operator==(const Standing&) const = default;
};

Standing standing_of(const struct stat& status) {
    const auto since_epoch = std::chrono::seconds{status.st_mtim.tv_sec} +
                             std::chrono::ceil<std::chrono::microseconds>(
                                 std::chrono::nanoseconds{status.st_mtim.tv_nsec});
    return {Instant{since_epoch}, status.st_size};
}

bool is_unfinished(const std::string& name) {
    static constexpr std::array<std::string_view, 5> endings{".part", ".partial", ".tmp",
                                                             ".filepart", ".crdownload"};
    return name.starts_with('.') ||
           std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return name.ends_with(ending); });
}

/// A file's bytes; at their end it must be the file that was found.
class SettledStream final : public ByteStream {
public:
    SettledStream(const std::filesystem::path& path, Instant settled_by)
        : path_(path), before_(now()), stream_(path) {
        if (before_.changed > settled_by) {
            throw changed("before its turn came");
        }
    }

    std::size_t read(char* to, std::size_t room) override {
        const std::size_t size = stream_.read(to, room);
        if (size == 0 && !(now() == before_)) {
            throw changed("while it was read");
        }
        return size;
    }
    std::uint64_t stored_bytes() const noexcept override { return stream_.stored_bytes(); }
    Digest digest() override { return stream_.digest(); }

private:
    [[nodiscard]] Error changed(const std::string& when) const {
        return Error(
            ErrorKind::source_unavailable,
            "the file was changed " + when + ". Let whoever writes it finish, or raise settle",
            {.file = path_.string()});
    }
    [[nodiscard]] Standing now() const {
        struct stat status {};
        if (::stat(path_.c_str(), &status) != 0) {
            throw system_error(
                errno == ENOENT ? ErrorKind::input_missing : ErrorKind::source_unavailable,
                path_.string());
        }
        return standing_of(status);
    }

    std::filesystem::path path_;
    Standing before_;
    FileStream stream_;
};

}  // namespace

Dropped dropped_files(const std::filesystem::path& folder, const std::string& pattern,
                      const config::Drop& drop, Instant now) {
    std::error_code failed;
    std::filesystem::directory_iterator entries(folder, failed);
    if (failed) {
        throw Error(failed == std::errc::permission_denied ? ErrorKind::permission
                                                           : ErrorKind::input_missing,
                    "the drop folder cannot be read: " + failed.message(),
                    {.file = folder.string()});
    }
    std::vector<std::tuple<Instant, std::string>> settled;
    Dropped found;
    for (const std::filesystem::directory_entry& entry : entries) {
        const std::string name = entry.path().filename().string();
        struct stat status {};
        if (is_unfinished(name) || ::fnmatch(pattern.c_str(), name.c_str(), 0) != 0 ||
            ::stat(entry.path().c_str(), &status) != 0 || !S_ISREG(status.st_mode)) {
            continue;
        }
        const Instant changed = standing_of(status).changed;
        if (changed + drop.settle <= now) {
            settled.emplace_back(drop.by_time ? changed : Instant{}, name);
        } else {
            found.growing.push_back(name);
        }
    }
    std::sort(settled.begin(), settled.end());
    std::sort(found.growing.begin(), found.growing.end());
    for (const auto& [changed, name] : settled) {
        found.settled.push_back(folder / name);
    }
    return found;
}

std::unique_ptr<ByteStream> settled_stream(const std::filesystem::path& file, Instant settled_by) {
    return std::make_unique<SettledStream>(file, settled_by);
}

}  // namespace waymark::source
