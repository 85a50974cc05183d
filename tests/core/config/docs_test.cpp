// SPDX-License-Identifier: MIT
#include <toml++/toml.h>

#include <catch2/catch.hpp>
#include <iterator>
#include <set>
#include <sstream>

#include "base/file.hpp"
#include "config/keys.hpp"
#include "example.hpp"

namespace waymark::config {

static const std::string page_path = WAYMARK_SOURCE_DIR "/docs/configuration.md";

// The documentation's table of one kind of TOML table, written from its keys.
static std::string documentation(const TableKeys& table) {
    std::string out = "### " + std::string(table.title) + "\n\n" + std::string(table.doc) +
                      "\n\n| key | value | default | meaning |\n|---|---|---|---|\n";
    for (const Key& key : table.keys) {
        out += "| `" + std::string(key.name) + "`" + (key.presence == Presence::must ? "*" : "") +
               " | " + std::string(word(key.type)) + " | " +
               (key.preset.empty() ? "" : "`" + std::string(key.preset) + "`") + " | " +
               std::string(key.doc) +
               (key.words.empty() ? "" : "; one of `" + std::string(key.words) + "`") + " |\n";
    }
    return out;
}

TEST_CASE("The documentation holds every table of keys as the reader knows it", "[config]") {
    const std::string page = file_text(page_path);
    for (const TableKeys* table : all_tables()) {
        CHECK_THAT(page, Catch::Contains(documentation(*table)));
    }
}

TEST_CASE("The configuration in the documentation has no error", "[config]") {
    const std::string page = file_text(page_path);
    const std::size_t begin = page.find("```toml\n") + 8;
    CHECK(errors_of(page.substr(begin, page.find("```", begin) - begin)).empty());
}

TEST_CASE("The profiles a configuration may name are those the gate knows", "[config]") {
    std::set<std::string> known;
    const auto profiles = toml::parse_file(WAYMARK_SOURCE_DIR "/configs/disclosure/profiles.toml");
    for (const auto& [id, profile] : profiles) {
        known.emplace(id.str());
    }
    std::set<std::string> named;
    for (const Key& key : disclosure_keys.keys) {
        if (key.name == "profile") {
            std::istringstream words{std::string(key.words)};
            named.insert(std::istream_iterator<std::string>(words), {});
        }
    }
    CHECK(named == known);
}

}  // namespace waymark::config
