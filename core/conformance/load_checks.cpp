// SPDX-License-Identifier: MIT
// Before anything of it runs: what the file exports, needs and asks of the loader.
#include <algorithm>
#include <array>
#include <chrono>

#include "base/file.hpp"
#include "conformance/check.hpp"
#include "conformance/shared_object.hpp"

namespace waymark::conformance {

// Judges the bytes without loading them. The library may have been replaced since it was sealed;
// then the sidecar's digest tells.
static SharedObject object_of(const Subject& subject) {
    const std::string bytes = file_text(subject.request().library);
    return shared_object(std::as_bytes(std::span(bytes)));
}

static std::string listed(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        list += (list.empty() ? "" : ", ") + name;
    }
    return list;
}

static Judgement one_symbol(const Subject& subject) {
    std::vector<std::string> others = object_of(subject).exports;
    const auto wanted = std::find(others.begin(), others.end(), "waymark_measure");
    if (wanted == others.end()) {
        return {Verdict::fail, "it does not export waymark_measure; declare it with WM_EXPORT"};
    }
    others.erase(wanted);
    return others.empty()
               ? Judgement{}
               : Judgement{Verdict::fail, "it also exports " + listed(others) +
                                              "; build it with waymark_add_measure, or with hidden "
                                              "visibility and the SDK's plugin.map"};
}

static Judgement needed(const Subject& subject) {
    static constexpr std::array<std::string_view, 5> allowed{
        "libc.so.6", "libm.so.6", "libgcc_s.so.1", "libstdc++.so.6", "ld-linux-x86-64.so.2"};
    std::vector<std::string> others = object_of(subject).needed;
    std::erase_if(others, [](const std::string& name) {
        return std::find(allowed.begin(), allowed.end(), name) != allowed.end();
    });
    return others.empty() ? Judgement{}
                          : Judgement{Verdict::fail, "it needs " + listed(others) +
                                                         ", which a host need not have; link such "
                                                         "code statically"};
}

static Judgement plain(const Subject& subject) {
    const SharedObject object = object_of(subject);
    std::vector<std::string> faults;
    if (object.has_run_path) {
        faults.emplace_back("a run path");
    }
    if (object.has_text_relocations) {
        faults.emplace_back("text relocations (build with -fPIC)");
    }
    if (object.has_executable_stack) {
        faults.emplace_back("an executable stack (link with -z noexecstack)");
    }
    return faults.empty() ? Judgement{} : Judgement{Verdict::fail, "it has " + listed(faults)};
}

static Judgement load_time(const Subject& subject) {
    const auto start = std::chrono::steady_clock::now();
    (void)worker::describe(subject.image(), {});
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    return took.count() < 100
               ? Judgement{}
               : Judgement{Verdict::warning, "to load it and to hear its description took " +
                                                 std::to_string(static_cast<int>(took.count())) +
                                                 " ms; look for work in static constructors"};
}

std::vector<Check> load_checks() {
    return {
        {"load.one_symbol", "It exports waymark_measure and nothing else.", one_symbol, false},
        {"load.needed", "It needs the libraries of C and C++ and no others.", needed, false},
        {"load.plain", "It has no run path, text relocations or executable stack.", plain, false},
        {"load.time", "It loads within 100 ms in a worker of its own.", load_time, false}};
}

}  // namespace waymark::conformance
