// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/sha256.hpp"
#include "core/worker/small_run.hpp"

using namespace waymark;
using namespace waymark::worker;
using worker::test::test_plugin;

// What `waymark-worker --describe` writes, and its exit code.
static std::pair<std::string, int> described(const std::filesystem::path& plugin) {
    const std::string command =
        worker_program().string() + " --describe " + plugin.string() + " 2>&1";
    FILE* const pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string text;
    std::array<char, 4096> piece{};
    while (const std::size_t size = std::fread(piece.data(), 1, piece.size(), pipe)) {
        text.append(piece.data(), size);
    }
    const int status = ::pclose(pipe);
    return {text, WEXITSTATUS(status)};
}

TEST_CASE("The sidecar says what the plugin is", "[worker]") {
    const auto [text, code] = described(test_plugin("counting"));
    REQUIRE(code == 0);
    const auto json = nlohmann::json::parse(text);
    CHECK(json["schema"] == 1);
    CHECK(json["id"] == "org.waymark.test.counting");
    CHECK(json["version"] == "1.0.0");
    CHECK(json["abi"] == nlohmann::json{{"major", 1}, {"minor_needed", 0}});
    CHECK(json["sha256"] == hex_text(seal(test_plugin("counting")).sha256));
    const auto needed = json["needed"].get<std::vector<std::string>>();
    CHECK(std::find(needed.begin(), needed.end(), "libc.so.6") != needed.end());
    CHECK(json["description"]["indicators"][1]["id"] == "coded");
    CHECK_FALSE(json["built"]["cc"].get<std::string>().empty());
}

TEST_CASE("What cannot be described is refused with the reason", "[worker]") {
    const auto [text, code] = described(test_plugin("odd_major"));
    CHECK(code == 76);
    CHECK_THAT(text, Catch::Contains("built for ABI 9"));
    const auto [other, other_code] =
        described(std::filesystem::path(WAYMARK_SOURCE_DIR) / "tests/core/worker/counting.c");
    CHECK(other_code == 76);
    CHECK_THAT(other, Catch::Contains("not a 64-bit ELF shared object"));
}
