// SPDX-License-Identifier: MIT
// SheetMeasure: a cell per unit and half day, where duplicates, conflicts, gaps or rolling windows
// of days must be seen before anything can be counted.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "waymark/measure/arena.hpp"
#include "waymark/measure/dated_rows.hpp"
#include "waymark/measure/engine.hpp"
#include "waymark/measure/sheet.hpp"
#include "waymark/measure/unit_index.hpp"

namespace waymark {

namespace detail {
template <class Measure>
class SheetEngine;
}

/// Derive with the cell, usually one byte, and the row struct of each input, and define
///   static void describe(Definition&);          // each input has a date; all or none have a unit
///   Half half(const Row&) const;                                    // which half of its day
///   void mark(CellType& cell, const Row&, const Case&) const;       // per row, in file order
///   void answer(const Case&, const Unit&, const Period&, const Sheet<CellType>&, Answer&) const;
/// and a constructor as for CaseMeasure. What is to be said of few half days, such as how often one
/// was marked, need not stand in every cell: a measure with a `using Note = ...;` defines
///   void mark(CellType&, const Margin<Note>&, const Row&, const Case&) const;
/// and is answered with a Sheet<CellType, Note>. CellType{} is all zero bytes and means blank, so a
/// mark writes something else. answer() is called for each unit and asked period in which it has
/// marks, once with a blank sheet for a case without any in a period that its spell overlaps; the
/// sheet holds all days of the unit, not only those of the period. A measure that must see the
/// units of a case side by side defines also
///   void answer_together(const Case&, const Period&, std::span<const Sheet<CellType>>, Answer&)
///       const;
/// called once per case and period, after answer(), with the sheets that have marks in it. Where a
/// row stands for many half days, the measure defines for it instead of half()
///   template <class Put> void spread(const Row&, Put put) const;
/// which calls put(day, half, mark) for each, and mark() takes that mark in place of a row. Memory:
/// two cells per unit and day between the first and last mark of 64 units. Rows more than ten
/// years outside the calendar are left out.
template <class CellType, class... Row>
struct SheetMeasure {
    using Case = waymark::Case;
    using Cell = CellType;
    using Note = NoNote;
    using RowTypes = std::tuple<Row...>;
    template <class Measure>
    using Engine = detail::SheetEngine<Measure>;
};

}  // namespace waymark

namespace waymark::detail {

template <class Measure>
class SheetEngine : public Engine<Measure> {
public:
    explicit SheetEngine(const Setting<Measure>& setting)
        : Engine<Measure>(setting),
          parts_(parts_of<Parts>(setting)),
          units_(setting.definition.inputs().front().options.unit, this->forgets_) {
        for (const Calendar& calendar : setting.calendars) {
            earliest_ = std::min(earliest_, calendar.first_day() - most_days_outside);
            latest_ = std::max(latest_, calendar.last_day() + most_days_outside);
        }
        if (!setting.calendars.empty()) {
            sheets_.expect(earliest_ + most_days_outside, latest_ - most_days_outside);
        }
    }

    static void expect(const Definition& definition) { expect_dated(definition); }

    void rows(const wm_batch& batch) {
        with_part(parts_, batch.table, [&](auto& part) {
            part.piece.resize(static_cast<std::size_t>(this->piece_size));
            for (std::int64_t first = 0; first < batch.rows->length; first += this->piece_size) {
                this->stop_if_cancelled();
                mark_piece(part, batch, first,
                           std::min(this->piece_size, batch.rows->length - first));
            }
        });
    }

    void answer(const wm_sink& sink, std::uint32_t first, std::uint32_t count) {
        this->answer_each(sink, first, count,
                          [&](const auto& one, std::span<const Period> periods, const Answer& out) {
                              for (const Period& period : periods) {
                                  answer_period(one, period, out.in(period));
                              }
                          });
        if (this->is_block_over(first, count)) {
            sheets_.clear();
            units_.forget();
            this->cases_.forget();
        }
    }

private:
    using CaseType = typename Measure::Case;
    using Cell = typename Measure::Cell;
    using Note = typename Measure::Note;
    using Parts = typename DatedPartsOf<typename Measure::RowTypes>::Parts;

    static constexpr std::size_t rows_ahead = 16;
    static constexpr int most_days_outside = 3653;  // a typing error must not cost a gigabyte

    template <class Part>
    void mark_piece(Part& part, const wm_batch& batch, std::int64_t first, std::int64_t count) {
        memory_.release();
        const RowNumbers found = part.reader.read(batch, first, count, part.piece.data(), memory_);
        const auto rows = static_cast<std::size_t>(count);
        this->cases_.expect_known(found.cases, rows);
        for (std::size_t at = 0; at < rows; ++at) {
            if (at + rows_ahead < rows) {
                fetch_row(found, at, at + rows_ahead);
            }
            const Day day{found.days[at]};
            if (!is_near(day)) {
                continue;
            }
            const CaseType& one = this->cases_[found.cases[at]];
            const std::uint32_t place = units_.place(found.cases[at] - this->cases_.first(),
                                                     found.units != nullptr ? found.units[at] : 0);
            mark_row(place, day, part.piece[at], one);
        }
    }

    // In a table without order every row's cell is somewhere else.
    [[gnu::always_inline]] void fetch_row(const RowNumbers& found, std::size_t at,
                                          std::size_t ahead) const {
        const auto place = [&](std::size_t row) {
            return units_.likely_place(found.cases[row] - this->cases_.first(),
                                       found.units != nullptr ? found.units[row] : 0);
        };
        if (!sheets_.are_near(place(at), place(ahead))) {
            sheets_.fetch(place(ahead), Day{found.days[ahead]});
        }
    }

    [[nodiscard]] bool is_near(Day day) const { return day >= earliest_ && day <= latest_; }

    template <class Row>
    void mark_row(std::size_t place, Day day, const Row& row, const CaseType& one) {
        if constexpr (requires { this->measure_.spread(row, [](Day, Half, const auto&) {}); }) {
            this->measure_.spread(row, [&](Day there, Half half, const auto& mark) {
                if (is_near(there)) {
                    mark_half(place, there, half, mark, one);
                }
            });
        } else {
            mark_half(place, day, this->measure_.half(row), row, one);
        }
    }

    template <class Row>
    void mark_half(std::size_t place, Day day, Half half, const Row& row, const CaseType& one) {
        if constexpr (std::is_same_v<Note, NoNote>) {
            this->measure_.mark(sheets_.at(place, day, half), row, one);
        } else {
            this->measure_.mark(sheets_.at(place, day, half), sheets_.margin(place, day, half), row,
                                one);
        }
    }

    using SheetType = Sheet<Cell, Note>;
    static constexpr bool sees_units_together =
        requires(const Measure& measure, const CaseType& one, const Period& period,
                 std::span<const SheetType> sheets,
                 Answer& out) { measure.answer_together(one, period, sheets, out); };

    void answer_period(const CaseType& one, const Period& period, Answer out) {
        bool is_answered = false;
        together_.clear();
        units_.for_each(one.number - this->cases_.first(),
                        [&](std::uint32_t place, std::uint32_t number) {
                            const Sheet<Cell, Note> sheet = sheets_.view(place);
                            if (sheet.has_marks(period.first, period.last)) {
                                this->measure_.answer(one, Unit{number}, period, sheet, out);
                                is_answered = true;
                                if constexpr (sees_units_together) {
                                    together_.push_back(sheet);
                                }
                            }
                        });
        if (!is_answered && period.overlaps(one.start, one.end)) {
            this->measure_.answer(one, Unit{}, period, SheetType{}, out);
        }
        if constexpr (sees_units_together) {
            if (is_answered) {
                this->measure_.answer_together(one, period, together_, out);
            }
        }
    }

    Parts parts_;
    UnitIndex units_;
    Sheets<Cell, Note> sheets_;
    std::vector<Sheet<Cell, Note>> together_;  ///< of the case that is answered
    Day earliest_ = far_future;
    Day latest_ = far_past;
    Arena memory_;  ///< texts and lists of the piece
};

}  // namespace waymark::detail
