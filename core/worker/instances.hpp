// SPDX-License-Identifier: MIT
// The plugin at work: one instance per shard, fed with slices and asked for answers. The same code
// runs in the worker process and in its in-process twin.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "batch/slice.hpp"
#include "waymark/abi.h"
#include "worker/outbox.hpp"
#include "worker/workplace.hpp"

namespace waymark::worker {

/// The instances of one worker. Every function throws Trouble when the plugin's status is not ok or
/// it broke a rule; after that only destruction is allowed. The plugin may not throw: only
/// bad_alloc is taken for WM_E_MEMORY, any other exception ends the process. One thread at a time.
class Instances {
public:
    /// `send` takes answers and log lines; `cancelled` is what the plugin is told when it asks.
    Instances(const wm_measure& measure, Workplace workplace, SendPacket send,
              std::function<bool()> cancelled);
    Instances(const Instances&) = delete;
    Instances& operator=(const Instances&) = delete;
    ~Instances();  ///< closes what is open

    void open();
    /// Hands the slices over in their order; each lies in `slot` where its header says.
    void read(std::span<const batch::SliceHeader> slices, std::span<const std::byte> slot);
    void set_open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions);
    void answer(std::uint32_t shard, std::uint32_t first, std::uint32_t count);
    void close();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace waymark::worker
