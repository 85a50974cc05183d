// SPDX-License-Identifier: MIT
// Turns one column of a chunk from text into typed values: one call for each column and chunk.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "batch/block.hpp"
#include "source/column_source.hpp"
#include "source/layout.hpp"
#include "source/meaning.hpp"
#include "source/pull.hpp"
#include "source/records.hpp"

namespace waymark::source {

/// Why rows are dropped; numbers count from 1. Filled before the threads start, then constant.
class Reasons {
public:
    struct Reason {
        std::string text;
        bool is_refusal = true;  ///< else: out of scope
    };

    /// The number of a reason; equal texts have equal numbers.
    [[nodiscard]] std::uint32_t refusal(const std::string& text) { return number(text, true); }
    [[nodiscard]] std::uint32_t out_of_scope(const std::string& text) {
        return number(text, false);
    }
    [[nodiscard]] const Reason& operator[](std::uint32_t number) const {
        return reasons_[number - 1];
    }

private:
    std::uint32_t number(const std::string& text, bool is_refusal);

    std::vector<Reason> reasons_;
};

/// One entry for each row: 0, or the number of the first reason found to drop it.
using RowMarks = std::span<std::uint32_t>;

/// Decodes one wanted column. Keeps memories of texts, so each thread has its own.
class Decoder {
public:
    /// "column 'date'", with the header's name when that is another one.
    [[nodiscard]] static std::string column_words(const Wanted& wanted);

    Decoder(const Wanted& wanted, const config::Source& source, Reasons& reasons);
    Decoder(const Decoder&) = delete;
    Decoder& operator=(const Decoder&) = delete;
    virtual ~Decoder() = default;

    /// Fills `out` with one value a row; marks the rows whose value cannot be used.
    void decode(const Rows& rows, const Binding& binding, batch::BlockColumn& out, RowMarks marks);

protected:
    /// Values are there, one a row, with rubbish in them.
    virtual void fill(const Rows& rows, const Binding& binding, batch::BlockColumn& out,
                      RowMarks marks) = 0;

    /// There is no value: a symbol, or nothing.
    void absent(std::uint32_t row, MeaningKind kind, std::int32_t state, batch::BlockColumn& out,
                RowMarks marks) const;
    static void mark(RowMarks marks, std::uint32_t row, std::uint32_t reason) noexcept {
        if (marks[row] == 0) {
            marks[row] = reason;
        }
    }

    [[nodiscard]] ColumnSource& source() noexcept { return source_; }
    [[nodiscard]] const Meaning& meaning() const noexcept { return meaning_; }

private:
    contract::ColumnType type_;
    std::uint32_t list_size_;
    bool nullable_;
    bool has_states_;
    std::uint32_t missing_reason_;
    Meaning meaning_;
    ColumnSource source_;
    bool is_absent_;  ///< nothing is mapped to it, and it need not be there
};

/// The decoder of a column. Throws Error configuration when its mapping cannot be used.
[[nodiscard]] std::unique_ptr<Decoder> make_decoder(const Wanted& wanted,
                                                    const config::Source& source, Reasons& reasons);

// One for each family of types; make_decoder chooses.
using MadeDecoder = std::unique_ptr<Decoder>;
[[nodiscard]] MadeDecoder make_scalar_decoder(const Wanted&, const config::Source&, Reasons&);
[[nodiscard]] MadeDecoder make_date_decoder(const Wanted&, const config::Source&, Reasons&);
[[nodiscard]] MadeDecoder make_category_decoder(const Wanted&, const config::Source&, Reasons&);
[[nodiscard]] MadeDecoder make_text_decoder(const Wanted&, const config::Source&, Reasons&);
[[nodiscard]] MadeDecoder make_list_decoder(const Wanted&, const config::Source&, Reasons&);

}  // namespace waymark::source
