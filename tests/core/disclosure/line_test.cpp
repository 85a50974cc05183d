// SPDX-License-Identifier: MIT
#include "disclosure/line.hpp"

#include <catch2/catch.hpp>
#include <numeric>
#include <string>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

// The parts and their total after suppression: "- - 20 40 | 71".
std::string line(std::vector<std::int64_t> counts, std::int64_t hide_up_to,
                 std::vector<bool> seeds = {}) {
    Line line;
    line.parts.resize(counts.size());
    std::iota(line.parts.begin(), line.parts.end(), std::size_t{0});
    line.total = counts.size();
    counts.push_back(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
    seeds.resize(counts.size(), false);
    std::vector<bool> hidden = seeds;
    suppress_line(line, counts, seeds, hide_up_to, hidden);
    std::string text;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        text += i + 1 == counts.size() ? "| " : "";
        text += (hidden[i] ? "-" : std::to_string(counts[i])) + " ";
    }
    text.pop_back();
    return text;
}

}  // namespace

TEST_CASE("statistics example 13: what each one-dimensional line hides", "[disclosure]") {
    CHECK(line({3, 8, 20, 40}, 5) == "- - 20 40 | 71");
    CHECK(line({1, 1, 20, 40}, 5) == "- - - 40 | 62");
    CHECK(line({3, 4, 20, 40}, 5) == "- - 20 40 | 67");
    CHECK(line({2, 0, 0, 50}, 5) == "- 0 0 - | 52");
    CHECK(line({2, 0, 0}, 5) == "- 0 0 | -");
}

TEST_CASE("A line without small counts hides nothing", "[disclosure]") {
    CHECK(line({6, 0, 12}, 5) == "6 0 12 | 18");
    CHECK(line({0, 0}, 5) == "0 0 | 0");
}

TEST_CASE("When no part is left to hide, the total goes", "[disclosure]") {
    CHECK(line({3, 3}, 5) == "- - | -");
    CHECK(line({4, 0, 4}, 5) == "- 0 - | 8");
}

TEST_CASE("Of equal parts the one with the lowest key is hidden", "[disclosure]") {
    CHECK(line({9, 3, 9, 9}, 5) == "- - 9 9 | 30");
}

TEST_CASE("A seed is protected although its count is large", "[disclosure]") {
    CHECK(line({20, 30, 40}, 5, {false, true, false}) == "- - 40 | 90");
}

TEST_CASE("Without a total only the small parts are hidden", "[disclosure]") {
    const Line parts_alone{{0, 1, 2}, std::nullopt};
    std::vector<bool> hidden(3, false);
    suppress_line(parts_alone, std::vector<std::int64_t>{3, 8, 20}, {false, false, false}, 5,
                  hidden);
    CHECK(hidden == std::vector<bool>{true, false, false});
}

TEST_CASE("The gate hides the lines of example 13 like this too", "[disclosure]") {
    const auto released = [](const std::vector<std::int64_t>& counts) {
        play::Table table(contract::Kind::count);
        table.add_line(counts);
        return play::line_text(table.pass("dfe_cla"));
    };
    CHECK(released({3, 8, 20, 40}) == "- - 20 40 | 71");
    CHECK(released({1, 1, 20, 40}) == "- - - 40 | 62");
    CHECK(released({3, 4, 20, 40}) == "- - 20 40 | 67");
    CHECK(released({2, 0, 0, 50}) == "- 0 0 - | 52");
    CHECK(released({2, 0, 0}) == "- 0 0 | -");
}

}  // namespace waymark::disclosure
