// SPDX-License-Identifier: MIT
#include "tidy/tree.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <regex>

#include "base/error.hpp"
#include "base/file.hpp"

namespace waymark::tidy {

// What git prints for `command`, run in the current folder.
static std::string output_of(const char* command) {
    std::FILE* pipe = ::popen(command, "r");
    if (pipe == nullptr) {
        throw system_error(ErrorKind::internal, command);
    }
    std::string output;
    std::array<char, 65536> buffer{};
    while (const std::size_t size = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
        output.append(buffer.data(), size);
    }
    if (::pclose(pipe) != 0) {
        throw Error(ErrorKind::internal,
                    "git does not list its files; run this test in a git checkout");
    }
    return output;
}

Tree tracked_files(const std::filesystem::path& root) {
    std::filesystem::current_path(root);
    // A build server may own the checkout as another user; we only list names.
    const std::string listed = output_of("git -c safe.directory='*' ls-files -z");
    Tree tree;
    for (std::size_t start = 0; start < listed.size();) {
        const std::size_t end = listed.find('\0', start);
        const std::string path = listed.substr(start, end - start);
        start = end + 1;
        if (!std::filesystem::is_regular_file(root / path)) {
            continue;
        }
        std::string text = file_text(root / path);
        if (text.find('\0') == std::string::npos) {
            tree.push_back({path, std::move(text)});
        }
    }
    std::ranges::sort(tree, {}, &SourceFile::path);
    return tree;
}

const SourceFile* find(const Tree& tree, std::string_view path) {
    const auto at = std::ranges::find(tree, path, &SourceFile::path);
    return at == tree.end() ? nullptr : &*at;
}

std::vector<std::string_view> lines(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        found.push_back(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return found;
}

std::vector<Include> includes(const SourceFile& file) {
    static const std::regex directive(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
    std::vector<Include> found;
    std::size_t line_number = 0;
    for (const std::string_view line : lines(file.text)) {
        ++line_number;
        std::match_results<std::string_view::const_iterator> match;
        if (std::regex_search(line.begin(), line.end(), match, directive)) {
            found.push_back({match[2].str(), line_number, match[1].str() == "\""});
        }
    }
    return found;
}

bool is_header(std::string_view path) {
    return path.ends_with(".hpp") || path.ends_with(".h");
}

bool is_c_family(std::string_view path) {
    return is_header(path) || path.ends_with(".cpp") || path.ends_with(".c");
}

std::string_view folder(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view file_name(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

}  // namespace waymark::tidy
