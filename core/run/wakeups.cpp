// SPDX-License-Identifier: MIT
#include "run/wakeups.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>

#include "base/error.hpp"

namespace waymark::run {

Wakeups::Wakeups() : former_mask_{} {
    sigset_t taken;
    ::sigemptyset(&taken);
    for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
        ::sigaddset(&taken, signal);
    }
    ::pthread_sigmask(SIG_BLOCK, &taken, &former_mask_);
    signals_ = FileDescriptor(::signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK));
    nudges_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!signals_.is_open() || !nudges_.is_open()) {
        throw system_error(ErrorKind::try_later, "waiting for signals");
    }
}

Wakeups::~Wakeups() {
    ::pthread_sigmask(SIG_SETMASK, &former_mask_, nullptr);
}

std::vector<int> Wakeups::wait(std::chrono::milliseconds longest) {
    std::array<pollfd, 2> watched{{{signals_.get(), POLLIN, 0}, {nudges_.get(), POLLIN, 0}}};
    const auto timeout = std::clamp<std::chrono::milliseconds::rep>(
        longest.count(), 0, std::numeric_limits<int>::max());
    if (::poll(watched.data(), watched.size(), static_cast<int>(timeout)) < 0 && errno != EINTR) {
        throw system_error(ErrorKind::internal, "waiting");
    }
    eventfd_t count = 0;
    (void)::eventfd_read(nudges_.get(), &count);
    std::vector<int> signals;
    signalfd_siginfo told{};
    while (::read(signals_.get(), &told, sizeof told) == sizeof told) {
        signals.push_back(static_cast<int>(told.ssi_signo));
    }
    return signals;
}

void Wakeups::nudge() const noexcept {
    (void)::eventfd_write(nudges_.get(), 1);
}

}  // namespace waymark::run
