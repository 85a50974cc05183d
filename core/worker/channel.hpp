// SPDX-License-Identifier: MIT
// One end of the line between host and worker: whole packets over a SOCK_SEQPACKET socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/file.hpp"

namespace waymark::worker {

enum class Wait : std::uint8_t { no, yes };

/// One thread at a time.
class Channel {
public:
    explicit Channel(FileDescriptor socket);

    /// Sends one packet; false when it would have to wait and may not. A peer that is gone swallows
    /// packets: receive() then tells. Throws Error(try_later) for anything else.
    [[nodiscard]] bool send(std::span<const std::byte> packet, Wait wait);

    enum class Arrival : std::uint8_t { packet, nothing_yet, end };
    struct Received {
        Arrival arrival = Arrival::nothing_yet;
        std::span<std::byte> bytes;  ///< valid until the next receive(); begins at a multiple of 8
    };
    /// The next packet, cut to most_packet_bytes + 1 if it is longer.
    [[nodiscard]] Received receive(Wait wait);

    [[nodiscard]] int fd() const noexcept { return socket_.get(); }

private:
    FileDescriptor socket_;
    std::vector<std::uint64_t> buffer_;
};

}  // namespace waymark::worker
