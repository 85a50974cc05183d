// SPDX-License-Identifier: MIT
#include "table.hpp"

#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <charconv>
#include <fstream>

#include "base/error.hpp"

namespace waymark::source {

using contract::ColumnType;

TestFolder::TestFolder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "waymark-source-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TestFolder::file(const std::string& name, std::string_view text) const {
    std::filesystem::path path = path_ / name;
    std::ofstream out(path, std::ios::binary);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    return path;
}

Wanted wanted(const std::string& name, ColumnType type, bool nullable) {
    Wanted column;
    column.column.name = name;
    column.column.type = type;
    column.column.nullable = nullable;
    column.map.columns = {name};
    return column;
}

static std::string real_text(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

static std::string value_text(const batch::RowBlock& block, const batch::BlockColumn& column,
                              std::size_t row) {
    if (!column.states.empty() && column.states[row] != 0) {
        return "state " + std::to_string(column.states[row]);
    }
    if (column.is_null(row)) {
        return "-";
    }
    switch (column.type) {
        case ColumnType::integer:
        case ColumnType::instant:
            return std::to_string(column.as<std::int64_t>()[row]);
        case ColumnType::real:
            return real_text(column.as<double>()[row]);
        case ColumnType::boolean:
            return column.as<std::uint8_t>()[row] != 0 ? "true" : "false";
        case ColumnType::date:
            return date_text(date_of(column.as<std::int32_t>()[row]));
        case ColumnType::category:
            return column.dictionary[static_cast<std::size_t>(column.as<std::int32_t>()[row])];
        case ColumnType::text:
        case ColumnType::key:
            return std::string(block.text_of(column, row));
        case ColumnType::list_integer:
        case ColumnType::list_real:
            break;
    }
    std::string text;
    for (std::size_t item = 0; item < column.list_size; ++item) {
        const std::size_t at = row * column.list_size + item;
        text += item == 0 ? "" : " ";
        text += column.item_valid[at] == 0 ? "-"
                : column.type == ColumnType::list_real
                    ? real_text(column.as<double>()[at])
                    : std::to_string(column.as<std::int64_t>()[at]);
    }
    return text;
}

static void take_reasons(const std::string& kind, const std::map<std::string, Reason>& reasons,
                         Pulled& out) {
    for (const auto& [text, reason] : reasons) {
        std::string line = kind;
        line.append(" ")
            .append(std::to_string(reason.count))
            .append(": ")
            .append(text)
            .append(" @");
        for (const Place& place : reason.samples) {
            line.append(" ").append(std::to_string(place.line));
        }
        out.dropped.push_back(line);
    }
}

Pulled pulled(const PullRequest& request) {
    Pulled out;
    try {
        Pull pull(request);
        while (const batch::RowBlock* block = pull.next()) {
            for (std::size_t row = 0; row < block->rows; ++row) {
                std::string text = std::to_string(block->lines[row]) + ": ";
                for (const batch::BlockColumn& column : block->columns) {
                    text += (&column == &block->columns.front() ? "" : "|") +
                            value_text(*block, column, row);
                }
                out.rows.push_back(text);
            }
        }
        const Account& account = pull.account();
        out.rows_read = account.rows_read;
        out.used = account.used;
        take_reasons("refused", account.refused, out);
        take_reasons("out of scope", account.out_of_scope, out);
        out.proofs = pull.proofs();
        CHECK(account.used + account.refused_rows() + account.out_of_scope_rows() ==
              account.rows_read);
        CHECK(account.used == out.rows.size());
    } catch (const Error& error) {
        out = {};
        out.error = error.what();
        if (const std::size_t folder = out.error.find("waymark-source-");
            folder < out.error.size()) {
            out.error.erase(0, out.error.find('/', folder) + 1);
        }
    }
    return out;
}

Pulled pulled_text(std::string_view text, PullRequest request) {
    const TestFolder folder;
    request.files = {folder.file("t.csv", text)};
    return pulled(request);
}

PullRequest request_for(std::vector<Wanted> columns) {
    PullRequest request;
    request.source.id = "t";
    request.wanted = std::move(columns);
    return request;
}

}  // namespace waymark::source
