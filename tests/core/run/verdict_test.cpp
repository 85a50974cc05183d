// SPDX-License-Identifier: MIT
// The rules of [plugins], each by the sentence of its refusal.
#include "run/verdict.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "core/sqlite/test_folder.hpp"

namespace waymark::run {
namespace {

// As in minisign_test.cpp.
const std::string key = "RWTOsPXdWKdF6+owzWEtOBzBYtq5zVP6KAeVOdJpwqYe3j3VGGJKzdYs";
const std::string other_key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
const std::string signature =
    "untrusted comment: signature from minisign secret key\n"
    "RUTOsPXdWKdF6/AqeM0HpxXLxhAA3Ae22FdRhSFj1ahfOvxZRn/UngWvaTHpTuP18Yj0/TNjxfQ/"
    "gum3nfW0feGx4ZNmSuGJNAs=\n"
    "trusted comment: checked by a test\n"
    "NOjSsQjTrgurSz+rASbpRaMeHZj9z0iNQGx7Cha4+vbAu8VJzOcqtgJ7thGCYUBYdugVcTsV9pPEt7gGsZbjAw==\n";

/// A library, its sidecar and, if asked for, its signature, in a folder of their own.
class Files {
public:
    explicit Files(bool is_signed, const std::string& sidecar_text = "a sidecar\n") {
        write("hours.so", "not executed by this test");
        if (is_signed) {
            write("hours.measure.json.minisig", signature);
        }
        std::filesystem::permissions(folder_ / "hours.so", std::filesystem::perms{0755});
        plugin_.library = folder_ / "hours.so";
        plugin_.sidecar = folder_ / "hours.measure.json";
        plugin_.sidecar_text = sidecar_text;
        plugin_.id = "org.example.hours";
        plugin_.version = "1.9.0";
    }

    /// Why it may not run; "" when it may.
    [[nodiscard]] std::string refusal(const config::PluginRules& rules,
                                      const std::optional<std::string>& last_version = {}) const {
        const worker::Image image = worker::seal(plugin_.library);
        try {
            expect_trusted(plugin_, image, rules, last_version);
            return "";
        } catch (const worker::MeasureFailure& failure) {
            CHECK(failure.outcome() == worker::Outcome::refused);
            return failure.what();
        }
    }
    [[nodiscard]] std::string sha256() const {
        return hex_text(worker::seal(plugin_.library).sha256);
    }

private:
    void write(const char* name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
    }

    test::Folder folder_;
    Plugin plugin_;
};

using Catch::Contains;

}  // namespace

TEST_CASE("Without rules every sealed plugin may run", "[run]") {
    CHECK(Files(false).refusal({}).empty());
    CHECK(Files(true, "another sidecar").refusal({}).empty());
}

TEST_CASE("A deployment that wants signatures takes those of its keys alone", "[run]") {
    const config::PluginRules rules{.trusted_keys = {other_key, key}, .require_signed = true};
    CHECK(Files(true).refusal(rules).empty());
    CHECK_THAT(Files(false).refusal(rules),
               Contains("rule plugins.require_signed") && Contains("minisign -S -m"));
    CHECK_THAT(Files(true).refusal({.trusted_keys = {other_key}, .require_signed = true}),
               Contains("rule plugins.trusted_keys") && Contains("by none of the trusted keys"));
    CHECK_THAT(Files(true, "a sidecar, edited\n").refusal(rules), Contains("was changed"));
}

TEST_CASE("A signature that is there is judged, also where none is asked for", "[run]") {
    CHECK(Files(false).refusal({.trusted_keys = {key}}).empty());
    CHECK_THAT(Files(true).refusal({.trusted_keys = {other_key}}),
               Contains("rule plugins.trusted_keys"));
}

TEST_CASE("A signed build does not go back to an older version unless it is pinned", "[run]") {
    config::PluginRules rules{.trusted_keys = {key}, .require_signed = true};
    const Files files(true);
    CHECK(files.refusal(rules, "1.9.0").empty());
    CHECK(files.refusal(rules, "1.8.12").empty());
    CHECK_THAT(files.refusal(rules, "1.10.0"), Contains("is older than 1.10.0"));
    CHECK(files.refusal({}, "2.0.0").empty());
    rules.pins["org.example.hours"] = files.sha256();
    CHECK(files.refusal(rules, "1.10.0").empty());
}

TEST_CASE("A pin is of the very bytes", "[run]") {
    const Files files(false);
    const std::string sha256 = files.sha256();
    CHECK(files.refusal({.pins = {{"org.example.hours", sha256}}, .pinned_only = true}).empty());
    CHECK_THAT(files.refusal({.pins = {{"org.example.hours", std::string(64, '0')}}}),
               Contains("rule plugins.pins") && Contains(sha256));
    CHECK_THAT(files.refusal({.pins = {{"org.example.other", sha256}}, .pinned_only = true}),
               Contains("rule plugins.pinned_only") && Contains(sha256));
}

}  // namespace waymark::run
