// SPDX-License-Identifier: MIT
// Reads pieces of a rows batch into an array of row structs, and the numbers that stand before
// them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "waymark/measure/arena.hpp"
#include "waymark/measure/arrow.hpp"
#include "waymark/measure/column.hpp"
#include "waymark/measure/declaration.hpp"

namespace waymark::detail {

/// What the part of an engine that belongs to one input is built from.
struct PartSetting {
    const InputDeclaration& input;
    const void* measure;
};

/// What stands beside the rows of a piece. Pointers are null where the input has no such column.
struct RowNumbers {
    const std::uint32_t* cases = nullptr;
    const std::uint32_t* units = nullptr;
    const std::uint32_t* periods = nullptr;
    const std::int32_t* days = nullptr;    ///< the column that dates a row; 0 where it is null
    const std::int64_t* people = nullptr;  ///< aggregates: 0 where it is null
};

/// The readers of the columns of one input, or of the case columns, of one instance.
class ColumnReaders {
public:
    /// The declared columns begin at child `lead` of a batch.
    ColumnReaders(const std::vector<ColumnDeclaration>& columns, const void* measure,
                  std::int64_t lead)
        : columns_(&columns), lead_(lead) {
        for (const ColumnDeclaration& column : columns) {
            readers_.push_back(column.make_reader({measure, column.options.codes}));
        }
    }

    /// Reads `count` rows from `first`.
    void read(const wm_batch& batch, std::int64_t first, std::int64_t count, void* rows,
              Arena& memory) const {
        std::int64_t states = lead_ + static_cast<std::int64_t>(readers_.size());
        for (std::size_t at = 0; at < readers_.size(); ++at) {
            const auto child = lead_ + static_cast<std::int64_t>(at);
            ColumnPiece piece = piece_of(batch, child, first, count);
            if ((*columns_)[at].has_symbols) {
                const ColumnPiece state = piece_of(batch, states++, first, count);
                expect_format(state, "i");
                piece.states = state.array;
                piece.states_first = state.first;
            }
            readers_[at]->read(piece, rows, memory);
        }
    }

private:
    const std::vector<ColumnDeclaration>* columns_;
    std::int64_t lead_;
    std::vector<std::unique_ptr<ColumnReader>> readers_;
};

template <class Row>
class RowReader {
public:
    RowReader(const InputDeclaration& input, const void* measure)
        : input_(&input),
          lead_(1 + (input.options.unit ? 1 : 0) + (input.options.aggregate ? 1 : 0)),
          readers_(input.columns, measure, lead_),
          date_(child_named(input.options.date)),
          people_(child_named(input.options.people)) {}

    [[nodiscard]] const InputDeclaration& input() const { return *input_; }

    /// `rows` has room for `count`. Texts and lists are copied into `memory`.
    [[nodiscard]] RowNumbers read(const wm_batch& batch, std::int64_t first, std::int64_t count,
                                  Row* rows, Arena& memory) const {
        RowNumbers found;
        found.cases = numbers(piece_of(batch, 0, first, count), batch.n_cases);
        if (input_->options.unit) {
            found.units = numbers(piece_of(batch, 1, first, count), batch.n_units);
        }
        if (input_->options.aggregate) {
            found.periods = values<std::uint32_t>(batch, lead_ - 1, first, count, "I");
        }
        if (date_) {
            found.days = values<std::int32_t>(batch, *date_, first, count, "tdD");
        }
        if (people_) {
            found.people = values<std::int64_t>(batch, *people_, first, count, "l");
        }
        readers_.read(batch, first, count, rows, memory);
        return found;
    }

private:
    [[nodiscard]] std::optional<std::int64_t> child_named(const std::string& name) const {
        const auto& columns = input_->columns;
        const auto found = std::find_if(columns.begin(), columns.end(),
                                        [&](const auto& column) { return column.name == name; });
        return found == columns.end() ? std::nullopt
                                      : std::optional(lead_ + (found - columns.begin()));
    }

    template <class Value>
    [[nodiscard]] static const Value* values(const wm_batch& batch, std::int64_t child,
                                             std::int64_t first, std::int64_t count,
                                             const char* format) {
        const ColumnPiece piece = piece_of(batch, child, first, count);
        expect_format(piece, format);
        return detail::values<Value>(*piece.array, piece.first);
    }

    const InputDeclaration* input_;
    std::int64_t lead_;
    ColumnReaders readers_;
    std::optional<std::int64_t> date_;
    std::optional<std::int64_t> people_;
};

}  // namespace waymark::detail
