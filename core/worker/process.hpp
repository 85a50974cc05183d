// SPDX-License-Identifier: MIT
// A child process that cannot be left behind.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>

#include "base/file.hpp"

namespace waymark::worker {

/// A descriptor of ours and the number it has in the child.
struct Inherited {
    int ours;
    int theirs;
};

/// How a process ended: by itself with a code, or by a signal.
struct Ending {
    bool by_signal = false;
    int number = 0;
};

/// Killed and reaped by the destructor at the latest. One thread at a time.
class Process {
public:
    /// Starts `program --serve` with an empty environment, no input, all signals as at birth and
    /// only the descriptors given (1 and 2 among them). Throws Error(try_later) when it cannot be
    /// started.
    Process(const std::filesystem::path& program, std::span<const Inherited> descriptors);
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;
    ~Process();

    /// Waits for its end and reaps it; nullopt if it goes on for longer than that.
    [[nodiscard]] std::optional<Ending> wait(std::chrono::milliseconds patience);
    /// Ends it at once and reaps it.
    Ending kill();

    [[nodiscard]] pid_t id() const noexcept { return id_; }

private:
    pid_t id_ = -1;
    FileDescriptor handle_;  ///< pidfd: another process can never be meant
    std::optional<Ending> ending_;
};

}  // namespace waymark::worker
