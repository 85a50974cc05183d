// SPDX-License-Identifier: MIT
#include "config/merge.hpp"

#include <algorithm>
#include <string>
#include <system_error>
#include <utility>

#include "config/section.hpp"

namespace waymark::config {

std::vector<std::filesystem::path> drop_ins_of(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.string() + ".d";
    std::vector<std::filesystem::path> found;
    std::error_code failed;
    if (!std::filesystem::is_directory(folder, failed)) {
        return found;
    }
    for (std::filesystem::directory_iterator at(folder, failed), end; !failed && at != end;
         at.increment(failed)) {
        const std::filesystem::path& path = at->path();
        if (path.extension() == ".toml" && path.filename().string().front() != '.') {
            found.push_back(path);
        }
    }
    if (failed) {
        throw Error(ErrorKind::permission, "the drop-in folder cannot be listed",
                    {.file = folder.string()});
    }
    std::sort(found.begin(), found.end());
    return found;
}

static bool are_lists_of_tables(const toml::node& left, const toml::node& right) {
    return left.is_array_of_tables() && right.is_array_of_tables();
}

// Inline tables are closed, within a file and across files.
static bool are_open_tables(const toml::node& left, const toml::node& right) {
    return left.is_table() && right.is_table() && !left.as_table()->is_inline() &&
           !right.as_table()->is_inline();
}

void merge(toml::table& whole, toml::table&& more, ErrorList& errors) {
    for (auto&& [key, node] : more) {
        toml::node* const there = whole.get(key);
        if (there == nullptr) {
            whole.insert(key, std::move(node));
        } else if (are_lists_of_tables(*there, node)) {
            for (toml::node& entry : *node.as_array()) {
                there->as_array()->push_back(std::move(*entry.as_table()));
            }
        } else if (are_open_tables(*there, node)) {
            merge(*there->as_table(), std::move(*node.as_table()), errors);
        } else {
            errors.add(place_of(key.source()),
                       "\"" + std::string(key.str()) +
                           "\" is set a second time; it stands already at " +
                           place_of(there->source()).text());
        }
    }
}

}  // namespace waymark::config
