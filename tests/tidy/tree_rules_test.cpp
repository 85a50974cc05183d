// SPDX-License-Identifier: MIT
#include "tidy/tree_rules.hpp"

#include <catch2/catch.hpp>

namespace waymark::tidy {

TEST_CASE("A folder named for nothing is found", "[tidy]") {
    const auto* name = GENERATE("util", "utils", "common", "helper", "helpers", "misc");
    CAPTURE(name);
    CHECK(drawers({{"core/" + std::string(name) + "/a.cpp", ""}}).size() == 1);
    CHECK(drawers({{std::string(name) + "/a.cpp", ""}}).size() == 1);
    CHECK(drawers({{"core/base/" + std::string(name) + ".cpp", ""}}).empty());
}

TEST_CASE("A source that no build file names is dead", "[tidy]") {
    const Tree tree{
        {"CMakeLists.txt", "add_executable(a tests/a.cpp)\n"},
        {"core/base/CMakeLists.txt",
         "# named.cpp and commented.cpp\nwaymark_room(base SOURCES named.cpp ../up.cpp\n"
         "  ${CMAKE_CURRENT_SOURCE_DIR}/here.c)\n"},
        {"core/base/commented.cpp", ""},
        {"core/base/here.c", ""},
        {"core/base/named.cpp", ""},
        {"core/other/named.cpp", ""},
        {"core/up.cpp", ""},
        {"tests/a.cpp", ""}};
    const auto found = dead_files(tree);
    REQUIRE(found.size() == 2);
    CHECK(found[0].path == "core/base/commented.cpp");
    CHECK(found[1].path == "core/other/named.cpp");
}

TEST_CASE("A variable in a build file stands for one part of a name and not for every file",
          "[tidy]") {
    const Tree tree{
        {"fuzz/CMakeLists.txt", "add_executable(${name} ${name}_fuzz.cpp ${name}.cpp)\n"},
        {"fuzz/csv_fuzz.cpp", ""},
        {"fuzz/deep/csv_fuzz.cpp", ""},
        {"fuzz/lost.cpp", ""}};
    const auto found = dead_files(tree);
    REQUIRE(found.size() == 2);
    CHECK(found[0].path == "fuzz/deep/csv_fuzz.cpp");
    CHECK(found[1].path == "fuzz/lost.cpp");
}

TEST_CASE("A header that nothing names or includes is dead", "[tidy]") {
    const Tree tree{{"core/base/CMakeLists.txt", "waymark_room(base SOURCES a.cpp listed.hpp)\n"},
                    {"core/base/a.cpp", "#include \"base/used.hpp\"\n"},
                    {"core/base/listed.hpp", ""},
                    {"core/base/lost.hpp", ""},
                    {"core/base/used.hpp", ""}};
    const auto found = dead_files(tree);
    REQUIRE(found.size() == 1);
    CHECK(found[0].path == "core/base/lost.hpp");
}

TEST_CASE("A link to a missing file is found", "[tidy]") {
    const std::string good =
        "[a](glossary.md) [b](../README.md#use) [c](adr/) [d](#here) [e](https://x.example/y.md) "
        "[f](..)\n"
        "```\n[g](missing.md)\n```\n";
    Tree tree{{"README.md", ""},
              {"docs/adr/0001-a.md", ""},
              {"docs/architecture.md", good},
              {"docs/glossary.md", ""}};
    CHECK(dead_links(tree).empty());

    tree[2].text += "[h](missing.md)\n[i](glossary.md) [j](README.md)\n";
    const auto found = dead_links(tree);
    REQUIRE(found.size() == 2);
    CHECK(found[0].line == 5);
    CHECK(found[0].what == "a link to a missing file: missing.md");
    CHECK(found[1].line == 6);
}

TEST_CASE("A document names only verbs that ./dev has", "[tidy]") {
    const std::string dev =
        "case $1 in\n    old) ;;\nesac\n"
        "case $verb in\n    build) b ;;\n    install-packages) i ;;\n    help | -h) h ;;\n    "
        "*)\nesac\n";
    const auto found_in = [&](const std::string& text) {
        return unknown_verbs({{"README.md", text}, {"dev", dev}});
    };
    CHECK(found_in("./dev build, `./dev install-packages`\n./dev help ./dev VERB\n").empty());
    const auto found = found_in("```\n./dev biuld\n./dev old\n```\n");
    REQUIRE(found.size() == 2);
    CHECK(found[0].line == 2);
    CHECK(found[0].what == "./dev has no verb biuld");
}

}  // namespace waymark::tidy
