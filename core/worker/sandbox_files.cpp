// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>

#include "base/file.hpp"
#include "worker/sandbox.hpp"

// Numbers and layouts of the kernel's landlock(7), written out because Debian 12's headers end at
// ABI 2 while kernels go on. All are part of the kernel's promise to programs.
namespace waymark::worker {

namespace {

struct RulesetAttributes {
    std::uint64_t files;
    std::uint64_t network;  // ABI 4
    std::uint64_t scoped;   // ABI 6
};

struct [[gnu::packed]] PathBeneath {
    std::uint64_t allowed;
    std::int32_t parent;
};

}  // namespace

static constexpr int rule_path_beneath = 1;
static constexpr std::uint32_t ask_version = 1;
static constexpr std::uint64_t may_execute = 1U << 0;
static constexpr std::uint64_t may_read_file = 1U << 2;
static constexpr std::uint64_t may_read_folder = 1U << 3;
static constexpr std::uint64_t network_bind_and_connect = 3;
static constexpr std::uint64_t scope_sockets_and_signals = 3;

// All rights on files that the kernel's version knows: 13 at first, then refer, truncate, ioctl.
static std::uint64_t all_file_rights(long version) {
    const int rights = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;
    return (std::uint64_t{1} << rights) - 1;
}

static FileDescriptor new_ruleset(long version) {
    RulesetAttributes attributes{.files = all_file_rights(version), .network = 0, .scoped = 0};
    std::size_t size = sizeof attributes.files;
    if (version >= 4) {
        attributes.network = network_bind_and_connect;
        size += sizeof attributes.network;
    }
    if (version >= 6) {
        attributes.scoped = scope_sockets_and_signals;
        size += sizeof attributes.scoped;
    }
    return FileDescriptor(
        static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0U)));
}

// A path that is not there needs no rule.
static bool allow_reading(const FileDescriptor& ruleset, const char* path) {
    const FileDescriptor place(::open(path, O_PATH | O_CLOEXEC));
    if (!place.is_open()) {
        return true;
    }
    struct stat status {};
    if (::fstat(place.get(), &status) != 0) {
        return false;
    }
    const std::uint64_t folder = S_ISDIR(status.st_mode) ? may_read_folder : 0;
    const PathBeneath rule{may_execute | may_read_file | folder, place.get()};
    return ::syscall(SYS_landlock_add_rule, ruleset.get(), rule_path_beneath, &rule, 0U) == 0;
}

bool restrict_files() {
    static constexpr std::array<const char*, 5> libraries{"/lib", "/lib64", "/usr/lib",
                                                          "/usr/lib64", "/etc/ld.so.cache"};
    const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, ask_version);
    if (version < 1) {
        return false;
    }
    const FileDescriptor ruleset = new_ruleset(version);
    if (!ruleset.is_open()) {
        return false;
    }
    for (const char* const path : libraries) {
        if (!allow_reading(ruleset, path)) {
            return false;
        }
    }
    return ::syscall(SYS_landlock_restrict_self, ruleset.get(), 0U) == 0;
}

}  // namespace waymark::worker
