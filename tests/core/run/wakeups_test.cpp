// SPDX-License-Identifier: MIT
#include "run/wakeups.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <thread>

using waymark::run::Wakeups;
using namespace std::chrono_literals;

TEST_CASE("Signals are collected and do not end the process", "[run]") {
    Wakeups wakeups;
    ::raise(SIGHUP);
    ::raise(SIGTERM);
    const auto signals = wakeups.wait(1h);
    CHECK(std::set<int>(signals.begin(), signals.end()) == std::set<int>{SIGHUP, SIGTERM});
    CHECK(wakeups.wait(0ms).empty());
}

TEST_CASE("A nudge from another thread ends a wait, also one that has not begun", "[run]") {
    Wakeups wakeups;
    std::thread([&] { wakeups.nudge(); }).join();
    CHECK(wakeups.wait(1h).empty());  // would last an hour
}
