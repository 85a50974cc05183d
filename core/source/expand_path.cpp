// SPDX-License-Identifier: MIT
#include <glob.h>

#include <algorithm>

#include "base/error.hpp"
#include "source/placeholders.hpp"
#include "source/pull.hpp"

namespace waymark::source {
namespace {

// Text that glob() takes literally.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char byte : text) {
        if (std::string_view("*?[]\\").find(byte) != std::string_view::npos) {
            out += '\\';
        }
        out += byte;
    }
    return out;
}

// Paths of a pattern that are no folders, sorted by name, byte for byte.
std::vector<std::filesystem::path> matches(const std::string& pattern) {
    glob_t found{};
    const int status = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
    std::vector<std::filesystem::path> files;
    for (std::size_t i = 0; status == 0 && i < found.gl_pathc; ++i) {
        std::error_code ignored;
        if (!std::filesystem::is_directory(found.gl_pathv[i], ignored)) {
            files.emplace_back(found.gl_pathv[i]);
        }
    }
    ::globfree(&found);
    std::sort(files.begin(), files.end(),
              [](const auto& a, const auto& b) { return a.native() < b.native(); });
    return files;
}

}  // namespace

std::vector<std::filesystem::path> expand_path(const config::Source& source,
                                               const std::filesystem::path& base, Date as_of,
                                               const std::string& service) {
    const std::string filled =
        filled_in(source.path, source, as_of, path_part(source, service), escaped);
    const bool is_absolute = filled.starts_with('/');
    const std::string pattern =
        is_absolute || base.empty() ? filled : escaped(base.native()) + "/" + filled;
    std::vector<std::filesystem::path> files = matches(pattern);
    if (files.empty()) {
        throw Error(ErrorKind::input_missing,
                    "no file matches \"" + (is_absolute ? filled : (base / filled).native()) +
                        "\" (source '" + source.id + "'). Put the file there, or correct the path",
                    source.place);
    }
    return files;
}

}  // namespace waymark::source
