// SPDX-License-Identifier: MIT
#include "run/field_place.hpp"

#include <fstream>
#include <optional>
#include <vector>

namespace waymark::run {

namespace {

struct Field {
    std::size_t begin = 0;
    std::string text;
};

}  // namespace

// The fields of one line; nullopt when a quote is open at its end: the record goes on.
static std::optional<std::vector<Field>> fields_of(const std::string& line) {
    std::vector<Field> fields{{}};
    bool is_quoted = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (c == '"') {
            is_quoted = !is_quoted;
        } else if (c == ',' && !is_quoted) {
            fields.push_back({at + 1, ""});
        } else if (c != '\r') {
            fields.back().text += c;
        }
    }
    return is_quoted ? std::nullopt : std::optional(fields);
}

static std::string named_column(const std::string& reason) {
    constexpr std::string_view prefix = "column '";
    const std::size_t end = reason.find('\'', prefix.size());
    return reason.starts_with(prefix) && end != std::string::npos
               ? reason.substr(prefix.size(), end - prefix.size())
               : "";
}

Place field_place(const Place& row, const std::string& reason) {
    const std::string column = named_column(reason);
    std::ifstream file(row.file, std::ios::binary);
    std::string header;
    if (column.empty() || row.line < 2 || !std::getline(file, header)) {
        return row;
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (header.starts_with(mark)) {
        header.erase(0, mark.size());
    }
    std::string line;
    for (std::uint64_t number = 2; number <= row.line; ++number) {
        if (!std::getline(file, line)) {
            return row;
        }
    }
    const auto names = fields_of(header);
    const auto fields = fields_of(line);
    for (std::size_t i = 0; names && fields && i < std::min(names->size(), fields->size()); ++i) {
        if ((*names)[i].text == column) {
            return {.file = row.file, .line = row.line, .column = (*fields)[i].begin + 1};
        }
    }
    return row;
}

}  // namespace waymark::run
