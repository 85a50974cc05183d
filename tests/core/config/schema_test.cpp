// SPDX-License-Identifier: MIT
#include "config/schema.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/file.hpp"
#include "config/keys.hpp"

namespace waymark::config {

TEST_CASE("The committed JSON Schema is the one the option tables give", "[config]") {
    // After a change of keys: waymark config schema > configs/waymark.schema.json
    CHECK(file_text(WAYMARK_SOURCE_DIR "/configs/waymark.schema.json") == config_schema());
}

TEST_CASE("Every option table can be reached from the top of the JSON Schema", "[config]") {
    const auto schema = nlohmann::json::parse(config_schema());
    const auto& definitions = schema.at("definitions");
    CHECK(definitions.size() + 1 == all_tables().size());
    const std::string text = config_schema();
    for (const auto& [title, table] : definitions.items()) {
        CAPTURE(title);
        CHECK_THAT(text, Catch::Contains("\"$ref\": \"#/definitions/" + title + "\""));
        CHECK(table.at("additionalProperties") == false);
    }
}

TEST_CASE("The JSON Schema carries words, defaults and mandatory keys", "[config]") {
    const auto schema = nlohmann::json::parse(config_schema());
    const auto& store = schema.at("definitions").at("store");
    CHECK(store.at("required") == nlohmann::json{"path"});
    CHECK(store.at("properties").at("driver").at("default") == "sqlite");
    const auto& profile = schema.at("definitions").at("disclosure").at("properties").at("profile");
    CHECK(profile.at("enum").at(0) == "nhs_hes");
    const auto& table = schema.at("definitions").at("monitor.table.INPUT").at("properties");
    CHECK(table.at("period").at("$ref") == "#/definitions/monitor.table.INPUT.period");
}

}  // namespace waymark::config
