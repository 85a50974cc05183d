// SPDX-License-Identifier: MIT
// What the engines of all shapes share: cases, the outbox, and the host's wish to stop.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "waymark/abi.h"
#include "waymark/measure/answer.hpp"
#include "waymark/measure/case_store.hpp"
#include "waymark/measure/definition.hpp"
#include "waymark/measure/outbox.hpp"
#include "waymark/measure/parameters.hpp"
#include "waymark/measure/period.hpp"
#include "waymark/measure/row_reader.hpp"
#include "waymark/measure/status.hpp"

namespace waymark::detail {

/// What an engine is built from. All of it lives longer than the engine.
template <class Measure>
struct Setting {
    const Measure& measure;
    const Definition& definition;
    const Parameters& parameters;
    const Calendars& calendars;
    const wm_host& host;
};

/// Whether the host goes block by block and forgets cases once they are answered.
[[nodiscard]] inline bool goes_by_block(const Definition& definition) {
    return std::all_of(
        definition.inputs().begin(), definition.inputs().end(),
        [](const InputDeclaration& input) { return input.options.order == Order::by_case; });
}

/// How many series each indicator has: one, or one per entry of its document's array, 0 without it.
[[nodiscard]] inline std::vector<std::size_t> series_counts(const Definition& definition,
                                                            const Parameters& parameters) {
    std::vector<std::size_t> counts;
    for (const IndicatorDeclaration& declared : definition.indicators()) {
        const auto& each = declared.options.for_each;
        if (!each) {
            counts.push_back(1);
            continue;
        }
        const Json* array = parameters.document(each->document).find(each->array);
        counts.push_back(array != nullptr ? array->items().size() : 0);
    }
    return counts;
}

template <class Measure>
class Engine {
public:
    using CaseType = typename Measure::Case;

    explicit Engine(const Setting<Measure>& setting)
        : measure_(setting.measure),
          calendars_(setting.calendars),
          host_(setting.host),
          forgets_(goes_by_block(setting.definition)),
          cases_(setting.definition.case_columns(), setting.calendars, &setting.measure),
          outbox_(setting.host, setting.definition.indicators(), setting.definition.strata(),
                  series_counts(setting.definition, setting.parameters),
                  setting.calendars.at(0).periods().size()) {}

    /// Throws std::logic_error for declarations that the shape cannot work with.
    static void expect(const Definition& /*definition*/) {}

    void cases(const wm_batch& batch) { cases_.add(batch); }

protected:
    /// Rows are read in pieces of this size, so that a piece stays in the cache.
    static constexpr std::int64_t piece_size = 1024;

    void stop_if_cancelled() const {
        if (host_.cancelled != nullptr && host_.cancelled(&host_) != 0) {
            throw Stopped{WM_E_CANCELLED};
        }
    }

    /// Calls `answer(case, periods, out)` for each case, in ascending order.
    template <class AnswerCase>
    void answer_each(const wm_sink& sink, std::uint32_t first, std::uint32_t count,
                     AnswerCase answer) {
        if (first < cases_.first() || first + count > cases_.end()) {
            throw BadInput("the host asks for a case that it did not hand over");
        }
        outbox_.send_to(sink);
        for (std::uint32_t number = first; number < first + count; ++number) {
            stop_if_cancelled();
            const CaseType& one = cases_[number];
            const std::span<const Period> periods = cases_.periods_of(one);
            Answer out(outbox_, one, periods);
            answer(one, periods, out);
            outbox_.flush_if_full();
        }
        outbox_.flush();
    }

    /// With one calendar the case need not be looked at, which matters once per row.
    [[nodiscard]] const Calendar& calendar_of(const CaseType& one) const {
        return calendars_.size() == 1 ? calendars_.front() : one.calendar();
    }

    [[nodiscard]] bool is_block_over(std::uint32_t first, std::uint32_t count) const {
        return forgets_ && first + count >= cases_.end();
    }

    const Measure& measure_;
    const Calendars& calendars_;
    const wm_host& host_;
    bool forgets_;
    CaseStore<CaseType> cases_;
    Outbox outbox_;
};

/// Builds one part per row type of the measure from the input declared at the same place.
template <class Parts, class Measure>
[[nodiscard]] Parts parts_of(const Setting<Measure>& setting) {
    return [&]<std::size_t... at>(std::index_sequence<at...>) {
        return Parts(PartSetting{setting.definition.inputs()[at], &setting.measure}...);
    }(std::make_index_sequence<std::tuple_size_v<Parts>>{});
}

/// Calls `take` with the part that belongs to the table of a batch.
template <class Parts, class Take>
void with_part(Parts& parts, std::uint32_t table, Take take) {
    const bool is_taken = [&]<std::size_t... at>(std::index_sequence<at...>) {
        return ((table == at && (take(std::get<at>(parts)), true)) || ...);
    }(std::make_index_sequence<std::tuple_size_v<Parts>>{});
    if (!is_taken) {
        throw BadInput("rows came for an input that was not declared");
    }
}

}  // namespace waymark::detail
