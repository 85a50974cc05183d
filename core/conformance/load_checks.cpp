// SPDX-License-Identifier: MIT
// Before anything of it runs: what the file exports, needs and asks of the loader.
#include <chrono>

#include "conformance/check.hpp"

namespace waymark::conformance {

// The very inspection that a host makes before it runs a plugin.
static Judgement kept(const Subject& subject, std::string_view rule) {
    for (const worker::FileFault& fault : worker::file_faults(subject.image(), {})) {
        if (fault.rule == rule) {
            return {Verdict::fail, fault.sentence};
        }
    }
    return {};
}

static std::function<Judgement(const Subject&)> keeps(std::string_view rule) {
    return [rule](const Subject& subject) { return kept(subject, rule); };
}

static Judgement load_time(const Subject& subject) {
    const auto start = std::chrono::steady_clock::now();
    (void)worker::introduction(subject.image(), {});
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    return took.count() < 100
               ? Judgement{}
               : Judgement{Verdict::warning, "to load it and to hear its description took " +
                                                 std::to_string(static_cast<int>(took.count())) +
                                                 " ms; look for work in static constructors"};
}

std::vector<Check> load_checks() {
    return {{"load.one_symbol", "It exports waymark_measure and nothing else.",
             keeps("load.one_symbol"), false},
            {"load.needed", "It needs the libraries of C and C++ and no others.",
             keeps("load.needed"), false},
            {"load.plain", "It has no run path, text relocations or executable stack.",
             keeps("load.plain"), false},
            {"load.time", "It loads within 100 ms in a worker of its own.", load_time, false}};
}

}  // namespace waymark::conformance
