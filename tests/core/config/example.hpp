// SPDX-License-Identifier: MIT
// Configurations for tests: the least one that is right, and what is said of a wrong one.
#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.hpp"
#include "config/read_config.hpp"

namespace waymark::config {

/// The folder relative paths start at in read_text; of the test program's own, since several run at
/// once.
inline std::filesystem::path folder() {
    return std::filesystem::path(WAYMARK_BINARY_DIR) / "config_texts" /
           program_invocation_short_name;
}

/// A file waymark.toml with this text, whose folder is absolute.
inline std::filesystem::path text_file(const std::string& text) {
    std::filesystem::create_directories(folder());
    std::ofstream(folder() / "waymark.toml") << text;
    return folder() / "waymark.toml";
}

/// Reads a text as if it stood in that file.
inline Config read_text(const std::string& text) {
    return read_config(text_file(text));
}

/// Every error of a configuration, places without `prefix`; "" when it is right.
inline std::string errors_in(const std::filesystem::path& path, const std::string& prefix) {
    try {
        static_cast<void>(read_config(path));
        return {};
    } catch (const Error& error) {
        if (exit_code(error.kind()) != 78) {
            return "an error of another kind";
        }
        std::string out = error.what();
        for (auto at = out.find(prefix); at != std::string::npos; at = out.find(prefix)) {
            out.erase(at, prefix.size());
        }
        return out;
    }
}

/// The same of a text, places without the folder.
inline std::string errors_of(const std::string& text) {
    return errors_in(text_file(text), folder().string() + "/");
}

inline const std::string least = R"(config_version = 1
[deployment]
id = "west"
timezone = "Europe/London"
[ledger]
path = "ledger.sqlite"
[store]
path = "indicators.sqlite"
[disclosure]
profile = "nhs_hes"
approved_by = "IG-2026-014"
[[service]]
id = "northgate"
[source.registers]
kind = "csv"
path = "registers.csv"
[[monitor]]
measure = "org.waymark.attendance"
grains = ["term"]
[monitor.table.marks]
source = "registers"
)";

/// `least` with the first `was` replaced.
inline std::string with(const std::string& was, const std::string& now) {
    std::string text = least;
    const auto at = text.find(was);
    return at == std::string::npos ? "no such text: " + was : text.replace(at, was.size(), now);
}

}  // namespace waymark::config
