// SPDX-License-Identifier: MIT
#include "run/service_manager.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstring>
#include <ctime>

namespace waymark::run {

static std::optional<std::int64_t> number_of(const std::string& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end && number > 0 ? std::optional(number)
                                                                   : std::nullopt;
}

ServiceManager::ServiceManager(const ServiceEnvironment& environment)
    : address_(environment.notify_socket) {
    const bool is_address = address_.starts_with('/') || address_.starts_with('@');
    if (is_address && address_.size() > 1 && address_.size() < sizeof(sockaddr_un::sun_path)) {
        socket_ = FileDescriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    }
    const bool is_for_us = environment.watchdog_pid.empty() ||
                           number_of(environment.watchdog_pid) == std::int64_t{::getpid()};
    if (const auto usec = number_of(environment.watchdog_usec); usec && is_for_us) {
        watchdog_interval_ = std::chrono::microseconds{*usec / 2};
    }
}

void ServiceManager::send(const std::string& message) const {
    if (!socket_.is_open()) {
        return;
    }
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    std::memcpy(to.sun_path, address_.data(), address_.size());
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
    if (to.sun_path[0] == '@') {
        to.sun_path[0] = '\0';  // the abstract namespace
    }
    (void)::sendto(socket_.get(), message.data(), message.size(), MSG_NOSIGNAL,
                   reinterpret_cast<const sockaddr*>(&to), length);
}

void ServiceManager::ready(const std::string& status) const {
    send("READY=1\nSTATUS=" + status);
}

// The manager compares the time with that of the READY=1 which ends the reload.
void ServiceManager::reloading() const {
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    const std::int64_t usec = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
    send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(usec));
}

void ServiceManager::stopping(const std::string& status) const {
    send("STOPPING=1\nSTATUS=" + status);
}

void ServiceManager::status(const std::string& status) const {
    send("STATUS=" + status);
}

void ServiceManager::watchdog() const {
    if (watchdog_interval_) {
        send("WATCHDOG=1");
    }
}

}  // namespace waymark::run
