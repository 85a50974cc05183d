// SPDX-License-Identifier: MIT
#include "config/show.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "example.hpp"

namespace waymark::config {

using Catch::Contains;

// The effective values alone: headers, keys and values, without where they come from.
static std::string values_of(const Config& config) {
    std::string out;
    for (const SettingSection& section : config.settings) {
        out += section.header + "\n";
        for (const Setting& setting : section.settings) {
            out += setting.key + " = " + setting.value + "\n";
        }
    }
    return out;
}

TEST_CASE("The effective configuration reads back to the same", "[config]") {
    for (const Config& config :
         {read_config(WAYMARK_SOURCE_DIR "/tests/core/config/full.toml"), read_text(least)}) {
        const Config again = read_text(config_text(config));
        CHECK(values_of(again) == values_of(config));
        CHECK(again.monitors[0].parameters_json == config.monitors[0].parameters_json);
        CHECK(again.monitors[0].tables[0].columns.size() ==
              config.monitors[0].tables[0].columns.size());
    }
}

TEST_CASE("Each effective value has its origin", "[config]") {
    const std::string text = config_text(read_text(least));
    const std::string file = (folder() / "waymark.toml").string();

    CHECK_THAT(text, Contains("\n[store]\ndriver = \"sqlite\"  # default\npath = "
                              "\"indicators.sqlite\"  # " +
                              file + ":8:8\n"));
    CHECK_THAT(text, Contains("\n[machine]\nthreads = 0  # default\n"));
    CHECK_THAT(text,
               Contains("\n[monitor.table.marks]\nsource = \"registers\"  # " + file + ":21:10\n"));
}

TEST_CASE("Monitors and services make a matrix", "[config]") {
    std::string monitor = least.substr(least.find("[[monitor]]") + 12);
    monitor.replace(monitor.find("term"), 4, "week");
    const Config config = read_text(
        with("[[service]]", "[[service]]\nid = \"harbour\"\n[[service]]") +
        "service = \"s\"\n[[monitor]]\nid = \"one\"\nservices = [\"harbour\"]\n" + monitor);

    CHECK_THAT(config_text(config), Catch::EndsWith("#                  attendance  one\n"
                                                    "# harbour          x           x\n"
                                                    "# northgate        x           -\n"));
    const auto json = nlohmann::json::parse(config_json(config));
    CHECK(json["matrix"][1]["services"] == nlohmann::json{"harbour"});
    CHECK(json["matrix"][0]["services"] == nlohmann::json{"harbour", "northgate"});
    CHECK(json["sha256"] == config.sha256);
    CHECK(json["sections"][2]["header"] == "[ledger]");
    CHECK(json["sections"][2]["values"][0]["value"] == "ledger.sqlite");
}

TEST_CASE("Without listed services the matrix says they come from the data", "[config]") {
    const Config config =
        read_text(with("[[service]]\nid = \"northgate\"\n", "") + "service = \"school\"\n");
    CHECK_THAT(config_text(config), Catch::EndsWith("\n# (from the data)  x\n"));
    CHECK(nlohmann::json::parse(config_json(config))["matrix"][0]["services"] == "*");
}

}  // namespace waymark::config
