// SPDX-License-Identifier: MIT
#include "tidy/rooms.hpp"

#include <catch2/catch.hpp>

namespace waymark::tidy {

static Violations found_in(const std::string& path, const std::string& text) {
    return include_direction({{path, text}});
}

TEST_CASE("A room may include what the table gives it", "[tidy]") {
    CHECK(found_in("core/store/a.hpp",
                   "#include \"release/release.hpp\"\n"
                   "#include \"store/b.hpp\"\n"
                   "#include <SQLiteCpp/SQLiteCpp.h>\n"
                   "#include <sys/stat.h>\n")
              .empty());
    CHECK(found_in("core/batch/a.cpp", "#include <waymark/abi.h>\n").empty());
    CHECK(found_in("core/run/a.cpp", "#include \"disclosure/gate.hpp\"\n").empty());
    CHECK(found_in("core/cli/a.cpp", "#include \"run/run.hpp\"\n").empty());
    CHECK(found_in("tests/core/store/a.cpp", "#include \"cli/cli.hpp\"\n").empty());
}

TEST_CASE("A room may not include against the table, however the include is written", "[tidy]") {
    const auto found = found_in("core/store/a.hpp",
                                "#pragma once\n"
                                "#include \"observation/cell.hpp\"\n"
                                "  #  include <source/pull.hpp>\n"
                                "#include <waymark/abi.h>\n");
    REQUIRE(found.size() == 3);
    CHECK(found[0].line == 2);
    CHECK(found[0].what.find("store may not include observation/cell.hpp") == 0);
    CHECK(found[1].line == 3);
    CHECK(found[2].line == 4);
    CHECK(found_in("core/base/a.cpp", "#include \"calendar/grain.hpp\"\n").size() == 1);
    CHECK(found_in("core/run/a.cpp", "#include \"cli/cli.hpp\"\n").size() == 1);
    CHECK(found_in("core/main.cpp", "#include \"store/store.hpp\"\n").size() == 1);
}

TEST_CASE("An include in core names its room, and a room is in the table", "[tidy]") {
    CHECK(found_in("core/store/a.cpp", "#include \"b.hpp\"\n").size() == 1);
    CHECK(found_in("core/store/a.cpp", "#include \"../source/pull.hpp\"\n").size() == 1);
    CHECK(found_in("core/attic/a.cpp", "").size() == 1);
}

TEST_CASE("The SDK and plugins include the standard library and the SDK only", "[tidy]") {
    const auto* path = GENERATE("sdk/include/waymark/measure.hpp", "plugins/absence/absence.cpp",
                                "examples/hello/hello.cpp");
    CAPTURE(path);
    CHECK(found_in(path,
                   "#include <vector>\n#include <stdint.h>\n#include <waymark/abi.h>\n"
                   "#include \"own.hpp\"\n")
              .empty());
    CHECK(found_in(path, "#include <nlohmann/json.hpp>\n").size() == 1);
    CHECK(found_in(path, "#include <unistd.h>\n").size() == 1);
    CHECK(found_in(path, "#include \"base/date.hpp\"\n").size() == 1);
}

// The room `store` with one header, one source and a link list.
static Violations links_found(const std::string& header, const std::string& source,
                              const std::string& links) {
    return link_lists(
        {{"core/store/CMakeLists.txt",
          "# store: keeps releases.\nwaymark_room(store\n  SOURCES a.cpp a.hpp\n" + links + ")\n"},
         {"core/store/a.cpp", source},
         {"core/store/a.hpp", header}});
}

static const char* const uses_base = "#include \"base/date.hpp\"\n";
static const char* const uses_release = "#include \"release/release.hpp\"\n";

TEST_CASE("A link list that says what the sources do is accepted", "[tidy]") {
    CHECK(
        links_found(uses_release, uses_base,
                    "  PUBLIC waymark::release\n  PRIVATE waymark::base SQLiteCpp # waymark::run\n")
            .empty());
    CHECK(links_found(uses_base, uses_base, "  PUBLIC\n    waymark::base\n").empty());
    CHECK(links_found(uses_base, "", "  INTERFACE waymark::base\n").empty());
    CHECK(links_found("", "", "").empty());
}

TEST_CASE("A link list that says less, more or something else is found", "[tidy]") {
    const auto missing = links_found("", uses_base, "");
    REQUIRE(missing.size() == 1);
    CHECK(missing[0].path == "core/store/a.cpp");

    const auto unused = links_found("", uses_base, "  PRIVATE waymark::base\n  waymark::release\n");
    REQUIRE(unused.size() == 1);
    CHECK(unused[0].line == 5);
    CHECK(unused[0].what == "store links release but includes nothing of it");

    const auto hidden = links_found(uses_release, "", "  PRIVATE waymark::release\n");
    REQUIRE(hidden.size() == 1);
    CHECK(hidden[0].what == "release must be PUBLIC: core/store/a.hpp includes it");

    CHECK(links_found("", "", "  PRIVATE waymark::observation\n").size() == 1);
}

}  // namespace waymark::tidy
