// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

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

}  // namespace waymark::config
