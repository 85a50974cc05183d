// SPDX-License-Identifier: MIT
#include "tidy/text_rules.hpp"

#include <regex>
#include <string>

namespace waymark::tidy {

static bool is_build_file(std::string_view path) {
    return file_name(path) == "CMakeLists.txt" || path.ends_with(".cmake");
}

// Files of a language whose comments begin with #. `dev` and `.ci/run` have no ending.
static bool is_script(const SourceFile& file) {
    return file.path.ends_with(".py") || file.path.ends_with(".sh") || file.text.starts_with("#!");
}

Violations long_files(const Tree& tree) {
    Violations found;
    for (const SourceFile& file : tree) {
        if (!is_c_family(file.path) && !is_script(file) && !is_build_file(file.path)) {
            continue;
        }
        if (const std::size_t size = lines(file.text).size(); size > max_file_lines) {
            found.push_back({file.path, max_file_lines + 1,
                             std::to_string(size) + " lines, at most " +
                                 std::to_string(max_file_lines) + "; split along a seam"});
        }
    }
    return found;
}

// What is wrong with the first lines; "" when nothing is.
static std::string opening_fault(const SourceFile& file) {
    static const std::string licence = "SPDX-License-Identifier: MIT";
    const auto text = lines(file.text);
    const auto line = [&](std::size_t i) { return i < text.size() ? text[i] : std::string_view{}; };
    if (is_c_family(file.path)) {
        const bool is_plain_c = file.path.ends_with(".h") || file.path.ends_with(".c");
        if (line(0) != "// " + licence && !(is_plain_c && line(0) == "/* " + licence)) {
            return "does not begin with // " + licence;
        }
        if (file.path.ends_with(".hpp") && !line(1).starts_with("// ")) {
            return "the licence line is not followed by a sentence on what the header is";
        }
    } else if (is_build_file(file.path)) {
        return line(0).starts_with("# ") ? "" : "does not begin with a sentence on what it builds";
    } else if (is_script(file)) {
        if (line(line(0).starts_with("#!") ? 1 : 0) != "# " + licence) {
            return "does not begin with # " + licence;
        }
    }
    return "";
}

Violations openings(const Tree& tree) {
    Violations found;
    for (const SourceFile& file : tree) {
        if (const std::string what = opening_fault(file); !what.empty()) {
            found.push_back({file.path, 1, what});
        }
    }
    return found;
}

Violations unguarded_headers(const Tree& tree) {
    static const std::regex once(R"((^|\n)#pragma once\n)");
    static const std::regex guard(R"((^|\n)#ifndef (\w+)\n#define \2\n)");
    Violations found;
    for (const SourceFile& file : tree) {
        if (!is_header(file.path) || std::regex_search(file.text, once)) {
            continue;
        }
        if (file.path.ends_with(".hpp")) {
            found.push_back({file.path, 1, "a header without #pragma once"});
        } else if (!std::regex_search(file.text, guard)) {
            found.push_back({file.path, 1, "a header without an include guard"});
        }
    }
    return found;
}

// Every line we wrote that `is_broken` finds at fault. Tables of data are not ours to word.
template <typename Predicate>
static Violations broken_lines(const Tree& tree, const std::string& what, Predicate is_broken) {
    Violations found;
    for (const SourceFile& file : tree) {
        if (file.path.ends_with(".csv")) {
            continue;
        }
        std::size_t line_number = 0;
        for (const std::string_view line : lines(file.text)) {
            ++line_number;
            if (is_broken(line)) {
                found.push_back({file.path, line_number, what});
            }
        }
    }
    return found;
}

static bool has(std::string_view line, const std::regex& pattern) {
    return std::regex_search(line.begin(), line.end(), pattern);
}

// The patterns below are written so that they do not match themselves.

Violations bare_marks(const Tree& tree) {
    static const std::regex mark(R"(\b(T[O]DO|F[I]XME|X[X]X)\b)");
    static const std::regex issue(R"(#[1-9][0-9]*\b)");
    return broken_lines(tree, "unfinished work without the number of its issue",
                        [](auto line) { return has(line, mark) && !has(line, issue); });
}

Violations unchecked_properties(const Tree& tree) {
    static const std::regex property(R"(^\s*rc::[c]heck\()");
    return broken_lines(tree, "a property whose verdict is dropped: write it within CHECK()",
                        [](auto line) { return has(line, property); });
}

Violations machine_paths(const Tree& tree) {
    static const std::regex path(R"((^|[^\w.}/-])/(work|root|home/\w+|tmp/\w+)\b)");
    return broken_lines(tree, "a path of one machine", [](auto line) { return has(line, path); });
}

}  // namespace waymark::tidy
