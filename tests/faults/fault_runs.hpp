// SPDX-License-Identifier: MIT
// A small run of a plugin that misbehaves, and what the host says of it.
#pragma once

#include <initializer_list>
#include <string>

#include "core/worker/small_run.hpp"

namespace waymark::faults {

/// What became of a run, and how it was told.
struct Ended {
    worker::Outcome outcome = worker::Outcome::ok;
    std::string sentence;
    worker::test::Told told;
};

/// What the parameter "fault" makes of a run.
struct Expected {
    const char* fault;
    worker::Outcome outcome;
    const char* part;  ///< of the sentence
};

/// Whether there is no sandbox, which is said on standard output: sanitizer builds run plugins in
/// this process, where a crash or a hang would be our own.
[[nodiscard]] bool skipped();

[[nodiscard]] worker::test::SmallRun faulty_run(const std::string& plugin,
                                                const std::string& fault);
[[nodiscard]] Ended ended(worker::test::SmallRun& run);

/// Each fault ends as expected and leaves the host as it was.
void check_faults(const std::string& plugin, std::initializer_list<Expected> faults);

}  // namespace waymark::faults
