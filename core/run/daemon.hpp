// SPDX-License-Identifier: MIT
// `waymark daemon`: runs monitors when they are due, for as long as it is let.
#pragma once

#include <cstdint>
#include <filesystem>
#include <ostream>

#include "base/clock.hpp"
#include "run/service_manager.hpp"
#include "run/wakeups.hpp"

namespace waymark::ledger {
class Ledger;
}
namespace waymark::store {
class Store;
}

namespace waymark::run {

struct Setup;

/// What a daemon works with. All of it outlives the daemon.
struct DaemonSurroundings {
    const std::filesystem::path& file;  ///< the configuration, read again at a reload
    ledger::Ledger& ledger;             ///< settled
    store::Store& store;
    const Clock& clock;
    std::ostream& log;
    const ServiceManager& manager;
    Wakeups& wakeups;
};

/// A clock that jumps from one moment of the schedule to the next, as soon as nothing runs.
struct Simulation {
    FixedClock& clock;  ///< also the clock of the surroundings, the ledger and the store
    Instant until;      ///< nothing due at or after it is begun
};

/// What a daemon did in its life.
struct DaemonTotals {
    std::uint64_t committed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t failed = 0;  ///< tries; each is tried again or given up
    std::uint64_t passed_over = 0;
    std::uint64_t superseded = 0;
    std::uint64_t given_up = 0;
    bool is_stopped = false;  ///< by a signal; false at the end of a simulation
};

/// Runs until it is told to stop (SIGTERM, SIGINT), or until the end of the simulation. SIGHUP
/// reads the configuration again; when that is wrong the former one goes on. Throws Error (store,
/// try_later) when the ledger cannot be written: then the next start goes on where this one ended.
[[nodiscard]] DaemonTotals run_daemon(Setup first, const DaemonSurroundings& surroundings,
                                      const Simulation* simulation);

}  // namespace waymark::run
