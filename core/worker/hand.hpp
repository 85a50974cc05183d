// SPDX-License-Identifier: MIT
// One worker as the crew sees it: a child process, or its twin in this process.
#pragma once

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "batch/slice.hpp"
#include "worker/worker.hpp"

namespace waymark::worker {

using Clocktime = std::chrono::steady_clock::time_point;

/// Asked for work, it may answer at once (the twin) or later, when attended to (the child). Any
/// function may throw MeasureFailure. One thread at a time.
class Hand {
public:
    Hand() = default;
    Hand(const Hand&) = delete;
    Hand& operator=(const Hand&) = delete;
    virtual ~Hand() = default;

    virtual void open() = 0;
    /// A slot that may be filled; empty while all are being read.
    [[nodiscard]] virtual std::span<std::byte> free_slot() = 0;
    /// Hands over the slot given last by free_slot().
    virtual void submit(std::span<const batch::SliceHeader> slices) = 0;
    virtual void open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) = 0;
    /// The receiver takes the answers while the hand is asked for anything or attended to.
    virtual void ask(const Question& question, Receiver& receiver) = 0;
    /// Asks it to close; it is done when nothing is outstanding.
    virtual void close() = 0;
    virtual void cancel() = 0;

    /// Pieces of work it has not answered yet.
    [[nodiscard]] virtual std::size_t outstanding() const = 0;
    /// Of these, questions.
    [[nodiscard]] virtual std::size_t questions() const = 0;
    /// What to wait for until there is something to attend to, and until when at the latest.
    virtual void watch(std::vector<pollfd>& list) const = 0;
    [[nodiscard]] virtual std::optional<Clocktime> deadline() const = 0;
    /// Takes what has come without waiting; judges whether it is late.
    virtual void attend() = 0;

    [[nodiscard]] virtual std::uint32_t layers() const = 0;
    [[nodiscard]] virtual const Introduction& introduction() const = 0;
};

}  // namespace waymark::worker
