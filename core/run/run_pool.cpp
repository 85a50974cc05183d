// SPDX-License-Identifier: MIT
#include "run/run_pool.hpp"

#include <chrono>

#include "config/config.hpp"
#include "run/catalogue.hpp"
#include "run/runner.hpp"

namespace waymark::run {

RunPool::~RunPool() {
    cancel();
    for (Job& job : jobs_) {
        if (job.thread.joinable()) {  // it is not when the system gave no thread
            job.thread.join();
        }
    }
}

void RunPool::start(const config::Config& config, const config::Monitor& monitor, Instant due,
                    Date as_of) {
    Job& job = jobs_.emplace_back();
    job.result.monitor_id = monitor.id;
    job.result.due = due;
    job.thread =
        std::thread([this, &job, &config, &monitor, as_of] { work(job, config, monitor, as_of); });
}

static void take_report(RunReport&& report, EndedRun& result) {
    result.run_id = std::move(report.run_id);
    result.measure_id = std::move(report.measure_id);
    result.measure_version = std::move(report.measure_version);
    result.state = report.state;
    result.failure = report.failure;
    result.outcome = report.outcome;
    result.sentence = std::move(report.sentence);
    result.vintage_id = std::move(report.vintage_id);
    result.releases = report.releases;
}

// Whatever is thrown is handed to the thread that takes the ended runs.
void RunPool::work(Job& job, const config::Config& config, const config::Monitor& monitor,
                   Date as_of) {
    const auto start = std::chrono::steady_clock::now();
    EvaluationOptions options;
    options.progress = [](const char*, double) {};  // nobody watches
    options.cancelled = [this] { return is_cancelled_.load(); };
    options.clock = &surroundings_.clock;
    // What a measure says may hold what it read, and the log of a service is read by many.
    options.log = [](int, const std::string&) {};
    try {
        // Read anew: a build that was dropped in place is used from the next run on, and those that
        // are going on keep the image they sealed.
        const Catalogue catalogue(plugin_folders(config.plugin_folders));
        Runner runner(config, catalogue, surroundings_.ledger, surroundings_.store,
                      surroundings_.writing, options);
        take_report(runner.run({&monitor, as_of, "", job.result.due}), job.result);
    } catch (...) {
        job.result.thrown = std::current_exception();
    }
    job.result.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    job.is_over = true;
    surroundings_.on_end();
}

std::vector<EndedRun> RunPool::take_ended() {
    std::vector<EndedRun> ended;
    for (auto job = jobs_.begin(); job != jobs_.end();) {
        if (!job->is_over) {
            ++job;
            continue;
        }
        job->thread.join();
        ended.push_back(std::move(job->result));
        job = jobs_.erase(job);
    }
    return ended;
}

}  // namespace waymark::run
