// SPDX-License-Identifier: MIT
#include "source/layout.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/nearest.hpp"
#include "source/column_source.hpp"
#include "source/delimiter_doubt.hpp"

namespace waymark::source {
namespace {

std::string folded(std::string_view name) {
    std::string text(trimmed(name));
    for (char& byte : text) {
        byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
    }
    return text;
}

using Positions = std::map<std::string, std::uint32_t>;

Positions positions_of(const std::vector<std::string>& names, const Place& place) {
    Positions positions;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
        const std::string name = folded(names[i]);
        if (!name.empty() && !positions.emplace(name, i).second) {
            throw Error(ErrorKind::refused,
                        "the header has the column '" + std::string(trimmed(names[i])) +
                            "' twice (capitals do not count). Rename or remove one of them",
                        place);
        }
    }
    return positions;
}

// Every header name the request needs, with what it is needed for.
std::vector<std::pair<std::string, std::string>> needed_names(const PullRequest& request) {
    std::vector<std::pair<std::string, std::string>> needed;
    for (const Wanted& wanted : request.wanted) {
        const std::string purpose = "'" + wanted.column.name + "'";
        for (const std::string& name : source_names(wanted.map)) {
            needed.emplace_back(name, purpose);
        }
        if (!wanted.map.plus_column.empty()) {
            needed.emplace_back(wanted.map.plus_column, purpose);
        }
    }
    for (const config::RowFilter& filter : request.filters) {
        needed.emplace_back(filter.column, "a filter");
    }
    return needed;
}

// The other delimiter that would split a header of one column into all the needed names.
char fitting_delimiter(const PullRequest& request, std::string_view header) {
    for (const char candidate : delimiter_candidates) {
        std::vector<std::string> names;
        std::string_view rest = header;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(candidate), rest.size());
            names.push_back(folded(rest.substr(0, end)));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        const auto needed = needed_names(request);
        if (names.size() > 1 && std::all_of(needed.begin(), needed.end(), [&](const auto& entry) {
                return is_one_of(folded(entry.first), names);
            })) {
            return candidate;
        }
    }
    return '\0';
}

std::string listed(const std::vector<std::string>& names) {
    constexpr std::size_t most = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
        text += (i == 0 ? "'" : ", '") + std::string(trimmed(names[i])) + "'";
    }
    return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more"
                               : text;
}

[[noreturn]] void refuse_missing(const PullRequest& request, const std::vector<std::string>& names,
                                 const std::string& name, const std::string& purpose,
                                 const Place& place) {
    if (names.size() == 1) {
        if (const char fitting = fitting_delimiter(request, names.front()); fitting != '\0') {
            throw wrong_delimiter(request.source.delimiter, fitting, "the header has one column",
                                  place);
        }
    }
    std::vector<std::string> known;
    for (const std::string& other : names) {
        known.push_back(folded(other));
    }
    std::string message = "the header has no column '" + name + "', needed for " + purpose + ". ";
    if (const auto near = nearest(folded(name), known); near && !near->empty()) {
        const auto at = std::find(known.begin(), known.end(), *near) - known.begin();
        message += "Is it '" + std::string(trimmed(names[static_cast<std::size_t>(at)])) + "'? ";
    }
    throw Error(
        ErrorKind::refused,
        message + "The header has " + listed(names) + ". Correct the file, or map the column",
        place);
}

}  // namespace

std::vector<std::string> source_names(const config::ColumnMap& map) {
    if (map.pattern.empty()) {
        return map.columns;
    }
    const std::string_view pattern = map.pattern;
    const std::size_t open = pattern.find('{');
    const std::size_t dots = pattern.find("..", open);
    const std::size_t close = pattern.find('}', dots);
    std::uint32_t first = 0, last = 0;
    const auto read = [&](std::size_t begin, std::size_t end, std::uint32_t& number) {
        const auto result = std::from_chars(pattern.data() + begin, pattern.data() + end, number);
        return result.ec == std::errc{} && result.ptr == pattern.data() + end;
    };
    constexpr std::uint32_t most = 10'000;
    if (close == std::string_view::npos || !read(open + 1, dots, first) ||
        !read(dots + 2, close, last) || last < first || last - first >= most) {
        throw Error(ErrorKind::configuration,
                    "the column pattern \"" + map.pattern +
                        "\" cannot be read. Write it like \"F{1..33}\" or \"F{01..33}\"",
                    map.place);
    }
    const bool is_padded = pattern[open + 1] == '0' && dots - open > 2;
    std::vector<std::string> names;
    for (std::uint32_t number = first; number <= last; ++number) {
        std::string digits = std::to_string(number);
        if (is_padded && digits.size() < dots - open - 1) {
            digits.insert(0, dots - open - 1 - digits.size(), '0');
        }
        names.push_back(std::string(pattern.substr(0, open)) + digits +
                        std::string(pattern.substr(close + 1)));
    }
    return names;
}

std::vector<std::string> needed_columns(const PullRequest& request) {
    std::vector<std::string> columns;
    Positions seen;
    for (const auto& [name, purpose] : needed_names(request)) {
        if (seen.emplace(folded(name), 0).second) {
            columns.push_back(name);
        }
    }
    return columns;
}

Error wrong_delimiter(char configured, char fitting, const std::string& what, const Place& place) {
    const std::string setting = fitting == '\t' ? "\\t" : std::string(1, fitting);
    return Error(ErrorKind::refused,
                 "wrong delimiter? Read with " + delimiter_word(configured) + " " + what + "; " +
                     delimiter_word(fitting) + " would fit. Set delimiter = \"" + setting +
                     "\" for this source",
                 place);
}

Layout bound_layout(const PullRequest& request, const std::vector<std::string>& names,
                    const Place& place) {
    const Positions positions = positions_of(names, place);
    for (const auto& [name, purpose] : needed_names(request)) {
        if (!positions.contains(folded(name))) {
            refuse_missing(request, names, name, purpose, place);
        }
    }
    const auto position = [&](const std::string& name) { return positions.at(folded(name)); };
    Layout layout;
    layout.fields = static_cast<std::uint32_t>(names.size());
    for (const Wanted& wanted : request.wanted) {
        Binding binding;
        for (const std::string& name : source_names(wanted.map)) {
            binding.columns.push_back(position(name));
        }
        if (!wanted.map.plus_column.empty()) {
            binding.plus_column = position(wanted.map.plus_column);
        }
        layout.wanted.push_back(std::move(binding));
    }
    for (const config::RowFilter& filter : request.filters) {
        layout.filters.push_back(position(filter.column));
    }
    return layout;
}

}  // namespace waymark::source
