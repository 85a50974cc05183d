// SPDX-License-Identifier: MIT
#include "run/journal.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace waymark;
using run::Journal;
using run::Level;

static const FixedClock noon{date_of(2026, 3, 1) + std::chrono::hours{12}};

TEST_CASE("Every event is one line of JSON with time, level and event first", "[run]") {
    std::ostringstream out;
    const Journal journal(out, noon, false);
    journal.write(Level::info, "run_started", {{"monitor", "attendance"}});
    journal.write(Level::error, "reload_refused", {{"sentence", "line one\nline {} two"}});
    CHECK(out.str() ==
          "{\"time\":\"2026-03-01T12:00:00Z\",\"level\":\"info\",\"event\":\"run_started\","
          "\"monitor\":\"attendance\"}\n"
          "{\"time\":\"2026-03-01T12:00:00Z\",\"level\":\"error\",\"event\":\"reload_refused\","
          "\"sentence\":\"line one\\nline {} two\"}\n");
}

TEST_CASE("A simulated clock is told on every line", "[run]") {
    std::ostringstream out;
    Journal(out, noon, true).write(Level::warning, "passed_over", {{"due_times", 3}});
    CHECK(nlohmann::json::parse(out.str()).at("clock") == "simulated");
}

TEST_CASE("Bytes that are no text do not lose the line", "[run]") {
    std::ostringstream out;
    Journal(out, noon, false).write(Level::info, "started", {{"config", "a\xff.toml"}});
    CHECK(nlohmann::json::parse(out.str()).at("event") == "started");
}
