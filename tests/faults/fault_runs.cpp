// SPDX-License-Identifier: MIT
#include "faults/fault_runs.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <iostream>

#include "faults/host_watch.hpp"

namespace waymark::faults {

using namespace std::chrono_literals;
using worker::test::SmallRun;

#ifdef WAYMARK_SANITIZED
static constexpr bool has_sandbox = false;
#else
static constexpr bool has_sandbox = true;
#endif

bool skipped() {
    if (!has_sandbox) {
        std::cout
            << "skipped: sanitizers and the sandbox exclude each other; see the release build\n";
    }
    return !has_sandbox;
}

Ended ended(SmallRun& run) {
    Ended end;
    try {
        end.told = run.told();
    } catch (const worker::MeasureFailure& failure) {
        end.outcome = failure.outcome();
        end.sentence = failure.what();
    }
    return end;
}

SmallRun faulty_run(const std::string& plugin, const std::string& fault) {
    SmallRun run(plugin);
    run.opening.parameters_json = R"({"fault": ")" + fault + "\"}";
    run.opening.floor = fault.starts_with("hang") ? 400ms : 10s;
    run.opening.memory_bytes = std::uint64_t{96} << 20;
    run.opening.shards = 2;
    run.opening.workers = 2;
    return run;
}

void check_faults(const std::string& plugin, std::initializer_list<Expected> faults) {
    const auto before = host_state();
    for (const Expected& expected : faults) {
        CAPTURE(expected.fault);
        SmallRun run = faulty_run(plugin, expected.fault);
        const auto with_image = host_state();
        const Ended end = ended(run);
        CHECK(worker::word(end.outcome) == worker::word(expected.outcome));
        CHECK_THAT(end.sentence, Catch::Contains(expected.part));
        CHECK(host_state() == with_image);
    }
    CHECK(host_state() == before);
}

}  // namespace waymark::faults
