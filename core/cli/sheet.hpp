// SPDX-License-Identifier: MIT
// What verbs print: rows under named columns, as an aligned table, CSV or JSON.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <variant>
#include <vector>

namespace waymark::cli {

/// One cell: nothing, a text, a whole number or a real one.
using Cell = std::variant<std::monostate, std::string, std::int64_t, double>;

[[nodiscard]] Cell cell(const std::optional<double>& value);
[[nodiscard]] Cell cell(const std::string& text);

enum class Format : std::uint8_t { table, csv, json };

/// Rows under columns; every row has one cell per column. One thread.
class Sheet {
public:
    explicit Sheet(std::vector<std::string> columns) : columns_(std::move(columns)) {}

    void add(std::vector<Cell> row);
    [[nodiscard]] bool is_empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

    /// table: aligned, numbers to the right, reals to six digits. csv: RFC 4180, header row; texts
    /// that a spreadsheet would take for a formula are guarded by a leading apostrophe, numbers
    /// never are. json: an object
    /// {"schema": 1, "<name>": [{column: value}]}; nothing is null.
    void print(std::ostream& out, Format format, const std::string& name) const;

    /// [{column: value}], as print() has them under a name.
    [[nodiscard]] nlohmann::ordered_json json_rows() const;

private:
    void print_table(std::ostream& out) const;
    void print_csv(std::ostream& out) const;
    void print_json(std::ostream& out, const std::string& name) const;

    std::vector<std::string> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// The shortest decimal text that reads back to the same number.
[[nodiscard]] std::string number_text(double number);

}  // namespace waymark::cli
