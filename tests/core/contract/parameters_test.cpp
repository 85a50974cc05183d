// SPDX-License-Identifier: MIT
#include "contract/parameters.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/sha256.hpp"
#include "example.hpp"

namespace waymark::contract {

static const std::string code_table = "[[code]]\ntext = \"N\"\nfrom = 2024-08-19\n";

// Two folders of this process's own, as a configuration and a plugin have them.
class Folders {
public:
    Folders() {
        std::filesystem::remove_all(root_);
        std::filesystem::create_directories(root_ / "plugin");
        std::filesystem::create_directories(root_ / "config");
        write("plugin/codes.toml", code_table);
    }
    Folders(const Folders&) = delete;
    Folders& operator=(const Folders&) = delete;
    ~Folders() { std::filesystem::remove_all(root_); }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(root_ / name) << text;
    }
    std::filesystem::path plugin() const { return root_ / "plugin"; }
    std::filesystem::path config() const { return root_ / "config"; }

private:
    std::filesystem::path root_ = std::filesystem::path(WAYMARK_BINARY_DIR) / "parameters_test";
};

static GivenParameters given(const Folders& folders, const std::string& json) {
    GivenParameters parameters{.json = json, .folder = folders.config()};
    parameters.place = {.file = "w.toml", .line = 10, .column = 1};
    const auto members = nlohmann::json::parse(json);
    for (const auto& member : members.items()) {
        parameters.places[member.key()] = {.file = "w.toml", .line = 20, .column = 5};
    }
    return parameters;
}

static std::string errors_of(const Folders& folders, const std::string& json) {
    try {
        static_cast<void>(resolved_parameters(parse_description(example().dump()),
                                              given(folders, json), folders.plugin()));
        return {};
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::configuration);
        return error.what();
    }
}

TEST_CASE("Defaults are filled in and the plugin's own document embedded", "[contract]") {
    const Folders folders;
    const auto resolved = resolved_parameters(parse_description(example().dump()),
                                              given(folders, R"({"gap": 3})"), folders.plugin());

    CHECK(resolved.json == R"({"codes":{"code":[{"from":"2024-08-19","text":"N"}]},)"
                           R"("gap":3,"rule":"exact10","share":0.5,"strict":false})");
    REQUIRE(resolved.documents.size() == 1);
    CHECK(resolved.documents[0] ==
          DocumentUsed{"codes", folders.plugin() / "codes.toml", hex_text(sha256(code_table))});
}

TEST_CASE("Configured values win over defaults, documents from the configuration's folder",
          "[contract]") {
    const Folders folders;
    folders.write("config/own.toml", "code = []\n");
    const auto resolved = resolved_parameters(
        parse_description(example().dump()),
        given(folders, R"({"gap": 1, "share": 1, "strict": true, "rule": "exact15",
                           "codes": "own.toml"})"),
        folders.plugin());

    CHECK(resolved.json ==
          R"({"codes":{"code":[]},"gap":1,"rule":"exact15","share":1.0,"strict":true})");
    CHECK(resolved.documents[0].path == folders.config() / "own.toml");
}

TEST_CASE("A document may be several files, whose lists are joined", "[contract]") {
    const Folders folders;
    folders.write("config/a.toml", code_table);
    folders.write("config/b.toml", "[[code]]\ntext = \"L\"\nfrom = 2024-08-20\n");
    const auto description = parse_description(example().dump());
    const auto resolved = resolved_parameters(
        description, given(folders, R"({"gap": 1, "codes": ["a.toml", "b.toml"]})"),
        folders.plugin());

    CHECK(nlohmann::json::parse(resolved.json).at("codes").dump() ==
          R"({"code":[{"from":"2024-08-19","text":"N"},{"from":"2024-08-20","text":"L"}]})");
    REQUIRE(resolved.documents.size() == 2);
    CHECK(resolved.documents[1].path == folders.config() / "b.toml");
    CHECK_THAT(errors_of(folders, R"({"gap": 1, "codes": []})"), Catch::Contains("a list of such"));
}

TEST_CASE("Only lists go on over several files of a document", "[contract]") {
    const Folders folders;
    folders.write("config/a.toml", "title = \"one\"\n");
    auto example_json = example();
    const auto codes =
        std::find_if(example_json["parameters"].begin(), example_json["parameters"].end(),
                     [](const auto& parameter) { return parameter["type"] == "document"; });
    (*codes)["schema"] = {{"title", "string"}};
    const auto description = parse_description(example_json.dump());
    CHECK_THROWS_WITH(
        resolved_parameters(description,
                            given(folders, R"({"gap": 1, "codes": ["a.toml", "a.toml"]})"),
                            folders.plugin()),
        Catch::Contains("\"title\" in") && Catch::Contains("only lists go on over files"));
}

TEST_CASE("Every fault of the parameters is told at its place", "[contract]") {
    const Folders folders;
    CHECK(errors_of(folders,
                    R"({"rul": "exact15", "share": 2, "strict": "yes", "codes": "none.toml"})") ==
          "w.toml:10:1: error: missing parameter \"gap\" of measure org.example.absence; it has no "
          "default\n"
          "w.toml:20:5: error: unknown parameter \"rul\" of measure org.example.absence; did you "
          "mean \"rule\"?\n"
          "w.toml:20:5: error: parameter \"share\": expected a number from 0 to 1\n"
          "w.toml:20:5: error: parameter \"strict\": expected true or false\n"
          "w.toml:20:5: error: no such file: " +
              (folders.config() / "none.toml").string() + "\n5 errors. Nothing was changed.");
}

TEST_CASE("A value of the wrong type or range is refused", "[contract]") {
    const Folders folders;
    const auto sentence = [&](const std::string& json) { return errors_of(folders, json); };
    CHECK_THAT(sentence(R"({"gap": 0})"), Catch::Contains("whole number of days of at least 1"));
    CHECK_THAT(sentence(R"({"gap": 1.5})"), Catch::Contains("whole number of days"));
    CHECK_THAT(sentence(R"({"gap": 18446744073709551615})"),
               Catch::Contains("whole number of days"));
    CHECK_THAT(sentence(R"({"gap": 1, "rule": "exact20"})"),
               Catch::Contains("expected one of \"exact10\" \"exact15\""));
    CHECK_THAT(sentence(R"({"gap": 1, "codes": 3})"), Catch::Contains("the path of a toml file"));
    CHECK_THAT(sentence(R"({"gap": 1, "codes": "."})"), Catch::Contains("no such file"));
}

TEST_CASE("Faults of a document stand beside the others", "[contract]") {
    const Folders folders;
    folders.write("config/own.toml", "[[code]]\ntxet = 1\n");
    const auto errors = errors_of(folders, R"({"codes": "own.toml"})");
    const std::string file = (folders.config() / "own.toml").string();
    CHECK_THAT(errors, Catch::Contains(file + ":1:1: error: missing key \"text\"\n"));
    CHECK_THAT(errors, Catch::Contains(file + ":2:1: error: unknown key \"txet\"; did you mean"));
    CHECK_THAT(errors, Catch::Contains("missing parameter \"gap\""));
    CHECK_THAT(errors, Catch::EndsWith("3 errors. Nothing was changed."));
}

TEST_CASE("What is written on a command line is typed as the description says", "[contract]") {
    nlohmann::json changed = example();
    changed["parameters"][0]["choices"] = {"10", "15"};
    changed["parameters"][0]["default"] = "10";
    const Description description = parse_description(changed.dump());
    const auto typed = nlohmann::json::parse(parameters_json(description, {{"rule", "15"},
                                                                           {"share", "0.25"},
                                                                           {"gap", "7"},
                                                                           {"strict", "true"},
                                                                           {"codes", "1.toml"},
                                                                           {"unheard", "of"}}));
    CHECK(typed == nlohmann::json{{"rule", "15"},
                                  {"share", 0.25},
                                  {"gap", 7},
                                  {"strict", true},
                                  {"codes", "1.toml"},
                                  {"unheard", "of"}});
    // What is no number stays a text, so that it is told as misfitting.
    CHECK(parameters_json(description, {{"gap", "a week"}}) == R"({"gap":"a week"})");
}

}  // namespace waymark::contract
