// SPDX-License-Identifier: MIT
#include <glob.h>

#include <algorithm>

#include "base/error.hpp"
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

std::string service_text(const config::Source& source, const std::string& service) {
    if (service.empty()) {
        throw Error(
            ErrorKind::configuration,
            "the path \"" + source.path +
                "\" has {service}, but no service is read here. Name the monitor's services, or "
                "take {service} out",
            source.place);
    }
    if (service.find('/') != std::string::npos || service.find('\0') != std::string::npos ||
        service.starts_with('.')) {
        throw Error(ErrorKind::configuration,
                    "a service's id cannot stand in the path \"" + source.path +
                        "\": it has a slash, or begins with a dot. Give the service another id",
                    source.place);
    }
    return escaped(service);
}

std::string filled_in(const config::Source& source, Date as_of, const std::string& service) {
    const std::string& path = source.path;
    std::string out;
    std::size_t at = 0;
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', at)) {
        const std::size_t close = path.find('}', open);
        const std::string word =
            close == std::string::npos ? path.substr(open) : path.substr(open, close - open + 1);
        out += path.substr(at, open - at);
        if (word == "{as_of}") {
            out += date_text(as_of);
        } else if (word == "{service}") {
            out += service_text(source, service);
        } else {
            throw Error(ErrorKind::configuration,
                        "the path \"" + path + "\" has " + word +
                            ", which Waymark does not know. Use {as_of} or {service}",
                        source.place);
        }
        at = close + 1;
    }
    return out + path.substr(at);
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
    const std::string filled = filled_in(source, as_of, service);
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
