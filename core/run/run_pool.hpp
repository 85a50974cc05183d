// SPDX-License-Identifier: MIT
// Runs side by side, each on a thread of its own. Evaluation goes in parallel; whatever touches the
// ledger or the store takes its turn, so that there is one writer (ADR 0015).
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/date.hpp"
#include "base/error.hpp"
#include "ledger/record.hpp"

namespace waymark::config {
struct Config;
struct Monitor;
}  // namespace waymark::config
namespace waymark::ledger {
class Ledger;
}
namespace waymark::store {
class Store;
}

namespace waymark::run {

/// A run that is over.
struct EndedRun {
    std::string monitor_id;
    Instant due;
    std::string run_id;  ///< "" when it did not get so far
    std::string measure_id;
    std::string measure_version;
    ledger::RunState state = ledger::RunState::failed;
    std::optional<ErrorKind> failure;  ///< present when it failed or was refused
    std::optional<ledger::Outcome> outcome;
    std::string sentence;  ///< why
    std::string vintage_id;
    std::uint64_t releases = 0;
    std::exception_ptr thrown;  ///< ledger or store cannot be used, or a mistake of ours
    double seconds = 0;
};

/// What all runs of a pool share. Everything outlives the pool.
struct PoolSurroundings {
    ledger::Ledger& ledger;
    store::Store& store;
    std::mutex& writing;  ///< held by whoever uses the ledger or the store
    const Clock& clock;
    std::function<void()> on_end;  ///< a run is over; any thread
};

/// One thread owns it. At its end it cancels what is going on and waits for it.
class RunPool {
public:
    explicit RunPool(PoolSurroundings surroundings) : surroundings_(std::move(surroundings)) {}
    RunPool(const RunPool&) = delete;
    RunPool& operator=(const RunPool&) = delete;
    ~RunPool();

    /// Runs a monitor of the configuration for a due time, with the plugins as they lie in their
    /// folders then. The configuration outlives the run.
    void start(const config::Config& config, const config::Monitor& monitor, Instant due,
               Date as_of);

    [[nodiscard]] std::size_t size() const noexcept { return jobs_.size(); }

    /// Removes the runs that are over.
    [[nodiscard]] std::vector<EndedRun> take_ended();

    /// Asks every run to stop at its next step.
    void cancel() { is_cancelled_ = true; }

private:
    struct Job {
        EndedRun result;
        std::atomic<bool> is_over{false};
        std::thread thread;
    };

    void work(Job& job, const config::Config& config, const config::Monitor& monitor, Date as_of);

    PoolSurroundings surroundings_;
    std::atomic<bool> is_cancelled_{false};
    std::list<Job> jobs_;
};

}  // namespace waymark::run
