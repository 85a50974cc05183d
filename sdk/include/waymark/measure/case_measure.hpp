// SPDX-License-Identifier: MIT
// CaseMeasure: a function of one case and its rows. Also the shape for published tables, where each
// row is a case of its own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "waymark/measure/arena.hpp"
#include "waymark/measure/engine.hpp"
#include "waymark/measure/row_reader.hpp"

namespace waymark {

/// The rows of one input that belong to a case, sorted by the input's date.
template <class Row>
using Rows = std::span<const Row>;

namespace detail {
template <class Measure>
class CaseEngine;
}

/// Derive with the row struct of each input, in the order of describe(), and define
///   static void describe(Definition&);
///   void answer(const Case&, Rows<Row>..., Answer&) const;
/// and, if parameters or calendars are needed, a constructor from (const Parameters&) or
/// (const Parameters&, const Calendars&). With aggregate inputs the Answer already stands at the
/// period of the row, people are those of the row, and rows of no asked period are not asked for.
template <class... Row>
struct CaseMeasure {
    using Case = waymark::Case;
    using RowTypes = std::tuple<Row...>;
    template <class Measure>
    using Engine = detail::CaseEngine<Measure>;
};

}  // namespace waymark

namespace waymark::detail {

/// Keeps the rows of one input until their cases are answered.
template <class Row>
class CaseTable {
public:
    struct Place {
        std::uint32_t period;
        std::int64_t people;
    };

    explicit CaseTable(const PartSetting& setting) : reader_(setting.input, setting.measure) {}

    template <class Check>
    void add(const wm_batch& batch, std::int64_t first, std::int64_t count, Arena& memory,
             Check check) {
        const std::size_t before = rows_.size();
        const auto more = static_cast<std::size_t>(count);
        rows_.resize(before + more, Row{});  // copies: faster than to make each
        const RowNumbers found = reader_.read(batch, first, count, rows_.data() + before, memory);
        check(found.cases, more);
        for (std::size_t at = 0; at < more; ++at) {
            keys_.push_back(
                {found.cases[at], sorts() && found.days != nullptr ? found.days[at] : 0});
            if (found.periods != nullptr) {
                places_.push_back(
                    {found.periods[at],
                     found.people != nullptr && found.people[at] > 0 ? found.people[at] : 1});
            }
        }
        is_grouped_ = false;
    }

    /// Brings the rows of each case together, by date; rows of one day keep their order.
    void group() {
        if (!is_grouped_ && !std::is_sorted(keys_.begin(), keys_.end())) {
            std::vector<std::size_t> order(keys_.size());
            std::iota(order.begin(), order.end(), std::size_t{0});
            std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
                return keys_[one] < keys_[other];
            });
            reorder(rows_, order);
            reorder(keys_, order);
            reorder(places_, order);
        }
        is_grouped_ = true;
    }

    [[nodiscard]] Rows<Row> rows_of(std::uint32_t case_number) const {
        const auto [first, last] = std::equal_range(
            keys_.begin(), keys_.end(), Key{case_number, 0},
            [](const Key& one, const Key& other) { return one.first < other.first; });
        return {rows_.data() + (first - keys_.begin()), static_cast<std::size_t>(last - first)};
    }

    /// Aggregates: where the rows of `rows_of` stand; null for other inputs.
    [[nodiscard]] const Place* place_of(Rows<Row> rows) const {
        return places_.empty() || rows.empty() ? nullptr
                                               : places_.data() + (rows.data() - rows_.data());
    }

    void forget() {
        rows_.clear();
        keys_.clear();
        places_.clear();
    }

private:
    using Key = std::pair<std::uint32_t, std::int32_t>;

    // by_case rows come sorted by the host; sorting again could only disturb rows of one day.
    [[nodiscard]] bool sorts() const { return reader_.input().options.order == Order::any; }

    template <class Item>
    static void reorder(std::vector<Item>& items, const std::vector<std::size_t>& order) {
        std::vector<Item> sorted;
        sorted.reserve(items.size());
        for (std::size_t at = 0; at < items.size(); ++at) {
            sorted.push_back(std::move(items[order[at]]));
        }
        items = std::move(sorted);
    }

    RowReader<Row> reader_;
    std::vector<Row> rows_;
    std::vector<Key> keys_;
    std::vector<Place> places_;
    bool is_grouped_ = true;
};

template <class>
struct TablesOf;
template <class... Row>
struct TablesOf<std::tuple<Row...>> {
    using Tables = std::tuple<CaseTable<Row>...>;
};

template <class Measure>
class CaseEngine : public Engine<Measure> {
public:
    explicit CaseEngine(const Setting<Measure>& setting)
        : Engine<Measure>(setting), tables_(parts_of<Tables>(setting)) {}

    void rows(const wm_batch& batch) {
        with_part(tables_, batch.table, [&](auto& table) {
            for (std::int64_t first = 0; first < batch.rows->length; first += this->piece_size) {
                this->stop_if_cancelled();
                const auto count = std::min(this->piece_size, batch.rows->length - first);
                table.add(batch, first, count, memory_,
                          [&](const std::uint32_t* cases, std::size_t rows) {
                              this->cases_.expect_known(cases, rows);
                          });
            }
        });
    }

    void answer(const wm_sink& sink, std::uint32_t first, std::uint32_t count) {
        std::apply([](auto&... table) { (table.group(), ...); }, tables_);
        this->answer_each(
            sink, first, count, [&](const auto& one, std::span<const Period> periods, Answer& out) {
                std::apply([&](const auto&... table) { answer_one(one, periods, out, table...); },
                           tables_);
            });
        if (this->is_block_over(first, count)) {
            std::apply([](auto&... table) { (table.forget(), ...); }, tables_);
            memory_.release();
            this->cases_.forget();
        }
    }

private:
    using Tables = typename TablesOf<typename Measure::RowTypes>::Tables;

    template <class CaseType, class... Table>
    void answer_one(const CaseType& one, std::span<const Period> periods, Answer& out,
                    const Table&... table) const {
        bool is_wanted = true;
        Answer placed = out;
        const auto place = [&](const auto& its) {
            if (const auto* at = its.place_of(its.rows_of(one.number))) {
                const auto found =
                    std::find_if(periods.begin(), periods.end(),
                                 [&](const Period& period) { return period.index == at->period; });
                is_wanted = found != periods.end();
                placed = is_wanted ? out.in(*found).people(at->people) : out;
            }
        };
        (place(table), ...);
        if (is_wanted) {
            this->measure_.answer(one, table.rows_of(one.number)..., placed);
        }
    }

    Tables tables_;
    Arena memory_;  ///< texts and lists of rows
};

}  // namespace waymark::detail
