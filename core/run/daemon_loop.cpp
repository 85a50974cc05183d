// SPDX-License-Identifier: MIT
#include "run/daemon_loop.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "ledger/ledger.hpp"
#include "run/settle.hpp"
#include "run/setup.hpp"
#include "store/store.hpp"

namespace waymark::run {

using nlohmann::ordered_json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

// A clock that is set and a machine that slept are noticed within this time.
static constexpr milliseconds longest_sleep{30'000};
// How long a run that was cancelled may take to end before the process ends without it.
static constexpr std::chrono::seconds patience{15};

DaemonLoop::DaemonLoop(Setup first, const DaemonSurroundings& surroundings,
                       const Simulation* simulation)
    : surroundings_(surroundings),
      simulation_(simulation),
      journal_(surroundings.log, surroundings.clock, simulation != nullptr),
      pool_({surroundings.ledger, surroundings.store, writing_, surroundings.clock,
             [this] { surroundings_.wakeups.nudge(); }}) {
    agenda_.restore(surroundings.ledger.reader().schedules());
    take_over(std::move(first));
}

DaemonLoop::~DaemonLoop() = default;

void DaemonLoop::take_over(Setup next) {
    const config::Daemon& terms = next.config.daemon;
    agenda_.set(next.monitors,
                {.first = terms.retry_first,
                 .longest = terms.retry_longest,
                 .attempts = terms.retry_attempts},
                surroundings_.clock.now());
    setups_.push_back(std::make_unique<Setup>(std::move(next)));
}

void DaemonLoop::take_signals(const std::vector<int>& signals) {
    for (const int signal : signals) {
        if (signal == SIGHUP && !stop_by_) {
            reload();
        } else if (signal != SIGHUP) {
            begin_to_stop(signal == SIGTERM ? "SIGTERM" : "SIGINT");
        }
    }
}

// A wrong configuration must not end a daemon that works: one more border for Error (ADR 0015).
void DaemonLoop::reload() {
    surroundings_.manager.reloading();
    try {
        Setup next = read_daemon_setup(surroundings_.file, surroundings_.clock);
        if (next.config.ledger != setup().config.ledger ||
            next.config.store != setup().config.store) {
            throw Error(ErrorKind::configuration,
                        "the paths of ledger and store cannot change while the daemon runs; stop "
                        "it and start it again",
                        {.file = surroundings_.file.string()});
        }
        take_over(std::move(next));
        journal_.write(
            Level::info, "reloaded",
            {{"config_sha256", setup().config.sha256}, {"monitors", setup().monitors.size()}});
    } catch (const Error& fault) {
        journal_.write(
            Level::error, "reload_refused",
            {{"sentence", fault.what()},
             {"now", "the former configuration goes on; mend the file and reload again"}});
    }
    surroundings_.manager.ready(status());
}

void DaemonLoop::begin_to_stop(const char* signal) {
    journal_.write(Level::info, "stopping", {{"signal", signal}, {"running", pool_.size()}});
    surroundings_.manager.stopping("stopping, " + std::to_string(pool_.size()) + " running");
    const Steady now = steady_clock::now();
    // Asked a second time, there is no waiting.
    stop_by_ = stop_by_ ? std::min(*stop_by_, now) : now + setup().config.daemon.stop_within;
}

void DaemonLoop::press_stop() {
    if (!stop_by_ || pool_.size() == 0) {
        return;
    }
    const Steady now = steady_clock::now();
    if (!is_cancelled_ && now >= *stop_by_) {
        journal_.write(Level::warning, "cancelling", {{"running", pool_.size()}});
        pool_.cancel();
        is_cancelled_ = true;
    } else if (is_cancelled_ && now >= *stop_by_ + patience) {
        // A source that does not answer holds its thread. What is written stays whole whenever the
        // process ends; the next start settles it.
        journal_.write(Level::error, "abandoned", {{"running", pool_.size()}});
        std::_Exit(exit_code(ErrorKind::interrupted));
    }
}

void DaemonLoop::take_ended_runs() {
    for (const EndedRun& run : pool_.take_ended()) {
        take_ended_run(run);
    }
    if (pool_.size() == 0) {
        setups_.erase(setups_.begin(), std::prev(setups_.end()));
    }
}

void DaemonLoop::take_ended_run(const EndedRun& run) {
    const Assignment assignment{run.monitor_id, run.due};
    if (run.thrown) {
        agenda_.interrupted(assignment);
        unsettled_.push_back(assignment);
        try {
            std::rethrow_exception(run.thrown);
        } catch (const Error& fault) {
            if (fault.kind() != ErrorKind::store && fault.kind() != ErrorKind::try_later) {
                throw;
            }
            ++totals_.failed;
            journal_.write(Level::error, "run_unsettled",
                           {{"monitor", run.monitor_id},
                            {"due", instant_text(run.due)},
                            {"sentence", fault.what()}});
        }
        return;
    }
    tell(run);
    if (!run.failure) {
        const bool is_new = run.state == ledger::RunState::committed;
        ++(is_new ? totals_.committed : totals_.unchanged);
        agenda_.succeeded(assignment);
    } else if (*run.failure == ErrorKind::interrupted) {
        agenda_.interrupted(assignment);
    } else {
        ++totals_.failed;
        agenda_.failed(assignment, surroundings_.clock.now());
    }
}

void DaemonLoop::tell(const EndedRun& run) {
    ordered_json fields{
        {"run_id", run.run_id},
        {"monitor", run.monitor_id},
        {"measure", run.measure_id + " " + run.measure_version},
        {"due", instant_text(run.due)},
        {"outcome", run.outcome ? ledger::word(*run.outcome) : ledger::word(run.state)},
        {"seconds", run.seconds}};
    if (!run.vintage_id.empty()) {
        fields["vintage"] = run.vintage_id;
        fields["releases"] = run.releases;
    }
    // A measure's own words may hold what it read: they stay in the ledger, which is private.
    if (run.failure == ErrorKind::measure && !run.run_id.empty()) {
        fields["more"] = "waymark runs show " + run.run_id;
    } else if (!run.sentence.empty()) {
        fields["sentence"] = run.sentence;
    }
    journal_.write(run.failure ? Level::warning : Level::info, "run_ended", fields);
}

// After a failure of ledger or store a run may be left unfinished, and the gate would not see what
// it released. So nothing is started until the others have ended and both files agree.
void DaemonLoop::settle_if_needed() {
    if (unsettled_.empty() || pool_.size() > 0 || !write_changes()) {
        return;
    }
    const Settled settled = settle(surroundings_.ledger, surroundings_.store.reader());
    journal_.write(Level::info, "settled",
                   {{"committed", settled.committed}, {"failed", settled.failed}});
    agenda_.restore(surroundings_.ledger.reader().schedules());
    for (const Assignment& run : std::exchange(unsettled_, {})) {
        agenda_.failed(run, surroundings_.clock.now());
    }
}

void DaemonLoop::watch_clock() {
    if (simulation_ != nullptr) {
        return;
    }
    const auto change = clock_watch_.observe(machine_clocks());
    const auto in_seconds = [](std::chrono::microseconds span) {
        return std::chrono::duration<double>(span).count();
    };
    if (change && change->set_by != std::chrono::microseconds{0}) {
        journal_.write(Level::warning,
                       change->set_by.count() > 0 ? "clock_set_forward" : "clock_set_back",
                       {{"seconds", in_seconds(change->set_by)}});
    }
    if (change && change->slept != std::chrono::microseconds{0}) {
        journal_.write(Level::warning, "machine_slept", {{"seconds", in_seconds(change->slept)}});
    }
}

void DaemonLoop::tell_notes() {
    for (const AgendaNote& note : agenda_.take_notes()) {
        using Event = AgendaNote::Event;
        totals_.passed_over += note.event == Event::passed_over ? note.count : 0;
        totals_.superseded += note.event == Event::superseded ? 1 : 0;
        totals_.given_up += note.event == Event::given_up ? 1 : 0;
        ordered_json fields{{"monitor", note.monitor_id}, {"due", instant_text(note.due)}};
        if (note.event == Event::passed_over) {
            fields["due_times"] = note.count;
        }
        if (note.event == Event::future_refused) {
            fields["sentence"] =
                "the ledger knew due times after the clock's time; they are struck out and the "
                "schedule goes on from now. If runs were published as of later days than today, "
                "these stay current until then";
        }
        journal_.write(Level::warning, word(note.event), fields);
    }
}

// The loop never waits for a run that is publishing: a watchdog that misses the loop would end
// both.
bool DaemonLoop::write_changes() {
    for (ledger::ScheduleRecord& record : agenda_.take_changes()) {
        unwritten_.push_back(std::move(record));
    }
    if (unwritten_.empty()) {
        return true;
    }
    const std::unique_lock turn(writing_, std::try_to_lock);
    if (turn.owns_lock()) {
        surroundings_.ledger.set_schedules(unwritten_);
        unwritten_.clear();
    }
    return unwritten_.empty();
}

void DaemonLoop::start_due_runs() {
    const Instant now = surroundings_.clock.now();
    while (pool_.size() < setup().config.daemon.parallel_runs) {
        const auto due = agenda_.next(now);
        if (!due) {
            return;
        }
        const config::Monitor* monitor = setup().monitor(due->monitor_id);
        check(monitor != nullptr, "the agenda holds monitors of the configuration");
        const auto scheduled = std::find_if(
            setup().monitors.begin(), setup().monitors.end(),
            [&](const Scheduled& candidate) { return candidate.monitor_id == due->monitor_id; });
        const Date as_of = scheduled->schedule.zone().local_date(due->due);
        journal_.write(Level::info, "run_started",
                       {{"monitor", due->monitor_id},
                        {"due", instant_text(due->due)},
                        {"as_of", date_text(as_of)}});
        pool_.start(setup().config, *monitor, due->due, as_of);
        agenda_.started(due->monitor_id);
    }
}

std::string DaemonLoop::status() const {
    const auto wake = agenda_.wake(surroundings_.clock.now());
    return std::to_string(setup().monitors.size()) + " monitors, " + std::to_string(pool_.size()) +
           " running" + (wake ? ", next at " + instant_text(*wake) : "");
}

void DaemonLoop::tell_manager() {
    surroundings_.manager.watchdog();
    const std::string now = status();
    if (!stop_by_ && now != told_status_) {
        surroundings_.manager.status(now);
        told_status_ = now;
    }
}

bool DaemonLoop::sleep_simulated() {
    if (pool_.size() > 0) {
        take_signals(surroundings_.wakeups.wait(std::chrono::seconds{1}));
        return true;
    }
    const auto wake = agenda_.wake(surroundings_.clock.now());
    if (!wake || *wake >= simulation_->until) {
        return false;
    }
    simulation_->clock.set(*wake);
    take_signals(surroundings_.wakeups.wait(milliseconds{0}));
    return true;
}

bool DaemonLoop::sleep(bool is_written) {
    if (simulation_ != nullptr && is_written && !stop_by_) {
        return sleep_simulated();
    }
    milliseconds longest = longest_sleep;
    const auto shorten = [&](auto span) {
        longest = std::min(longest, std::chrono::ceil<milliseconds>(span));
    };
    const Instant now = surroundings_.clock.now();
    if (const auto wake = agenda_.wake(now); wake && *wake - now < longest) {
        shorten(*wake - now);
    }
    if (const auto interval = surroundings_.manager.watchdog_interval()) {
        shorten(*interval);
    }
    if (!is_written) {
        shorten(milliseconds{100});
    }
    if (stop_by_) {
        shorten(milliseconds{500});
    }
    take_signals(surroundings_.wakeups.wait(longest));
    return true;
}

DaemonTotals DaemonLoop::run() {
    journal_.write(Level::info, "started",
                   {{"config", surroundings_.file.string()},
                    {"config_sha256", setup().config.sha256},
                    {"monitors", setup().monitors.size()}});
    surroundings_.manager.ready(status());
    bool is_awake = true;
    while (is_awake) {
        take_ended_runs();
        settle_if_needed();
        watch_clock();
        agenda_.advance(surroundings_.clock.now());
        tell_notes();
        const bool is_written = write_changes();
        if (is_written && !stop_by_ && unsettled_.empty()) {
            start_due_runs();
        }
        press_stop();
        if (stop_by_ && pool_.size() == 0 && is_written) {
            totals_.is_stopped = true;
            break;
        }
        tell_manager();
        is_awake = sleep(is_written);
    }
    journal_.write(Level::info, "stopped",
                   {{"committed", totals_.committed},
                    {"unchanged", totals_.unchanged},
                    {"failed", totals_.failed},
                    {"passed_over", totals_.passed_over}});
    return totals_;
}

}  // namespace waymark::run
