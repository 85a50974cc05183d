// SPDX-License-Identifier: MIT
// The worker's twin in this process, for sanitizer builds and debuggers: the same plugin code, the
// same checks of what it answers, but no sandbox and no protection from a crash or a hang.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "worker/dialogue.hpp"
#include "worker/hand.hpp"
#include "worker/instances.hpp"
#include "worker/plugin.hpp"

namespace waymark::worker {

/// The plugin of an image, loaded into this process for ever: two loads of the same number under
/// /proc/self/fd would give the first library twice, and unloading is never safe. Any thread.
/// Throws MeasureFailure(refused).
[[nodiscard]] const wm_measure& resident_measure(const Image& image);

/// Every function answers before it returns.
class Twin final : public Hand {
public:
    Twin(const Opening& opening, std::uint32_t worker);

    void open() override;
    [[nodiscard]] std::span<std::byte> free_slot() override;
    void submit(std::span<const batch::SliceHeader> slices) override;
    void open_sessions(std::uint32_t calendar, std::span<const std::uint8_t> sessions) override;
    void ask(const Question& question, Receiver& receiver) override;
    void close() override;
    void cancel() override;
    [[nodiscard]] std::size_t outstanding() const override { return 0; }
    [[nodiscard]] std::size_t questions() const override { return 0; }
    void watch(std::vector<pollfd>&) const override {}
    [[nodiscard]] std::optional<Clocktime> deadline() const override { return std::nullopt; }
    void attend() override {}
    [[nodiscard]] std::uint32_t layers() const override { return 0; }
    [[nodiscard]] const Introduction& introduction() const override { return introduction_; }

private:
    template <class Work>
    void work(const Header& reply, const Work& work);

    const Opening& opening_;
    Dialogue dialogue_;
    Introduction introduction_;
    struct Aligned {
        void operator()(std::byte* bytes) const;
    };
    std::unique_ptr<std::byte[], Aligned> slot_;
    Instances instances_;
};

}  // namespace waymark::worker
