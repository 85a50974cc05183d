// SPDX-License-Identifier: MIT
// The cases an instance knows: all of them, or those of the block when the host goes block by
// block.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "waymark/measure/arena.hpp"
#include "waymark/measure/arrow.hpp"
#include "waymark/measure/case.hpp"
#include "waymark/measure/row_reader.hpp"

namespace waymark::detail {

/// Cases by their number, from first() to end(). One instance, one thread.
template <class CaseType>
class CaseStore {
public:
    CaseStore(const std::vector<ColumnDeclaration>& columns, const Calendars& calendars,
              const void* measure)
        : readers_(columns, measure, leading_columns),
          column_count_(static_cast<std::int64_t>(columns.size())),
          calendars_(&calendars) {
        for (const Period& period : calendars.at(0).periods()) {
            if (period.grain == Grain::window) {
                window_periods_.push_back(period.index);
            }
        }
    }

    [[nodiscard]] std::uint32_t first() const { return first_; }
    [[nodiscard]] std::uint32_t end() const {
        return first_ + static_cast<std::uint32_t>(cases_.size());
    }
    [[nodiscard]] std::size_t count() const { return cases_.size(); }
    [[nodiscard]] const CaseType& operator[](std::uint32_t number) const {
        return cases_[number - first_];
    }

    /// Throws BadInput unless every number is one of a known case: rows of others would be written
    /// outside of memory.
    void expect_known(const std::uint32_t* numbers, std::size_t count) const {
        std::uint32_t farthest = 0;  // numbers below first_ wrap around to great ones
        for (std::size_t at = 0; at < count; ++at) {
            farthest = std::max(farthest, numbers[at] - first_);
        }
        if (count > 0 && farthest >= cases_.size()) {
            throw BadInput("rows came for a case before the case itself");
        }
    }

    void add(const wm_batch& batch) {
        const std::int64_t count = batch.rows->length;
        if (count == 0) {
            return;
        }
        std::vector<CaseType> arrived(static_cast<std::size_t>(count));
        readers_.read(batch, 0, count, arrived.data(), memory_);
        read_own(batch, arrived);
        std::uint32_t greatest = 0;
        for (const CaseType& one : arrived) {
            if (one.number < first_) {
                throw BadInput("a case came after its block was answered");
            }
            greatest = std::max(greatest, one.number);
        }
        if (greatest >= end()) {
            cases_.resize(greatest - first_ + std::size_t{1});
            windows_.resize(cases_.size() * window_periods_.size());
        }
        read_windows(batch, arrived);
        for (CaseType& one : arrived) {
            const std::size_t place = one.number - first_;
            cases_[place] = std::move(one);
        }
    }

    /// The asked periods with the days they have for this case. Valid until the next call.
    [[nodiscard]] std::span<const Period> periods_of(const Case& one) {
        const std::vector<Period>& asked = one.calendar().asked_periods();
        if (window_periods_.empty()) {
            return asked;
        }
        periods_.assign(asked.begin(), asked.end());
        std::size_t window = 0;
        for (Period& period : periods_) {
            if (period.grain == Grain::window) {
                while (window_periods_[window] != period.index) {
                    ++window;
                }
                const auto [first, last] = windows_of(one)[window];
                period.first = first;
                period.last = last;
            }
        }
        return periods_;
    }

    /// The periods of the run that are windows, ascending; and the days of the case's own.
    [[nodiscard]] const std::vector<std::uint32_t>& window_periods() const {
        return window_periods_;
    }
    [[nodiscard]] std::span<const std::pair<Day, Day>> windows_of(const Case& one) const {
        const std::size_t count = window_periods_.size();
        return {windows_.data() + (one.number - first_) * count, count};
    }

    /// The next case will be number end(): the block was answered and is never mentioned again.
    void forget() {
        first_ = end();
        cases_.clear();
        windows_.clear();
        memory_.release();
    }

private:
    static constexpr std::int64_t leading_columns = 6;

    void read_own(const wm_batch& batch, std::vector<CaseType>& arrived) const {
        const auto count = static_cast<std::int64_t>(arrived.size());
        const auto column = [&](std::int64_t child) { return piece_of(batch, child, 0, count); };
        const ColumnPiece end_piece = column(5);
        const auto* number = numbers(column(0), batch.n_cases);
        const auto* person = numbers(column(1), 0xFFFFFFFFU);
        const auto* service = numbers(column(2), 0xFFFFFFFFU);
        const auto* calendar = numbers(column(3), static_cast<std::uint32_t>(calendars_->size()));
        expect_format(column(4), "tdD");
        expect_format(end_piece, "tdD");
        const auto* start = values<std::int32_t>(*column(4).array, column(4).first);
        const auto* end = values<std::int32_t>(*end_piece.array, end_piece.first);
        const Validity has_start(*column(4).array, column(4).first);
        const Validity has_end(*end_piece.array, end_piece.first);
        for (std::size_t at = 0; at < arrived.size(); ++at) {
            const auto row = static_cast<std::int64_t>(at);
            CaseType& one = arrived[at];
            one.number = number[at];
            one.person = person[at];
            one.service = service[at];
            one.start = has_start[row] ? Day{start[at]} : far_past;
            one.end = has_end[row] ? Day{end[at]} : far_future;
            one.use((*calendars_)[calendar[at]]);
        }
    }

    void read_windows(const wm_batch& batch, const std::vector<CaseType>& arrived) {
        if (window_periods_.empty()) {
            return;
        }
        const auto count = static_cast<std::int64_t>(arrived.size());
        const ColumnPiece piece = piece_of(batch, leading_columns + column_count_, 0, count);
        const auto length = static_cast<std::int64_t>(2 * window_periods_.size());
        expect_format(piece, "+w:" + std::to_string(length));
        const ArrowArray& days = *piece.array->children[0];
        for (std::int64_t row = 0; row < count; ++row) {
            const Validity has_windows(*piece.array, piece.first);
            const std::int64_t from = days.offset + (piece.first + row) * length;
            const Validity present(days, from);
            const auto* found = values<std::int32_t>(days, from);
            const std::size_t place =
                (arrived[static_cast<std::size_t>(row)].number - first_) * window_periods_.size();
            for (std::int64_t window = 0; 2 * window < length; ++window) {
                const bool is_there =
                    has_windows[row] && present[2 * window] && present[2 * window + 1];
                windows_[place + static_cast<std::size_t>(window)] =
                    is_there ? std::pair(Day{found[2 * window]}, Day{found[2 * window + 1]})
                             : std::pair(far_future, far_past);
            }
        }
    }

    ColumnReaders readers_;
    std::int64_t column_count_;
    const Calendars* calendars_;
    std::vector<std::uint32_t> window_periods_;
    std::uint32_t first_ = 0;
    std::vector<CaseType> cases_;
    std::vector<std::pair<Day, Day>> windows_;  ///< per case, in the order of window_periods_
    std::vector<Period> periods_;
    Arena memory_;  ///< texts and lists of case columns
};

}  // namespace waymark::detail
