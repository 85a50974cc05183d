// SPDX-License-Identifier: MIT
// The files a rule looks at, what it finds in them, and the few words all rules are written with.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace waymark::tidy {

/// One tracked text file. The path is relative to the repository, with '/'.
struct SourceFile {
    std::string path;
    std::string text;
};

/// A repository, sorted by path. Rules take a tree, so their tests hand them one made of literals.
using Tree = std::vector<SourceFile>;

/// One broken rule. Lines count from 1.
struct Violation {
    std::string path;
    std::size_t line = 1;
    std::string what;
};
using Violations = std::vector<Violation>;

/// An include directive as written: "base/date.hpp" or <vector>.
struct Include {
    std::string name;
    std::size_t line = 1;
    bool is_quoted = false;
};

/// Every file git tracks under `root` that is text. Files deleted but not yet committed are left
/// out. Throws Error(internal) when git does not answer: a copy without its history is not checked.
[[nodiscard]] Tree tracked_files(const std::filesystem::path& root);

/// The file at `path`, or null.
[[nodiscard]] const SourceFile* find(const Tree& tree, std::string_view path);

/// The lines of a text without their newline; a last line without one counts too.
[[nodiscard]] std::vector<std::string_view> lines(std::string_view text);

/// The include directives of a C or C++ file, in order.
[[nodiscard]] std::vector<Include> includes(const SourceFile& file);

/// C and C++ by its ending: .hpp and .h, or also .cpp and .c.
[[nodiscard]] bool is_header(std::string_view path);
[[nodiscard]] bool is_c_family(std::string_view path);

/// The part of a path before its last '/' and after it; "" when there is none.
[[nodiscard]] std::string_view folder(std::string_view path);
[[nodiscard]] std::string_view file_name(std::string_view path);

}  // namespace waymark::tidy
