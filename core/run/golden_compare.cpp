// SPDX-License-Identifier: MIT
// Golden cases: what a measure gives, held against what its author expects.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "run/golden.hpp"
#include "run/golden_cells.hpp"
#include "run/trial.hpp"
#include "source/locate.hpp"
#include "source/pull.hpp"

namespace waymark::run {

namespace fs = std::filesystem;

static std::string text_of(const std::optional<double>& number) {
    if (!number) {
        return "";
    }
    std::array<char, 40> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), *number);
    return {buffer.data(), end.ptr};
}

CellTexts cell_texts(const TrialFigure& figure) {
    return {figure.service,
            figure.indicator,
            figure.series,
            figure.period,
            figure.stratum,
            figure.point,
            figure.state,
            text_of(figure.value),
            text_of(figure.numerator),
            text_of(figure.denominator),
            text_of(figure.people)};
}

namespace {

/// One row of cells.csv: the texts of the columns it has.
struct ExpectedRow {
    std::uint64_t line = 0;
    std::map<std::size_t, std::string> texts;  ///< by place in cell_columns
};

}  // namespace

static std::vector<ExpectedRow> expected_rows(const fs::path& file) {
    source::PullRequest request;
    request.source.id = cells_file;
    request.source.path = fs::absolute(file).string();
    (void)source::locate(request, {.base = fs::current_path(), .as_of = Date{}});
    std::vector<std::size_t> places;
    {
        source::Pull pull(request);
        (void)pull.next();
        for (std::size_t i = 0; i < cell_columns.size(); ++i) {
            const auto& header = pull.columns();
            if (std::find(header.begin(), header.end(), cell_columns.at(i)) != header.end()) {
                places.push_back(i);
            }
        }
    }
    for (const std::size_t place : places) {
        source::Wanted wanted;
        wanted.column.name = cell_columns.at(place);
        wanted.column.type = contract::ColumnType::text;
        wanted.column.nullable = true;
        wanted.map.columns = {wanted.column.name};
        request.wanted.push_back(std::move(wanted));
    }
    std::vector<ExpectedRow> rows;
    source::Pull pull(std::move(request));
    while (const batch::RowBlock* block = pull.next()) {
        for (std::size_t row = 0; row < block->rows; ++row) {
            ExpectedRow& expected = rows.emplace_back();
            expected.line = block->lines[row];
            for (std::size_t i = 0; i < places.size(); ++i) {
                const batch::BlockColumn& column = block->columns[i];
                expected.texts[places[i]] =
                    column.is_null(row) ? "" : std::string(block->text_of(column, row));
            }
        }
    }
    return rows;
}

static std::optional<double> number_in(const std::string& text) {
    double number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return end.ec == std::errc{} && end.ptr == text.data() + text.size() ? std::optional(number)
                                                                         : std::nullopt;
}

static bool is_same(const std::string& expected, const std::string& found) {
    const auto left = number_in(expected);
    const auto right = number_in(found);
    if (left && right) {
        return std::abs(*left - *right) <= 1e-9 * std::max(1.0, std::abs(*left));
    }
    return expected == found;
}

static std::string name_of(const CellTexts& texts) {
    std::string name;
    for (std::size_t i = 1; i < key_columns; ++i) {
        name += texts.at(i).empty() ? "" : (name.empty() ? "" : " ") + texts.at(i);
    }
    return name;
}

std::vector<std::string> golden_differences(const fs::path& folder,
                                            const std::vector<TrialFigure>& figures) {
    const fs::path file = folder / cells_file;
    std::vector<CellTexts> found;
    found.reserve(figures.size());
    for (const TrialFigure& figure : figures) {
        found.push_back(cell_texts(figure));
    }
    std::vector<bool> is_expected(found.size(), false);
    std::vector<std::string> differences;
    for (const ExpectedRow& row : expected_rows(file)) {
        const auto is_row = [&](const auto& texts) {
            return std::all_of(row.texts.begin(), row.texts.end(), [&](const auto& one) {
                return one.first >= key_columns || one.second == texts.at(one.first);
            });
        };
        const Place place{.file = file.string(), .line = row.line};
        std::size_t at = 0;
        while (at < found.size() && (is_expected[at] || !is_row(found[at]))) {
            ++at;
        }
        if (at == found.size()) {
            differences.push_back(place.text() + ": the measure gives no such figure");
            continue;
        }
        is_expected[at] = true;
        for (const auto& [column, text] : row.texts) {
            if (column >= key_columns && !is_same(text, found[at].at(column))) {
                differences.push_back(
                    place.text() + ": " + name_of(found[at]) + ": " + cell_columns.at(column) +
                    " should be " + (text.empty() ? "empty" : text) + ", the measure gives " +
                    (found[at].at(column).empty() ? "none" : found[at].at(column)));
            }
        }
    }
    for (std::size_t at = 0; at < found.size(); ++at) {
        if (!is_expected[at]) {
            differences.push_back(file.string() + ": " + name_of(found[at]) +
                                  " is not expected there, the measure gives it");
        }
    }
    return differences;
}

}  // namespace waymark::run
