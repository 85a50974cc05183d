// SPDX-License-Identifier: MIT
// FoldMeasure: rows are added up per case, unit and slot as they stream by; slots add up to
// periods.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "waymark/measure/arena.hpp"
#include "waymark/measure/dated_rows.hpp"
#include "waymark/measure/engine.hpp"
#include "waymark/measure/tallies.hpp"
#include "waymark/measure/unit_index.hpp"

namespace waymark {

namespace detail {
template <class Measure>
class FoldEngine;
}

/// Derive with the accumulator and the row struct of each input, and define
///   static void describe(Definition&);            // each input has a date; all or none have a
///   unit void add(TallyType&, const Row&, const Case&) const;               // per row struct void
///   answer(const Case&, const Unit&, const Period&, const TallyType&, Answer&) const;
/// and, where wanted,
///   bool counts(const Case&, const Slot&) const;  // false drops the slot for this case
/// and a constructor as for CaseMeasure. A TallyType starts at TallyType{} and has operator+=.
/// answer() is called for each unit and asked period it has rows in; once with an empty tally for a
/// case without rows in a period that its spell overlaps. The Answer stands at the period. Memory:
/// one TallyType per unit (or case) and slot with rows. Rows in no period are left out.
template <class TallyType, class... Row>
struct FoldMeasure {
    using Case = waymark::Case;
    using Tally = TallyType;
    using RowTypes = std::tuple<Row...>;
    template <class Measure>
    using Engine = detail::FoldEngine<Measure>;
};

}  // namespace waymark

namespace waymark::detail {

template <class Measure>
class FoldEngine : public Engine<Measure> {
public:
    explicit FoldEngine(const Setting<Measure>& setting)
        : Engine<Measure>(setting),
          parts_(parts_of<Parts>(setting)),
          units_(setting.definition.inputs().front().options.unit, this->forgets_),
          slots_(slot_count(setting.calendars)),
          windows_(setting.calendars.at(0).periods().size()) {}

    static void expect(const Definition& definition) { expect_dated(definition); }

    void rows(const wm_batch& batch) {
        with_part(parts_, batch.table, [&](auto& part) {
            part.piece.resize(static_cast<std::size_t>(this->piece_size));
            for (std::int64_t first = 0; first < batch.rows->length; first += this->piece_size) {
                this->stop_if_cancelled();
                add_piece(part, batch, first,
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
            slots_.forget();
            windows_.forget();
            units_.forget();
            this->cases_.forget();
        }
    }

private:
    using CaseType = typename Measure::Case;
    using Tally = typename Measure::Tally;
    using Parts = typename DatedPartsOf<typename Measure::RowTypes>::Parts;

    [[nodiscard]] static std::size_t slot_count(const Calendars& calendars) {
        std::size_t most = 0;
        for (const Calendar& calendar : calendars) {
            most = std::max<std::size_t>(most, calendar.slot_count());
        }
        return most;
    }

    template <class Part>
    void add_piece(Part& part, const wm_batch& batch, std::int64_t first, std::int64_t count) {
        memory_.release();
        const RowNumbers found = part.reader.read(batch, first, count, part.piece.data(), memory_);
        const auto rows = static_cast<std::size_t>(count);
        this->cases_.expect_known(found.cases, rows);
        for (std::size_t at = 0; at < rows; ++at) {
            const CaseType& one = this->cases_[found.cases[at]];
            const Day day{found.days[at]};
            const std::uint32_t place = units_.place(found.cases[at] - this->cases_.first(),
                                                     found.units != nullptr ? found.units[at] : 0);
            const auto slot = this->calendar_of(one).slot_of(day);
            if (slot) {
                add_to(slots_, *slot, place, part.piece[at], one);
            }
            add_to_windows(day, slot, place, part.piece[at], one);
        }
    }

    template <class Row>
    void add_to_windows(Day day, std::optional<std::uint32_t> slot, std::uint32_t place,
                        const Row& row, const CaseType& one) {
        const std::vector<std::uint32_t>& periods = this->cases_.window_periods();
        if (periods.empty() || !counts(one, slot)) {
            return;
        }
        const auto windows = this->cases_.windows_of(one);
        for (std::size_t at = 0; at < periods.size(); ++at) {
            if (windows[at].first <= day && day <= windows[at].second) {
                add_to(windows_, periods[at], place, row, one);
            }
        }
    }

    template <class Row>
    void add_to(Tallies<Tally>& tallies, std::size_t column, std::uint32_t place, const Row& row,
                const CaseType& one) {
        auto& entry = tallies.at(column, place, units_.size(this->cases_.count()));
        entry.has_rows = true;
        if constexpr (requires { this->measure_.add(entry.tally, row); }) {
            this->measure_.add(entry.tally, row);
        } else {
            this->measure_.add(entry.tally, row, one);
        }
    }

    [[nodiscard]] bool counts(const CaseType& one, std::optional<std::uint32_t> slot) const {
        if constexpr (requires(const Slot& any) { this->measure_.counts(one, any); }) {
            return !slot || this->measure_.counts(one, Slot{one.calendar(), *slot});
        } else {
            return true;
        }
    }

    void answer_period(const CaseType& one, const Period& period, Answer out) const {
        bool is_answered = false;
        units_.for_each(one.number - this->cases_.first(),
                        [&](std::uint32_t place, std::uint32_t number) {
                            if (const auto tally = tally_of(one, period, place)) {
                                this->measure_.answer(one, Unit{number}, period, *tally, out);
                                is_answered = true;
                            }
                        });
        if (!is_answered && period.overlaps(one.start, one.end)) {
            this->measure_.answer(one, Unit{}, period, Tally{}, out);
        }
    }

    /// nullopt where the unit has no rows in the period.
    [[nodiscard]] std::optional<Tally> tally_of(const CaseType& one, const Period& period,
                                                std::uint32_t place) const {
        std::optional<Tally> sum;
        if (period.grain == Grain::window) {
            if (const auto* entry = windows_.find(period.index, place)) {
                sum = entry->tally;
            }
            return sum;
        }
        for (const std::uint32_t slot : one.calendar().slots_of(period)) {
            const auto* entry = slots_.find(slot, place);
            if (entry != nullptr && counts(one, slot)) {
                if (!sum) {
                    sum.emplace();
                }
                *sum += entry->tally;
            }
        }
        return sum;
    }

    Parts parts_;
    UnitIndex units_;
    Tallies<Tally> slots_;
    Tallies<Tally> windows_;
    Arena memory_;  ///< texts and lists of the piece
};

}  // namespace waymark::detail
