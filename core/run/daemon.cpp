// SPDX-License-Identifier: MIT
#include "run/daemon.hpp"

#include "run/daemon_loop.hpp"
#include "run/setup.hpp"

namespace waymark::run {

DaemonTotals run_daemon(Setup first, const DaemonSurroundings& surroundings,
                        const Simulation* simulation) {
    return DaemonLoop(std::move(first), surroundings, simulation).run();
}

}  // namespace waymark::run
