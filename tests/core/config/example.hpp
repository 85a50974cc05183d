// SPDX-License-Identifier: MIT
// Configurations for tests: the least one that is right, and what is said of a wrong one.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.hpp"
#include "config/read_config.hpp"

namespace waymark::config {

/// Reads a text as if it stood in a file waymark.toml, whose folder is absolute.
inline Config read_text(const std::string& text) {
    const std::filesystem::path path =
        std::filesystem::path(WAYMARK_BINARY_DIR) / "config_test" / "waymark.toml";
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return read_config(path);
}

/// The folder relative paths start at in read_text.
inline std::filesystem::path folder() {
    return std::filesystem::path(WAYMARK_BINARY_DIR) / "config_test";
}

/// Every error of a text, places without the folder; "" when it is right.
inline std::string errors_of(const std::string& text) {
    try {
        static_cast<void>(read_text(text));
        return {};
    } catch (const Error& error) {
        if (exit_code(error.kind()) != 78) {
            return "an error of another kind";
        }
        std::string out = error.what();
        const std::string prefix = folder().string() + "/";
        for (auto at = out.find(prefix); at != std::string::npos; at = out.find(prefix)) {
            out.erase(at, prefix.size());
        }
        return out;
    }
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
