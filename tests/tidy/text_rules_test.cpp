// SPDX-License-Identifier: MIT
#include "tidy/text_rules.hpp"

#include <catch2/catch.hpp>

namespace waymark::tidy {

static std::string line_count(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += "x\n";
    }
    return text;
}

TEST_CASE("A source, script or build file may have 400 lines and not one more", "[tidy]") {
    const auto* path = GENERATE("a.cpp", "a.hpp", "a.h", "a.py", "CMakeLists.txt", "a.cmake");
    CAPTURE(path);
    CHECK(long_files({{path, line_count(400)}}).empty());
    CHECK(long_files({{path, line_count(401)}}).size() == 1);
    CHECK(long_files({{path, line_count(400) + "no newline"}}).size() == 1);
}

TEST_CASE("Documents and data may be long, a script without an ending may not", "[tidy]") {
    CHECK(long_files({{"a.md", line_count(401)}, {"a.csv", line_count(401)}}).empty());
    CHECK(long_files({{"dev", "#!/bin/sh\n" + line_count(400)}}).size() == 1);
}

TEST_CASE("A file begins with its licence or its sentence", "[tidy]") {
    const std::string licence = "SPDX-License-Identifier: MIT";
    CHECK(openings({{"a.cpp", "// " + licence + "\nint a;\n"},
                    {"a.hpp", "// " + licence + "\n// What it is.\n"},
                    {"a.h", "/* " + licence + "\n * What it is. */\n"},
                    {"dev", "#!/bin/sh\n# " + licence + "\n"},
                    {"a.py", "# " + licence + "\n"},
                    {"CMakeLists.txt", "# base: words.\n"},
                    {"README.md", "# Title\n"}})
              .empty());
    const Tree bad{{"a.cpp", "int a;\n"},
                   {"b.cpp", ""},
                   {"c.cpp", "\n// " + licence + "\n"},
                   {"a.hpp", "// " + licence + "\n#pragma once\n"},
                   {"b.hpp", "/* " + licence + " */\n// What it is.\n"},
                   {"dev", "#!/bin/sh\necho\n"},
                   {"a.py", "import os\n"},
                   {"CMakeLists.txt", "project(a)\n"}};
    const auto found = openings(bad);
    REQUIRE(found.size() == bad.size());
}

TEST_CASE("A header guards itself", "[tidy]") {
    const std::string guard = "#ifndef A_H\n#define A_H\n#endif\n";
    CHECK(unguarded_headers({{"a.hpp", "// x\n#pragma once\n"}, {"a.h", "/* x */\n" + guard}})
              .empty());
    CHECK(unguarded_headers({{"a.cpp", ""}}).empty());
    CHECK(unguarded_headers({{"a.hpp", guard}}).size() == 1);
    CHECK(unguarded_headers({{"a.hpp", "// #pragma once\n"}}).size() == 1);
    CHECK(unguarded_headers({{"a.h", "#ifndef A_H\n#define B_H\n#endif\n"}}).size() == 1);
}

TEST_CASE("A mark of unfinished work names its issue", "[tidy]") {
    const auto* word = GENERATE(
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X");
    const std::string mark = word;
    CHECK(
        bare_marks({{"a.cpp", "// " + mark + " #12: faster\n"}, {"a.cpp", mark + "S\n"}}).empty());
    const auto found = bare_marks({{"dev", "\n# " + mark + ": faster\n// " + mark + "(me) #0\n"}});
    REQUIRE(found.size() == 2);
    CHECK(found[0].line == 2);
}

TEST_CASE("A property whose verdict is dropped is found", "[tidy]") {
    const std::string property = "rc::" + std::string("check([] {});\n");
    CHECK(unchecked_properties({{"a.cpp", "    CHECK(" + property}}).empty());
    CHECK(unchecked_properties({{"a.cpp", "    " + property}}).size() == 1);
}

TEST_CASE("A path of one machine is found, a path of a repository or an address is not", "[tidy]") {
    const std::string slash = "/";
    CHECK(machine_paths(
              {{"a.md", "core/work/a, /usr/lib, https://a.example/root, ${X}/root, ../tmp/a\n"},
               {"a.cpp", slash + slash + "root of the tree\n"}})
              .empty());
    const std::string path =
        GENERATE("work", "work/main", "root", "root/.ssh", "home/ann", "tmp/out");
    CAPTURE(path);
    CHECK(machine_paths({{"a.md", "see " + slash + path + "\n"}}).size() == 1);
    CHECK(machine_paths({{"a.cpp", "\"" + slash + path + "\"\n"}}).size() == 1);
}

}  // namespace waymark::tidy
