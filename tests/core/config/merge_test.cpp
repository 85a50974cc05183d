// SPDX-License-Identifier: MIT
#include "config/merge.hpp"

#include <catch2/catch.hpp>

#include "base/file.hpp"
#include "base/sha256.hpp"
#include "example.hpp"

namespace waymark::config {

namespace fs = std::filesystem;

static const std::string main_text = least + "service = \"site\"\n";

// That text in a file of its own with these files in its drop-in folder.
static fs::path deployment(const std::vector<std::pair<std::string, std::string>>& drop_ins) {
    fs::path path = folder() / "drop_in" / "waymark.toml";
    fs::remove_all(path.parent_path());
    fs::create_directories(path.string() + ".d");
    std::ofstream(path) << main_text;
    for (const auto& [name, text] : drop_ins) {
        std::ofstream(fs::path(path.string() + ".d") / name) << text;
    }
    return path;
}

static std::string errors_with(const std::vector<std::pair<std::string, std::string>>& drop_ins) {
    const fs::path path = deployment(drop_ins);
    return errors_in(path, path.parent_path().string() + "/");
}

TEST_CASE("Files of the drop-in folder add tables in the order of their names", "[config]") {
    const fs::path path = deployment({
        {"20-west.toml", "[[service]]\nid = \"west\"\n"},
        {"10-east.toml",
         "[[service]]\nid = \"east\"\n[source.b]\nkind = \"csv\"\npath = \"b.csv\"\n"},
        {".30-hidden.toml", "[[service]]\nid = \"hidden\"\n"},
        {"40-notes.txt", "no TOML"},
    });
    const Config config = read_config(path);
    REQUIRE(config.services.size() == 3);
    CHECK(config.services[0].id == "northgate");
    CHECK(config.services[1].id == "east");
    CHECK(config.services[2].id == "west");
    CHECK(config.services[2].place.text() == path.string() + ".d/20-west.toml:2:6");
    REQUIRE(config.sources.size() == 2);
    CHECK(config.sources[0].path == path.parent_path() / "b.csv");
}

TEST_CASE("The digest is that of all files, one after the other", "[config]") {
    const std::string east = "[[service]]\nid = \"east\"\n";
    CHECK(read_config(deployment({{"east.toml", east}})).sha256 ==
          hex_text(sha256(main_text + east)));
    CHECK(read_config(deployment({})).sha256 == hex_text(sha256(main_text)));
}

TEST_CASE("A drop-in file may add a key to a table of another file", "[config]") {
    const Config config =
        read_config(deployment({{"reason.toml", "[disclosure]\nreason = \"published\"\n"}}));
    CHECK(config.disclosure.reason == "published");
    CHECK(config.disclosure.profile == "nhs_hes");
}

TEST_CASE("A key set in two files is an error that names both places", "[config]") {
    CHECK(errors_with({{"a.toml", "[disclosure]\nprofile = \"open_data\"\n"}}) ==
          "waymark.toml.d/a.toml:2:1: error: \"profile\" is set a second time; it stands already "
          "at waymark.toml:10:11\n1 error. Nothing was changed.");
    CHECK(errors_with({{"a.toml", "[plugins]\nfolders = [\"x\"]\n"},
                       {"b.toml", "[plugins]\nfolders = [\"y\"]\n"}}) ==
          "waymark.toml.d/b.toml:2:1: error: \"folders\" is set a second time; it stands already "
          "at waymark.toml.d/a.toml:2:11\n1 error. Nothing was changed.");
}

TEST_CASE("Faults of a drop-in file are told at its own lines", "[config]") {
    CHECK(errors_with({{"a.toml", "[machine]\nshards = 4\nworker = 2\n"}}) ==
          "waymark.toml.d/a.toml:3:1: error: unknown key \"worker\" in [machine]; did you mean "
          "\"workers\"?\n1 error. Nothing was changed.");
    CHECK_THAT(errors_with({{"a.toml", "[machine\n"}}),
               Catch::StartsWith("waymark.toml.d/a.toml:1:9: error: "));
}

}  // namespace waymark::config
