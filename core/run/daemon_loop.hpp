// SPDX-License-Identifier: MIT
// The daemon's loop: signals, runs that ended, due times, and sleep in between. Only for this room.
#pragma once

#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "run/agenda.hpp"
#include "run/clock_watch.hpp"
#include "run/daemon.hpp"
#include "run/journal.hpp"
#include "run/run_pool.hpp"

namespace waymark::run {

/// One daemon at work. One thread; its runs have threads of their own.
class DaemonLoop {
public:
    DaemonLoop(Setup first, const DaemonSurroundings& surroundings, const Simulation* simulation);
    DaemonLoop(const DaemonLoop&) = delete;
    DaemonLoop& operator=(const DaemonLoop&) = delete;
    ~DaemonLoop();

    [[nodiscard]] DaemonTotals run();

private:
    using Steady = std::chrono::steady_clock::time_point;

    [[nodiscard]] const Setup& setup() const { return *setups_.back(); }
    void take_over(Setup next);
    void take_signals(const std::vector<int>& signals);
    void reload();
    void begin_to_stop(const char* signal);
    void press_stop();
    void take_ended_runs();
    void take_ended_run(const EndedRun& run);
    void tell(const EndedRun& run);
    void settle_if_needed();
    void watch_clock();
    void tell_notes();
    [[nodiscard]] bool write_changes();
    void start_due_runs();
    [[nodiscard]] std::string status() const;
    void tell_manager();
    /// False when a simulation has reached its end.
    [[nodiscard]] bool sleep(bool is_written);
    [[nodiscard]] bool sleep_simulated();

    DaemonSurroundings surroundings_;
    const Simulation* simulation_;
    Journal journal_;
    std::list<std::unique_ptr<Setup>> setups_;  ///< the last one counts; runs may use earlier ones
    Agenda agenda_;
    std::vector<ledger::ScheduleRecord> unwritten_;
    std::vector<Assignment> unsettled_;  ///< their runs could not use ledger or store
    ClockWatch clock_watch_;
    std::optional<Steady> stop_by_;  ///< once asked to stop
    bool is_cancelled_ = false;
    std::string told_status_;
    DaemonTotals totals_;
    std::mutex writing_;
    RunPool pool_;  ///< last: its threads end before what they use
};

}  // namespace waymark::run
