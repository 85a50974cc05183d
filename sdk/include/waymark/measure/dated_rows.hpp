// SPDX-License-Identifier: MIT
// What shapes share whose inputs are streams of dated rows: FoldMeasure and SheetMeasure.
#pragma once

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <vector>

#include "waymark/measure/definition.hpp"
#include "waymark/measure/row_reader.hpp"

namespace waymark::detail {

/// One input: its reader and room for the piece that is being read.
template <class Row>
struct DatedPart {
    explicit DatedPart(const PartSetting& setting) : reader(setting.input, setting.measure) {}

    RowReader<Row> reader;
    std::vector<Row> piece;
};

template <class>
struct DatedPartsOf;
template <class... Row>
struct DatedPartsOf<std::tuple<Row...>> {
    using Parts = std::tuple<DatedPart<Row>...>;
};

/// Throws unless each input names a date column without nulls, and all or none have a unit.
inline void expect_dated(const Definition& definition) {
    for (const InputDeclaration& input : definition.inputs()) {
        const bool is_dated =
            std::any_of(input.columns.begin(), input.columns.end(), [&](const auto& column) {
                return column.name == input.options.date && !column.is_nullable;
            });
        if (!is_dated) {
            throw std::logic_error("input \"" + input.name +
                                   "\" names no date column without nulls, which this shape needs");
        }
        if (input.options.unit != definition.inputs().front().options.unit) {
            throw std::logic_error("either every input has a unit or none");
        }
    }
}

}  // namespace waymark::detail
