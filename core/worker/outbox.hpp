// SPDX-License-Identifier: MIT
// Answers on their way out of a worker: gathered into few large packets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "waymark/abi.h"
#include "worker/wire.hpp"

namespace waymark::worker {

/// Takes one whole packet; the bytes are gone when it returns. The bytes begin at a multiple of 8.
using SendPacket = std::function<void(std::span<std::byte> packet)>;

/// Nothing is judged here: the host checks every answer. One thread at a time.
class Outbox {
public:
    explicit Outbox(SendPacket send);

    /// Whose answers come next.
    void begin(std::uint32_t shard);

    /// Copies the columns. Where a state makes a and b void, zeroes travel in their place. False
    /// when the struct is shorter than ABI 1.0 or lacks a column it must have.
    [[nodiscard]] bool contribute(const wm_contributions& answer);
    void exclude(const Exclusion& exclusion);
    void find(const Finding& finding);

    /// Sends what is still here.
    void flush();

private:
    struct Packet {
        Kind kind;
        std::vector<std::uint64_t> words;
        std::size_t used = sizeof(Header);
    };

    void flush(Packet& packet);
    void append(Packet& packet, std::span<const std::byte> record);
    void append_rows(const wm_contributions& answer, std::uint32_t from, std::uint32_t count);

    SendPacket send_;
    std::uint32_t shard_ = 0;
    Packet contributions_;
    Packet exclusions_;
    Packet findings_;
};

}  // namespace waymark::worker
