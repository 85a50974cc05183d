// SPDX-License-Identifier: MIT
// A new measure: a folder that builds against the installed SDK, tests itself and runs at once.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::scaffold {

/// Something to choose, with the line that tells what it is for.
struct Choice {
    std::string_view word;
    std::string_view summary;
};

[[nodiscard]] const std::vector<Choice>& shapes();     ///< case, fold, sheet, aggregate
[[nodiscard]] const std::vector<Choice>& languages();  ///< cpp, c, rust, python

struct Request {
    std::string id;        ///< org.example.name
    std::string shape;     ///< a word of shapes()
    std::string language;  ///< a word of languages()
    std::filesystem::path folder;
};

/// Writes the folder; the files written, in order. Throws Error: usage for an id that is no reverse
/// domain name, an unknown word (with the nearest) or a folder that is there already; permission
/// when it cannot be written.
[[nodiscard]] std::vector<std::filesystem::path> written(const Request& request);

}  // namespace waymark::scaffold
