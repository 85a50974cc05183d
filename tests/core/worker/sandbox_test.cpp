// SPDX-License-Identifier: MIT
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/error.hpp"
#include "core/worker/small_run.hpp"

using namespace waymark;
using namespace waymark::worker;
using namespace std::chrono_literals;
using worker::test::SmallRun;
using worker::test::test_plugin;

// Sanitizer builds run plugins in this process.
static bool skipped() {
#ifdef WAYMARK_SANITIZED
    std::cout << "skipped: sanitizers and the sandbox exclude each other; see the release build\n";
    return true;
#else
    return false;
#endif
}

// The ids of this process's children.
static std::vector<pid_t> children() {
    std::ifstream list("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    std::vector<pid_t> ids;
    for (pid_t id = 0; list >> id;) {
        ids.push_back(id);
    }
    return ids;
}

TEST_CASE("The layers reached are told", "[worker]") {
    if (skipped()) {
        return;
    }
    SmallRun run("counting");
    const Layers layers = run.told().layers;
    for (const char* const always : {"no_new_privs", "rlimits", "seccomp"}) {
        CAPTURE(always);
        CHECK(std::find(layers.begin(), layers.end(), always) != layers.end());
    }
    run.opening.in_process = true;
    CHECK(run.told().layers.empty());
}

TEST_CASE("Layers that are there can be required, unknown ones are a mistake", "[worker]") {
    if (skipped()) {
        return;
    }
    SmallRun run("counting");
    run.opening.require = {"seccomp", "rlimits"};
    CHECK_NOTHROW(run.told());
    run.opening.require = {"moat"};
    try {
        static_cast<void>(run.told());
        FAIL("a layer that nobody knows was accepted");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::configuration);
    }
}

TEST_CASE("A required layer that the twin cannot give refuses the run", "[worker]") {
    SmallRun run("counting");
    run.opening.in_process = true;
    run.opening.require = {"seccomp"};
    try {
        static_cast<void>(run.told());
        FAIL("the run was not refused");
    } catch (const MeasureFailure& failure) {
        CHECK(failure.outcome() == Outcome::refused);
        CHECK_THAT(failure.what(), Catch::Contains("seccomp"));
    }
}

TEST_CASE("A worker killed from outside is told as that, at any point", "[worker]") {
    if (skipped()) {
        return;
    }
    for (const int point : {0, 1}) {
        CAPTURE(point);
        SmallRun run("counting");
        Crew crew(run.opening);
        const auto ids = children();
        REQUIRE(ids.size() == 1);
        if (point == 1) {
            static_cast<void>(crew.slot(0));
        }
        ::kill(ids[0], SIGKILL);
        try {
            crew.finish();
            FAIL("nobody noticed");
        } catch (const MeasureFailure& failure) {
            CHECK(failure.outcome() == Outcome::crashed);
            CHECK_THAT(failure.what(), Catch::Contains("SIGKILL"));
        }
    }
    CHECK(children().empty());
}

TEST_CASE("A crew that is given up leaves no process", "[worker]") {
    if (skipped()) {
        return;
    }
    SmallRun run("counting");
    run.opening.workers = 3;
    {
        const Crew crew(run.opening);
        CHECK(children().size() == 3);
    }
    CHECK(children().empty());
}

TEST_CASE("A run that is cancelled ends as interrupted, also while a plugin computes", "[worker]") {
    for (const char* const fault : {"wait_for_stop", "hang_answer"}) {
        if (std::string_view(fault) == "hang_answer" && skipped()) {
            continue;
        }
        CAPTURE(fault);
        SmallRun run("faulty");
        run.opening.parameters_json = std::string(R"({"fault": ")") + fault + "\"}";
        const auto start = std::chrono::steady_clock::now();
        run.opening.cancelled = [&] { return std::chrono::steady_clock::now() - start > 200ms; };
        try {
            static_cast<void>(run.told());
            FAIL("it was not interrupted");
        } catch (const Error& error) {
            CHECK(error.kind() == ErrorKind::interrupted);
        }
    }
    CHECK(children().empty());
}

TEST_CASE("Observed sessions reach the instances", "[worker]") {
    SmallRun run("counting");
    for (const bool in_process : {false, true}) {
        run.opening.in_process = in_process;
        Crew crew(run.opening);
        CHECK_NOTHROW(crew.open_sessions(0, std::vector<std::uint8_t>(31, 3)));
        CHECK_NOTHROW(crew.finish());
    }
}

TEST_CASE("A description other than the expected one refuses the run", "[worker]") {
    SmallRun run("counting");
    run.opening.expected_description = describe(*run.opening.image, {});
    CHECK_NOTHROW(run.told());
    run.opening.expected_description += " ";
    try {
        static_cast<void>(run.told());
        FAIL("the run was not refused");
    } catch (const MeasureFailure& failure) {
        CHECK(failure.outcome() == Outcome::refused);
        CHECK_THAT(failure.what(), Catch::Contains("otherwise than its sidecar"));
    }
}

TEST_CASE("What is sealed cannot be changed, and is the file that was there", "[worker]") {
    const auto copy = std::filesystem::path(WAYMARK_BINARY_DIR) / "sealed_copy.so";
    std::filesystem::copy_file(test_plugin("counting"), copy,
                               std::filesystem::copy_options::overwrite_existing);
    const Image image = seal(copy);
    std::ofstream(copy, std::ios::app) << "more";
    CHECK(seal(copy).sha256 != image.sha256);
    CHECK(::write(image.memory.get(), "x", 1) == -1);
    CHECK(::ftruncate(image.memory.get(), 0) == -1);
    std::filesystem::remove(copy);
}

TEST_CASE("A plugin that others may change is refused", "[worker]") {
    const auto copy = std::filesystem::path(WAYMARK_BINARY_DIR) / "writable_copy.so";
    std::filesystem::copy_file(test_plugin("counting"), copy,
                               std::filesystem::copy_options::overwrite_existing);
    REQUIRE(::chmod(copy.c_str(), 0775) == 0);
    try {
        static_cast<void>(seal(copy));
        FAIL("it was not refused");
    } catch (const MeasureFailure& failure) {
        CHECK(failure.outcome() == Outcome::refused);
        CHECK_THAT(failure.what(), Catch::Contains("chmod go-w"));
    }
    std::filesystem::remove(copy);
    CHECK_THROWS_WITH(seal(copy), Catch::Contains("no such file"));
}
