// SPDX-License-Identifier: MIT
// The worker's half of the conversation: it restricts itself, loads the plugin and does as it is
// asked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "worker/channel.hpp"
#include "worker/instances.hpp"
#include "worker/memory.hpp"
#include "worker/plugin.hpp"
#include "worker/wire.hpp"

namespace waymark::worker {

/// Serves one host over the descriptors of descriptors.hpp. Throws Trouble for what the plugin
/// cannot or may not, Error for mistakes of ours; the caller tells the host and ends the process
/// without destroying the service: a plugin is never unloaded. One thread.
class Service {
public:
    Service();

    /// Until the host says goodbye or is gone.
    void run();
    /// The last word to the host.
    void tell(TroubleCode code, std::string_view message);

private:
    void greet(const Hello& hello);
    void restrict_to(const Hello& hello);
    void load(const Hello& hello);
    void inspect();
    void describe();
    void open();
    [[nodiscard]] bool serve(const Header& header, std::span<const std::byte> payload);
    void reply(Kind kind, const Header& to);
    void send(const Header& header, std::span<const std::byte> payload = {});

    Channel channel_;
    std::uint32_t layers_ = 0;
    std::uint64_t slot_bytes_ = 0;
    Mapping ring_;
    Mapping workplace_;
    std::optional<Plugin> plugin_;  // before the instances that point into it
    const wm_measure* measure_ = nullptr;
    std::unique_ptr<Instances> instances_;
};

}  // namespace waymark::worker
