// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "base/error.hpp"
#include "table.hpp"

namespace waymark::source {
namespace {

const Date as_of = date_of(2024, 9, 3);

std::vector<std::string> names(const TestFolder& folder, const std::string& path,
                               const std::string& service = "") {
    config::Source source;
    source.id = "marks";
    source.path = path;
    std::vector<std::string> found;
    for (const auto& file : expand_path(source, folder.path(), as_of, service)) {
        found.push_back(std::filesystem::relative(file, folder.path()).string());
    }
    return found;
}

TEST_CASE("Paths are relative to the configuration; globs come sorted, without folders",
          "[source]") {
    const TestFolder folder;
    for (const char* name : {"b.csv", "a.csv", "c.txt"}) {
        folder.file(name, "");
    }
    std::filesystem::create_directory(folder.path() / "d.csv");
    CHECK(names(folder, "*.csv") == std::vector<std::string>{"a.csv", "b.csv"});
    CHECK(names(folder, "c.txt") == std::vector<std::string>{"c.txt"});
    CHECK(names(folder, (folder.path() / "?.txt").string()) == std::vector<std::string>{"c.txt"});
}

TEST_CASE("The date and the service are filled in, and are no globs", "[source]") {
    const TestFolder folder;
    folder.file("north-2024-09-03.csv", "");
    folder.file("n*-2024-09-03.csv", "");
    CHECK(names(folder, "{service}-{as_of}.csv", "north") ==
          std::vector<std::string>{"north-2024-09-03.csv"});
    CHECK(names(folder, "{service}-{as_of}.csv", "n*") ==
          std::vector<std::string>{"n*-2024-09-03.csv"});
}

TEST_CASE("A path that cannot be filled in or finds nothing is told", "[source]") {
    const TestFolder folder;
    CHECK_THROWS_WITH(names(folder, "{asof}.csv"),
                      Catch::Contains("has {asof}, which Waymark does not know"));
    CHECK_THROWS_WITH(names(folder, "{as_of.csv"), Catch::Contains("does not know"));
    CHECK_THROWS_WITH(names(folder, "{service}.csv"), Catch::Contains("no service is read here"));
    CHECK_THROWS_WITH(names(folder, "{service}.csv", "../x"), Catch::Contains("has a slash"));
    try {
        static_cast<void>(names(folder, "x-{as_of}*.csv"));
        FAIL("nothing matches");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::input_missing);
        CHECK_THAT(error.what(), Catch::Contains("x-2024-09-03*.csv\" (source 'marks')"));
    }
}

}  // namespace
}  // namespace waymark::source
