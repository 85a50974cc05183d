// SPDX-License-Identifier: MIT
// The one source of "now". main builds a clock and hands it on; tests hand on one that stands
// still.
#pragma once

#include "base/date.hpp"

namespace waymark {

/// Tells the time. Implementations may be called from any thread.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual Instant now() const = 0;
};

/// The machine's clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    }
};

/// Stands still until it is set: for tests and rehearsals. One thread sets, others may read after.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Instant now) : now_(now) {}

    [[nodiscard]] Instant now() const override { return now_; }
    void set(Instant now) { now_ = now; }

private:
    Instant now_;
};

}  // namespace waymark
