// SPDX-License-Identifier: MIT
#include "worker/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace waymark::worker {

namespace {

// posix_spawn's two lists, freed in any case.
class Spawn {
public:
    Spawn() {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawnattr_init(&attributes_);
        sigset_t signals;
        ::sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        ::sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
        ::posix_spawn_file_actions_addopen(&actions_, 0, "/dev/null", O_RDONLY, 0);
    }
    Spawn(const Spawn&) = delete;
    Spawn& operator=(const Spawn&) = delete;
    ~Spawn() {
        ::posix_spawn_file_actions_destroy(&actions_);
        ::posix_spawnattr_destroy(&attributes_);
    }

    void inherit(int ours, int theirs) {
        ::posix_spawn_file_actions_adddup2(&actions_, ours, theirs);
    }
    [[nodiscard]] pid_t start(const std::filesystem::path& program) {
        std::string name = program.filename().string();
        std::string verb = "--serve";
        const std::array<char*, 3> arguments{name.data(), verb.data(), nullptr};
        const std::array<char*, 1> environment{nullptr};
        pid_t id = -1;
        errno = ::posix_spawn(&id, program.c_str(), &actions_, &attributes_, arguments.data(),
                              environment.data());
        if (errno != 0) {
            throw system_error(ErrorKind::try_later, "starting " + program.string());
        }
        return id;
    }

private:
    posix_spawn_file_actions_t actions_;
    posix_spawnattr_t attributes_;
};

}  // namespace

// glibc 2.36 declares its wrappers of the pidfd calls without C linkage, so C++ cannot link them.
static int pidfd_of(pid_t id) {
    return static_cast<int>(::syscall(SYS_pidfd_open, id, 0U));
}

Process::Process(const std::filesystem::path& program, std::span<const Inherited> descriptors) {
    // Above all target numbers first, so that setting one target never overwrites the next source.
    constexpr int above_targets = 32;
    std::vector<FileDescriptor> sources;
    Spawn spawn;
    for (const Inherited& descriptor : descriptors) {
        sources.emplace_back(::fcntl(descriptor.ours, F_DUPFD_CLOEXEC, above_targets));
        if (!sources.back().is_open()) {
            throw system_error(ErrorKind::try_later, "starting " + program.string());
        }
        spawn.inherit(sources.back().get(), descriptor.theirs);
    }
    id_ = spawn.start(program);
    // Nobody has reaped it yet, so the number still means it.
    handle_ = FileDescriptor(pidfd_of(id_));
    if (!handle_.is_open()) {
        const Error error = system_error(ErrorKind::try_later, "watching " + program.string());
        ::kill(id_, SIGKILL);
        ::waitpid(id_, nullptr, 0);
        throw error;
    }
}

Process::~Process() {
    static_cast<void>(kill());
}

std::optional<Ending> Process::wait(std::chrono::milliseconds patience) {
    if (ending_) {
        return ending_;
    }
    pollfd end{.fd = handle_.get(), .events = POLLIN, .revents = 0};
    const int ready = ::poll(&end, 1, static_cast<int>(patience.count()));
    if (ready <= 0) {
        return std::nullopt;
    }
    siginfo_t info{};
    while (::waitid(P_PIDFD, static_cast<id_t>(handle_.get()), &info, WEXITED) != 0) {
        check(errno == EINTR, "a child is reaped by us alone");
    }
    ending_ = Ending{.by_signal = info.si_code != CLD_EXITED, .number = info.si_status};
    return ending_;
}

Ending Process::kill() {
    constexpr std::chrono::milliseconds until_dead{1000};
    std::optional<Ending> ending = ending_;
    while (!ending) {
        ::syscall(SYS_pidfd_send_signal, handle_.get(), SIGKILL, nullptr, 0U);
        ending = wait(until_dead);
    }
    return *ending;
}

}  // namespace waymark::worker
