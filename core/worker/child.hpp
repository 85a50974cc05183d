// SPDX-License-Identifier: MIT
// A worker in a process of its own: spawned, fed through a ring, listened to, and ended when it is
// late.
#pragma once

#include "worker/channel.hpp"
#include "worker/dialogue.hpp"
#include "worker/hand.hpp"
#include "worker/memory.hpp"
#include "worker/output.hpp"
#include "worker/process.hpp"

namespace waymark::worker {

/// The destructor kills and reaps.
class Child final : public Hand {
public:
    /// Starts the process and has it load the plugin. The opening outlives the child.
    Child(const Opening& opening, std::uint32_t worker, std::uint32_t require);

    void open() override;
    [[nodiscard]] std::span<std::byte> free_slot() override;
    void submit(std::span<const batch::SliceHeader> slices) override;
    void open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) override;
    void ask(const Question& question, Receiver& receiver) override;
    void close() override;
    void cancel() override;
    [[nodiscard]] std::size_t outstanding() const override { return dialogue_.outstanding(); }
    [[nodiscard]] std::size_t questions() const override { return dialogue_.questions(); }
    void watch(std::vector<pollfd>& list) const override;
    [[nodiscard]] std::optional<Clocktime> deadline() const override;
    void attend() override;
    [[nodiscard]] std::uint32_t layers() const override { return dialogue_.layers(); }
    [[nodiscard]] const Introduction& introduction() const override {
        return dialogue_.introduction();
    }

private:
    struct Start;
    Child(const Opening& opening, Start start);

    void send(std::span<const std::byte> packet);
    void credit_idleness();
    void listen();
    void judge();
    [[noreturn]] void ended();

    const Opening& opening_;
    Dialogue dialogue_;
    Mapping ring_;
    Channel channel_;
    Output output_;
    Process process_;
    std::uint32_t next_slot_ = 0;
    Clocktime started_;
    Clocktime last_seen_;                          ///< when we last dealt with the worker
    std::chrono::steady_clock::duration idle_{0};  ///< it waited for us, not we for it
    Clocktime moved_on_;  ///< when work came to an idle worker, or a worker was heard of last
    std::optional<Clocktime> stop_by_;  ///< once cancelled
};

}  // namespace waymark::worker
