// SPDX-License-Identifier: MIT
// Binds declared columns to members of row structs. One virtual call per column and piece of a
// batch, none per row; category codes are resolved once per dictionary entry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "waymark/measure/arena.hpp"
#include "waymark/measure/arrow.hpp"
#include "waymark/measure/day.hpp"
#include "waymark/measure/failure.hpp"
#include "waymark/measure/handle.hpp"

namespace waymark {

/// The items of a list column; an item that is missing is nullopt. Lives as long as its row.
template <class Item>
using List = std::span<const std::optional<Item>>;

}  // namespace waymark

namespace waymark::detail {

template <class>
struct MemberTraits;
template <class RowType, class ValueType>
struct MemberTraits<ValueType RowType::*> {
    using Row = RowType;
    using Value = ValueType;
};
template <auto member>
using RowOf = typename MemberTraits<decltype(member)>::Row;

/// What a member may be around its value: plain, std::optional (nullable) or Stated (symbols).
template <class Type>
struct Wrapping {
    using Value = Type;
    static constexpr bool is_nullable = false;
    static constexpr bool has_symbols = false;
};
template <class Type>
struct Wrapping<std::optional<Type>> {
    using Value = Type;
    static constexpr bool is_nullable = true;
    static constexpr bool has_symbols = false;
};
template <class Type>
struct Wrapping<Stated<Type>> {
    using Value = Type;
    static constexpr bool is_nullable = false;
    static constexpr bool has_symbols = true;
};
template <auto member>
using WrappingOf = Wrapping<typename MemberTraits<decltype(member)>::Value>;
template <auto member>
using ValueOf = typename WrappingOf<member>::Value;

/// Reads one column into the rows of one instance.
class ColumnReader {
public:
    ColumnReader() = default;
    ColumnReader(const ColumnReader&) = delete;
    ColumnReader& operator=(const ColumnReader&) = delete;
    virtual ~ColumnReader() = default;

    /// `rows` points at piece.count elements of the row struct. Texts and lists are copied into
    /// `memory`, because the batch ends with the call.
    virtual void read(const ColumnPiece& piece, void* rows, Arena& memory) = 0;
};

/// What a reader needs to know when an instance is opened.
struct ReaderSetting {
    const void* measure;  ///< the measure object whose resolver is asked
    const std::vector<std::string>& codes;
};

/// Writes what `fetch` yields to a member, minding nulls and symbols.
template <auto member, class Fetch>
class MemberReader final : public ColumnReader {
public:
    explicit MemberReader(const ReaderSetting& setting) : fetch_(setting) {}

    void read(const ColumnPiece& piece, void* rows, Arena& memory) override {
        auto* row = static_cast<RowOf<member>*>(rows);
        fetch_.prepare(piece, memory);
        const Validity present(*piece.array, piece.first);
        if constexpr (!WrappingOf<member>::has_symbols) {
            if (present.is_complete()) {  // the usual case, kept free of questions per row
                for (std::int64_t at = 0; at < piece.count; ++at) {
                    row[at].*member = fetch_(row[at], at);
                }
                return;
            }
        }
        for (std::int64_t at = 0; at < piece.count; ++at) {
            if constexpr (WrappingOf<member>::has_symbols) {
                row[at].*member = stated(piece, present, row[at], at);
            } else if (present[at]) {
                row[at].*member = fetch_(row[at], at);
            } else if constexpr (WrappingOf<member>::is_nullable) {
                row[at].*member = std::nullopt;
            } else {
                throw BadInput("column \"" + std::string(piece.schema->name) +
                               "\" has a null but was declared without");
            }
        }
    }

private:
    [[nodiscard]] Stated<ValueOf<member>> stated(const ColumnPiece& piece, const Validity& present,
                                                 const RowOf<member>& row, std::int64_t at) {
        const auto state =
            static_cast<State>(values<std::int32_t>(*piece.states, piece.states_first)[at]);
        if (present[at] && state == State::observed) {
            return fetch_(row, at);
        }
        return Stated<ValueOf<member>>(state == State::observed ? State::missing : state);
    }

    Fetch fetch_;
};

/// Fixed-width values: int, real, date, instant, key.
template <auto member, class Stored>
class PlainFetch {
public:
    explicit PlainFetch(const ReaderSetting& /*setting*/) {}

    void prepare(const ColumnPiece& piece, Arena& /*memory*/) {
        expect_format(piece, format());
        name_ = piece.schema->name;
        values_ = values<Stored>(*piece.array, piece.first);
    }
    [[nodiscard]] ValueOf<member> operator()(const RowOf<member>& /*row*/, std::int64_t at) const {
        using Value = ValueOf<member>;
        const Stored stored = values_[at];
        if constexpr (std::is_integral_v<Value>) {
            if (!std::in_range<Value>(stored)) {
                throw BadInput{"column \"" + std::string{name_} +
                               "\" has a number too large for the member it is bound to"};
            }
            return static_cast<Value>(stored);
        } else {
            return Value{stored};
        }
    }

private:
    [[nodiscard]] static constexpr std::string_view format() {
        using Value = ValueOf<member>;
        if constexpr (std::is_same_v<Value, Day>) {
            return "tdD";
        } else if constexpr (std::is_same_v<Value, Instant>) {
            return "tsu:UTC";
        } else if constexpr (std::is_same_v<Stored, double>) {
            return "g";
        } else if constexpr (std::is_same_v<Stored, std::uint32_t>) {
            return "I";
        } else {
            return "l";
        }
    }

    const char* name_ = "";
    const Stored* values_ = nullptr;
};

template <auto member>
class BooleanFetch {
public:
    explicit BooleanFetch(const ReaderSetting& /*setting*/) {}

    void prepare(const ColumnPiece& piece, Arena& /*memory*/) {
        expect_format(piece, "b");
        bits_ = piece.array->buffers[1];
        first_ = piece.first;
    }
    [[nodiscard]] bool operator()(const RowOf<member>& /*row*/, std::int64_t at) const {
        return bit(bits_, first_ + at);
    }

private:
    const void* bits_ = nullptr;
    std::int64_t first_ = 0;
};

template <auto member>
class TextFetch {
public:
    explicit TextFetch(const ReaderSetting& /*setting*/) {}

    void prepare(const ColumnPiece& piece, Arena& memory) {
        expect_format(piece, "u");
        array_ = piece.array;
        first_ = piece.first;
        memory_ = &memory;
    }
    [[nodiscard]] std::string_view operator()(const RowOf<member>& /*row*/, std::int64_t at) const {
        return memory_->copy(text_at(*array_, first_ + at));
    }

private:
    const ArrowArray* array_ = nullptr;
    std::int64_t first_ = 0;
    Arena* memory_ = nullptr;
};

/// A fixed-size list; the items are copied, since the batch ends with the call.
template <auto member, class Item>
class ListFetch {
public:
    explicit ListFetch(const ReaderSetting& /*setting*/) {}

    void prepare(const ColumnPiece& piece, Arena& memory) {
        const std::string_view format = piece.schema->format;
        if (format.substr(0, 3) != "+w:" || piece.array->n_children != 1) {
            expect_format(piece, "+w:N");
        }
        items_ = piece.array->children[0];
        expect_format({piece.schema->children[0], items_, nullptr, 0, 0, 0},
                      std::is_same_v<Item, double> ? "g" : "l");
        length_ = std::stoll(std::string(format.substr(3)));
        first_ = items_->offset + piece.first * length_;
        memory_ = &memory;
    }
    [[nodiscard]] List<Item> operator()(const RowOf<member>& /*row*/, std::int64_t at) const {
        const std::int64_t first = first_ + at * length_;
        const auto length = static_cast<std::size_t>(length_);
        const Validity present(*items_, first);
        const auto* found = values<Item>(*items_, first);
        auto* copy = memory_->room<std::optional<Item>>(length);
        for (std::size_t item = 0; item < length; ++item) {
            const auto there = static_cast<std::int64_t>(item);
            std::construct_at(copy + item,
                              present[there] ? std::optional<Item>(found[item]) : std::nullopt);
        }
        return {copy, length};
    }

private:
    const ArrowArray* items_ = nullptr;
    std::int64_t length_ = 0;
    std::int64_t first_ = 0;
    Arena* memory_ = nullptr;
};

}  // namespace waymark::detail
