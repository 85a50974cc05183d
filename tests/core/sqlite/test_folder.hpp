// SPDX-License-Identifier: MIT
// A folder of its own for one test, removed at its end; in memory where the system offers that,
// because every commit syncs and some tests make hundreds.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace waymark::test {

/// One thread.
class Folder {
public:
    Folder() {
        const std::filesystem::path memory = "/dev/shm";
        std::string name =
            (std::filesystem::is_directory(memory) ? memory
                                                   : std::filesystem::temp_directory_path()) /
            "waymark-test-XXXXXX";
        path_ = ::mkdtemp(name.data());
        // mkdtemp leaves it private; tests also read as another user.
        std::filesystem::permissions(path_, std::filesystem::perms{0755});
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }

    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

}  // namespace waymark::test
