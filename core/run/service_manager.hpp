// SPDX-License-Identifier: MIT
// Tells the service manager how the daemon fares: systemd's notification protocol, sd_notify(3).
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/file.hpp"

namespace waymark::run {

/// What the service manager put into the environment; empty texts when it is absent.
struct ServiceEnvironment {
    std::string notify_socket;  ///< NOTIFY_SOCKET: a path, or @ and an abstract name
    std::string watchdog_usec;  ///< WATCHDOG_USEC
    std::string watchdog_pid;   ///< WATCHDOG_PID
};

/// Sends datagrams; without a socket it does nothing. A manager that does not listen is no error:
/// the daemon's work does not depend on it. One thread.
class ServiceManager {
public:
    explicit ServiceManager(const ServiceEnvironment& environment);

    void ready(const std::string& status) const;
    void reloading() const;
    void stopping(const std::string& status) const;
    void status(const std::string& status) const;
    void watchdog() const;

    /// How often watchdog() is to be called: half the time the manager waits; nullopt when it does
    /// not watch.
    [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval() const noexcept {
        return watchdog_interval_;
    }

private:
    void send(const std::string& message) const;

    std::string address_;
    FileDescriptor socket_;
    std::optional<std::chrono::microseconds> watchdog_interval_;
};

}  // namespace waymark::run
