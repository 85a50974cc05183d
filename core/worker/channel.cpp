// SPDX-License-Identifier: MIT
#include "worker/channel.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "base/error.hpp"
#include "worker/wire.hpp"

namespace waymark::worker {

Channel::Channel(FileDescriptor socket)
    : socket_(std::move(socket)), buffer_(most_packet_bytes / sizeof(std::uint64_t) + 1) {}

static int flags_of(Wait wait) {
    return wait == Wait::no ? MSG_DONTWAIT : 0;
}

// The other end is gone; or, in a worker, the plugin has closed ours.
static bool is_over(int error) {
    return error == EPIPE || error == ECONNRESET || error == EBADF || error == ENOTSOCK;
}

// sendto and recvfrom without addresses: the two calls on sockets that the sandbox lets through.
bool Channel::send(std::span<const std::byte> packet, Wait wait) {
    check(packet.size() <= most_packet_bytes, "packets are at most 128 KiB");
    for (;;) {
        if (::sendto(socket_.get(), packet.data(), packet.size(), MSG_NOSIGNAL | flags_of(wait),
                     nullptr, 0) >= 0) {
            return true;
        }
        if (is_over(errno)) {
            return true;
        }
        if (errno == EAGAIN && wait == Wait::no) {
            return false;
        }
        if (errno != EINTR) {
            throw system_error(ErrorKind::try_later, "the line between host and worker");
        }
    }
}

Channel::Received Channel::receive(Wait wait) {
    const std::span<std::byte> room = std::as_writable_bytes(std::span(buffer_));
    for (;;) {
        const ssize_t size = ::recvfrom(socket_.get(), room.data(), most_packet_bytes + 1,
                                        flags_of(wait), nullptr, nullptr);
        if (size > 0) {
            return {Arrival::packet, room.first(static_cast<std::size_t>(size))};
        }
        if (size < 0 && errno == ECONNRESET) {
            continue;  // told once, when it ended without reading all; its last words still wait
        }
        if (size == 0 || is_over(errno)) {
            return {Arrival::end, {}};
        }
        if (errno == EAGAIN && wait == Wait::no) {
            return {Arrival::nothing_yet, {}};
        }
        if (errno != EINTR) {
            throw system_error(ErrorKind::try_later, "the line between host and worker");
        }
    }
}

}  // namespace waymark::worker
