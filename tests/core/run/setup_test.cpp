// SPDX-License-Identifier: MIT
#include "run/setup.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "core/config/example.hpp"

using namespace waymark;

static config::Config with_schedule(const std::string& schedule, const std::string& more = "") {
    return config::read_text(
        config::with("[[monitor]]", "[[monitor]]\nschedule = " + schedule + "\n" + more));
}

static std::string next(const config::Config& config, Date after) {
    const auto due = run::scheduled_monitors(config).front().schedule.next(after);
    return due ? instant_text(due->at) : "never";
}

TEST_CASE("A configured schedule becomes due times in the deployment's zone", "[run]") {
    const auto config = with_schedule(R"({ cron = "30 6 * * MON", catch_up = "none" })");
    CHECK(next(config, date_of(2026, 3, 28)) == "2026-03-30T05:30:00Z");
    const run::Scheduled monitor = run::scheduled_monitors(config).front();
    CHECK(monitor.catch_up == schedule::CatchUp::none);
    CHECK_FALSE(monitor.window.has_value());
    CHECK(monitor.splay == std::chrono::seconds{0});
}

TEST_CASE("A termly schedule takes the monitor's first calendar", "[run]") {
    const std::string termly = R"({ named = "termly", offset = "P3D", at = "05:00" })";
    CHECK(next(with_schedule(termly), date_of(2025, 9, 1)) == "2026-01-04T05:00:00Z");

    std::filesystem::create_directories(config::folder());
    std::ofstream(config::folder() / "exampleshire.toml") << R"(id = "exampleshire"
version = "2025.1"
authority = "Exampleshire Council"
basis = "school_calendar"
source = "made up for this test"
[[term]]
ordinal = 1
first = 2025-09-02
last = 2025-12-19
)";
    const std::string calendar = "calendars = [\"exampleshire\"]\n";
    const std::string text = config::with("[[monitor]]",
                                          "[calendar.exampleshire]\npath = \"exampleshire.toml\"\n"
                                          "[[monitor]]\nschedule = " +
                                              termly + "\n" + calendar);
    const config::Config config = config::read_text(text);
    CHECK(next(config, date_of(2025, 9, 1)) == "2025-12-23T05:00:00Z");
    CHECK(next(config, date_of(2026, 1, 1)) == "never");
}

TEST_CASE("Monitors without a schedule are not on the agenda", "[run]") {
    CHECK(run::scheduled_monitors(config::read_text(config::least)).empty());
}
