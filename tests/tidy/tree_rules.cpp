// SPDX-License-Identifier: MIT
#include "tidy/tree_rules.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <string>

namespace waymark::tidy {

Violations drawers(const Tree& tree) {
    static const std::regex drawer("(^|/)(utils?|common|helpers?|misc)/");
    Violations found;
    for (const SourceFile& file : tree) {
        if (std::smatch match; std::regex_search(file.path, match, drawer)) {
            found.push_back(
                {file.path, 1,
                 "in a folder named " + match[2].str() + "; a room is named for what it knows"});
        }
    }
    return found;
}

// The file names in a build file, as paths from the repository; variables become a wildcard.
static std::set<std::string> named_files(const SourceFile& cmake) {
    static const std::regex name(R"([\w./${}-]+\.(cpp|hpp|c|h)\b)");
    static const std::regex own_folder(
        R"(\$\{(CMAKE_CURRENT_SOURCE_DIR|CMAKE_CURRENT_LIST_DIR)\}/)");
    static const std::regex variable(R"(\$\{\w+\})");
    std::set<std::string> names;
    static const std::regex comment("#[^\n]*");
    std::string text = std::regex_replace(cmake.text, comment, "");
    text = std::regex_replace(text, own_folder, "");
    for (std::sregex_iterator match(text.begin(), text.end(), name), end; match != end; ++match) {
        const std::filesystem::path path = std::filesystem::path(folder(cmake.path)) /
                                           std::regex_replace(match->str(), variable, "*");
        names.insert(path.lexically_normal().string());
    }
    return names;
}

// Whether `path` is one of the names; a '*' in a name stands for one part of a file name.
static bool is_named(const std::set<std::string>& names, const std::string& path) {
    if (names.contains(path)) {
        return true;
    }
    return std::ranges::any_of(names, [&](const std::string& name) {
        const std::size_t star = name.find('*');
        if (star == std::string::npos || path.size() < name.size()) {
            return false;
        }
        const std::string_view before = std::string_view(name).substr(0, star);
        const std::string_view after = std::string_view(name).substr(star + 1);
        return !after.empty() && after != ".cpp" && path.starts_with(before) &&
               path.ends_with(after) && path.find('/', star) == std::string::npos;
    });
}

Violations dead_files(const Tree& tree) {
    std::set<std::string> named;
    std::set<std::string> included;
    for (const SourceFile& file : tree) {
        if (file_name(file.path) == "CMakeLists.txt" || file.path.ends_with(".cmake")) {
            named.merge(named_files(file));
        } else if (is_c_family(file.path)) {
            for (const Include& include : includes(file)) {
                included.insert(std::string(file_name(include.name)));
            }
        }
    }
    Violations found;
    for (const SourceFile& file : tree) {
        if (!is_c_family(file.path) || is_named(named, file.path)) {
            continue;
        }
        if (!is_header(file.path)) {
            found.push_back(
                {file.path, 1, "no CMakeLists.txt names this source: it is never built"});
        } else if (!included.contains(std::string(file_name(file.path)))) {
            found.push_back({file.path, 1, "nothing includes this header"});
        }
    }
    return found;
}

static bool is_tracked(const Tree& tree, const std::string& path) {
    return path.empty() || std::ranges::any_of(tree, [&](const SourceFile& file) {
               return file.path == path || file.path.starts_with(path + "/");
           });
}

// Where a link leads, as a path from the repository without a trailing '/'; "" is the repository.
static std::string link_target(const SourceFile& file, std::string link) {
    link = link.substr(0, link.find('#'));
    const auto path = (std::filesystem::path(folder(file.path)) / link).lexically_normal();
    std::string target = path.string();
    while (target.ends_with('/')) {
        target.pop_back();
    }
    return target == "." ? "" : target;
}

static void check_links(const Tree& tree, const SourceFile& file, Violations& found) {
    static const std::regex link(R"(\]\(([^)\s]+)\))");
    static const std::regex elsewhere("^([a-z]+:|#)");
    bool is_code = false;
    std::size_t line_number = 0;
    for (const std::string_view line : lines(file.text)) {
        ++line_number;
        is_code = is_code != line.starts_with("```");
        const std::string text = is_code ? "" : std::string(line);
        for (std::sregex_iterator match(text.begin(), text.end(), link), end; match != end;
             ++match) {
            const std::string target = (*match)[1].str();
            if (!std::regex_search(target, elsewhere) &&
                !is_tracked(tree, link_target(file, target))) {
                found.push_back({file.path, line_number, "a link to a missing file: " + target});
            }
        }
    }
}

Violations dead_links(const Tree& tree) {
    Violations found;
    for (const SourceFile& file : tree) {
        if (file.path.ends_with(".md")) {
            check_links(tree, file, found);
        }
    }
    return found;
}

// The words before ')' in the `case $verb in` of the script.
static std::set<std::string> dev_verbs(const Tree& tree) {
    static const std::regex verb(R"(\n    ([a-z][a-z-]*)( \| [^)\n]*)?\) )");
    std::set<std::string> verbs;
    if (const SourceFile* dev = find(tree, "dev")) {
        const std::size_t start = dev->text.find("case $verb in");
        const std::string cases = start == std::string::npos ? "" : dev->text.substr(start);
        for (std::sregex_iterator match(cases.begin(), cases.end(), verb), end; match != end;
             ++match) {
            verbs.insert((*match)[1].str());
        }
    }
    return verbs;
}

Violations unknown_verbs(const Tree& tree) {
    static const std::regex use(R"(\./dev ([a-z][a-z-]*))");
    const auto verbs = dev_verbs(tree);
    Violations found;
    for (const SourceFile& file : tree) {
        if (!file.path.ends_with(".md")) {
            continue;
        }
        std::size_t line_number = 0;
        for (const std::string_view line : lines(file.text)) {
            ++line_number;
            const std::string text(line);
            for (std::sregex_iterator match(text.begin(), text.end(), use), end; match != end;
                 ++match) {
                const std::string verb = (*match)[1].str();
                if (!verbs.contains(verb)) {
                    found.push_back({file.path, line_number, "./dev has no verb " + verb});
                }
            }
        }
    }
    return found;
}

}  // namespace waymark::tidy
