// SPDX-License-Identifier: MIT
// What ends a daemon's sleep: signals, a nudge from another thread, or time.
#pragma once

#include <csignal>

#include <chrono>
#include <vector>

#include "base/file.hpp"

namespace waymark::run {

/// From its making on SIGTERM, SIGINT and SIGHUP are collected instead of ending the process. Make
/// it before any other thread starts: threads inherit this. wait() on one thread, nudge() on any.
class Wakeups {
public:
    Wakeups();
    Wakeups(const Wakeups&) = delete;
    Wakeups& operator=(const Wakeups&) = delete;
    ~Wakeups();

    /// Sleeps until something happens, at most so long; the signals that came, oldest kind first.
    [[nodiscard]] std::vector<int> wait(std::chrono::milliseconds longest);

    /// Ends a wait that is going on, or the next one.
    void nudge() const noexcept;

private:
    sigset_t former_mask_;
    FileDescriptor signals_;
    FileDescriptor nudges_;
};

}  // namespace waymark::run
