// SPDX-License-Identifier: MIT
#include "run/clock_watch.hpp"

#include <catch2/catch.hpp>

using namespace waymark;
using namespace std::chrono_literals;
using run::ClockReading;
using run::ClockWatch;

static const Instant noon = date_of(2026, 3, 1) + 12h;

TEST_CASE("Clocks that go together tell nothing", "[run]") {
    ClockWatch watch;
    CHECK_FALSE(watch.observe({noon, 100s, 90s}).has_value());
    CHECK_FALSE(watch.observe({noon + 30s, 130s, 120s}).has_value());
    // A time service slews by a little.
    CHECK_FALSE(watch.observe({noon + 61s, 160s, 150s}).has_value());
}

TEST_CASE("A wall clock that runs away from the others was set", "[run]") {
    ClockWatch watch;
    (void)watch.observe({noon, 100s, 90s});
    const auto forward = watch.observe({noon + 1h + 30s, 130s, 120s});
    REQUIRE(forward.has_value());
    CHECK(forward->set_by == 1h);
    CHECK(forward->slept == 0s);
    const auto back = watch.observe({noon, 160s, 150s});
    REQUIRE(back.has_value());
    CHECK(back->set_by == -(1h + 60s));
}

TEST_CASE("Time that passed since boot but not awake was slept", "[run]") {
    ClockWatch watch;
    (void)watch.observe({noon, 100s, 90s});
    const auto change = watch.observe({noon + 8h + 30s, 100s + 8h + 30s, 120s});
    REQUIRE(change.has_value());
    CHECK(change->set_by == 0s);
    CHECK(change->slept == 8h);
}

TEST_CASE("The machine's clocks never go back between two readings", "[run]") {
    const ClockReading first = run::machine_clocks();
    const ClockReading second = run::machine_clocks();
    CHECK(second.since_boot >= first.since_boot);
    CHECK(second.awake >= first.awake);
    CHECK(second.since_boot >= second.awake);
}
