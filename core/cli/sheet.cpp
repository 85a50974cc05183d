// SPDX-License-Identifier: MIT
#include "cli/sheet.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/error.hpp"

namespace waymark::cli {

Cell cell(const std::optional<double>& value) {
    return value ? Cell{*value} : Cell{};
}

Cell cell(const std::string& text) {
    return text.empty() ? Cell{} : Cell{text};
}

std::string number_text(double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

void Sheet::add(std::vector<Cell> row) {
    check(row.size() == columns_.size(), "a row has a cell for every column");
    rows_.push_back(std::move(row));
}

void Sheet::print(std::ostream& out, Format format, const std::string& name) const {
    switch (format) {
        case Format::table:
            return print_table(out);
        case Format::csv:
            return print_csv(out);
        case Format::json:
            return print_json(out, name);
    }
}

static std::string text_of(const Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return *text;
    }
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) {
        return std::to_string(*whole);
    }
    if (const auto* real = std::get_if<double>(&cell)) {
        return number_text(*real);
    }
    return {};
}

// What people read: six digits tell more than any of these figures can carry. CSV and JSON have
// all.
static std::string short_text_of(const Cell& cell) {
    const auto* real = std::get_if<double>(&cell);
    if (real == nullptr) {
        return text_of(cell);
    }
    std::array<char, 32> text{};
    const bool is_whole = std::floor(*real) == *real && std::fabs(*real) < 1e15;
    std::snprintf(text.data(), text.size(), is_whole ? "%.0f" : "%.6g", *real);
    return text.data();
}

// Characters on the screen, not bytes: UTF-8 continuation bytes take no room.
static std::size_t columns_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

void Sheet::print_table(std::ostream& out) const {
    std::vector<std::size_t> widths;
    std::vector<bool> is_number;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t width = columns_of(columns_[column]);
        bool numbers = !rows_.empty();
        for (const auto& row : rows_) {
            width = std::max(width, columns_of(short_text_of(row[column])));
            numbers = numbers && !std::holds_alternative<std::string>(row[column]);
        }
        widths.push_back(width);
        is_number.push_back(numbers);
    }
    const auto print_row = [&](const auto& text_at) {
        std::string line;
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            const std::string text = text_at(column);
            const std::string gap(widths[column] - columns_of(text), ' ');
            line += is_number[column] ? gap + text : text + gap;
            line += "  ";
        }
        line.erase(line.find_last_not_of(' ') + 1);
        out << line << '\n';
    };
    print_row([&](std::size_t column) { return columns_[column]; });
    for (const auto& row : rows_) {
        print_row([&](std::size_t column) { return short_text_of(row[column]); });
    }
}

static std::string csv_field(const Cell& cell) {
    std::string text = text_of(cell);
    if (std::holds_alternative<std::string>(cell) && !text.empty() &&
        std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
        text.insert(text.begin(), '\'');
    }
    if (text.find_first_of(",\"\r\n") == std::string::npos) {
        return text;
    }
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c;
        if (c == '"') {
            quoted += '"';
        }
    }
    return quoted + '"';
}

void Sheet::print_csv(std::ostream& out) const {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        out << (column > 0 ? "," : "") << csv_field(Cell{columns_[column]});
    }
    out << "\r\n";
    for (const auto& row : rows_) {
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            out << (column > 0 ? "," : "") << csv_field(row[column]);
        }
        out << "\r\n";
    }
}

nlohmann::ordered_json Sheet::json_rows() const {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const auto& row : rows_) {
        nlohmann::ordered_json entry = nlohmann::ordered_json::object();
        for (std::size_t column = 0; column < columns_.size(); ++column) {
            std::visit(
                [&](const auto& value) {
                    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::monostate>) {
                        entry[columns_[column]] = nullptr;
                    } else {
                        entry[columns_[column]] = value;
                    }
                },
                row[column]);
        }
        json.push_back(std::move(entry));
    }
    return json;
}

void Sheet::print_json(std::ostream& out, const std::string& name) const {
    const nlohmann::ordered_json json{{"schema", 1}, {name, json_rows()}};
    out << json.dump(2) << '\n';
}

}  // namespace waymark::cli
