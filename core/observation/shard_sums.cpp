// SPDX-License-Identifier: MIT
#include <waymark/abi.h>

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "observation/shard_state.hpp"

namespace waymark::observation {
namespace {

bool has_figures(std::int32_t state) {
    return state == WM_STATE_OBSERVED || state == WM_STATE_PROVISIONAL;
}

bool is_additive(contract::Kind kind) {
    using contract::Kind;
    return kind == Kind::count || kind == Kind::proportion || kind == Kind::ratio ||
           kind == Kind::rate || kind == Kind::mean;
}

}  // namespace

std::int64_t Tally::distinct_cases() const {
    auto sorted = cases;
    std::sort(sorted.begin(), sorted.end());
    return std::unique(sorted.begin(), sorted.end()) - sorted.begin();
}

ShardSums::State::State(Shape shape_of_run) : shape(std::move(shape_of_run)) {
    check(shape.description != nullptr, "the sums know their description");
    check(shape.series_counts.size() == shape.description->indicators.size(),
          "every indicator has its series");
    kinds.host = shape.host_strata;
    kinds.own = static_cast<std::uint32_t>(shape.description->strata.size());
    std::uint32_t first = 0;
    for (const auto& own : shape.description->strata) {
        own_first.push_back(first);
        first += static_cast<std::uint32_t>(own.values.size());
    }
    std::size_t count = 0;
    for (const std::uint32_t series : shape.series_counts) {
        slot_first.push_back(count);
        count += series * shape.periods.size();
    }
    slots.resize(count);
    used.resize(shape.periods.size());
    dedicate_slots();
    told_periods_.resize(shape.periods.size());
    if (shape.aggregate) {
        for (const RollUp& step : shape.roll_ups) {
            told_periods_[step.fine].push_back(step.coarse);
        }
    }
    for (std::uint32_t period = 0; period < shape.periods.size(); ++period) {
        if (shape.periods[period].asked || told_periods_[period].empty()) {
            told_periods_[period].push_back(period);
        }
    }
}

void ShardSums::State::dedicate_slots() {
    std::vector<bool> is_fine(shape.periods.size(), false);
    for (const RollUp& step : shape.roll_ups) {
        is_fine[step.fine] = shape.aggregate;
    }
    for (std::size_t indicator = 0; indicator < slot_first.size(); ++indicator) {
        const contract::Indicator& declared = shape.description->indicators[indicator];
        const std::size_t end =
            slot_first[indicator] + shape.series_counts[indicator] * shape.periods.size();
        for (std::size_t number = slot_first[indicator]; number < end; ++number) {
            const std::size_t period = (number - slot_first[indicator]) % shape.periods.size();
            if (contract::allows(declared, shape.periods[period].key.grain)) {
                slots[number].is_told = shape.periods[period].asked;
                slots[number].rolls_up = is_fine[period] && is_additive(declared.kind);
            }
        }
    }
}

void ShardSums::State::take_over(const CaseColumns& columns) {
    check(columns.strata.size() == kinds.host, "every host kind of stratum has its column");
    const std::size_t known = cases_.service.size();
    const std::size_t count = columns.service.size();
    if (count <= known) {
        return;
    }
    const auto append = [known](auto& kept, const auto& given) {
        kept.insert(kept.end(), given.begin() + static_cast<std::ptrdiff_t>(known), given.end());
    };
    append(cases_.service, columns.service);
    append(cases_.person, columns.person);
    append(cases_.person_has_more, columns.person_has_more);
    if (columns.published_total.empty()) {
        cases_.is_total.resize(count, 0);
    } else {
        append(cases_.is_total, columns.published_total);
    }
    cases_.strata.reserve(count * kinds.host);
    for (std::size_t number = known; number < count; ++number) {
        for (const auto& column : columns.strata) {
            cases_.strata.push_back(column[number]);
        }
    }
    check(cases_.person.size() == count && cases_.person_has_more.size() == count &&
              cases_.is_total.size() == count,
          "case columns are equally long");
}

// Null when nobody wants the cells of that slot.
Slot* ShardSums::State::touched_slot(std::uint32_t indicator, std::uint32_t series,
                                     std::uint32_t period) {
    check(indicator < slot_first.size() && period < shape.periods.size() &&
              series < shape.series_counts[indicator],
          "the worker room checked the answer's indices");
    const std::size_t number = slot_first[indicator] + series * shape.periods.size() + period;
    Slot& slot = slots[number];
    if (!slot.is_told && !slot.rolls_up) {
        return nullptr;
    }
    if (!slot.is_touched) {
        slot.is_touched = true;
        slot.numbers.resize(kinds.count());
        touched_.push_back(number);
    }
    return &slot;
}

void ShardSums::State::add(const Contributions& answer, const CaseColumns& columns) {
    take_over(columns);
    Slot* const slot = touched_slot(answer.indicator, answer.series, answer.period);
    const contract::Indicator& indicator = shape.description->indicators[answer.indicator];
    const bool tells_use = shape.periods[answer.period].asked && !indicator.is_attrition;
    std::vector<bool>& used_now = used[answer.period];
    if (tells_use) {
        used_now.resize(std::max(used_now.size(), columns.service.size()));
    }
    for (std::size_t i = 0; i < answer.cases.size(); ++i) {
        const auto own = answer.strata.empty() ? std::span<const std::uint32_t>{}
                                               : answer.strata.subspan(i * kinds.own, kinds.own);
        Waiting entry;
        entry.case_number = answer.cases[i];
        const std::int32_t state = answer.states.empty() ? WM_STATE_OBSERVED : answer.states[i];
        if (slot != nullptr && state != WM_STATE_OBSERVED) {
            note_state(*slot, indicator.kind, entry.case_number, own, state);
        }
        if (!has_figures(state)) {
            continue;
        }
        if (tells_use) {
            used_now[entry.case_number] = true;
        }
        if (slot == nullptr) {
            continue;
        }
        entry.part.a = answer.a.empty() ? 1.0 : answer.a[i];
        entry.part.b = answer.b.empty() ? 1.0 : answer.b[i];
        entry.part.people = answer.people.empty() ? 1 : answer.people[i];
        entry.part.units = answer.units.empty() ? 1 : answer.units[i];
        pile_up(*slot, entry, own);
    }
}

Tally& ShardSums::State::finding(const TallyKey& key) {
    auto& [last_key, last] =
        last_findings_[(key.service * 31 + key.period * 7 + key.code) % last_findings_.size()];
    if (last == nullptr || last_key != key) {
        last_key = key;
        last = &findings[key];
    }
    return *last;
}

void ShardSums::State::pile_up(Slot& slot, const Waiting& entry,
                               std::span<const std::uint32_t> own) {
    Pile& pile = cases_.person_has_more[entry.case_number] != 0 ? slot.held : slot.done;
    const std::uint32_t person = cases_.person[entry.case_number];
    pile.is_by_person = pile.is_by_person && person >= pile.last_person;
    pile.last_person = person;
    pile.entries.push_back(entry);
    if (kinds.own > 0) {
        pile.entries.back().own_row = static_cast<std::uint32_t>(pile.own.size() / kinds.own);
        if (own.empty()) {
            pile.own.insert(pile.own.end(), kinds.own, WM_ALL);
        } else {
            pile.own.insert(pile.own.end(), own.begin(), own.end());
        }
    }
}

ShardSums::ShardSums(Shape shape) : state_(std::make_unique<State>(std::move(shape))) {}
ShardSums::ShardSums(ShardSums&&) noexcept = default;
ShardSums& ShardSums::operator=(ShardSums&&) noexcept = default;
ShardSums::~ShardSums() = default;

void ShardSums::add(const Contributions& answer, const CaseColumns& cases) {
    state_->add(answer, cases);
}

void ShardSums::count(const Counting& counting, const CaseColumns& cases) {
    state_->count(counting, cases);
}

void ShardSums::settle() {
    state_->settle();
}

bool ShardSums::is_used(std::uint32_t case_number, std::uint32_t period) const {
    const std::vector<bool>& used = state_->used[period];
    return case_number < used.size() && used[case_number];
}

std::vector<ShardSums::Excluded> ShardSums::excluded() const {
    std::vector<Excluded> all;
    for (const auto& [key, tally] : state_->exclusions) {
        for (const std::uint32_t case_number : tally.cases) {
            all.push_back({key.code, key.period, case_number});
        }
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

void ShardSums::exclude(std::uint32_t indicator_or_all, std::uint32_t case_number,
                        std::uint32_t period_or_all, std::uint32_t reason,
                        const CaseColumns& cases) {
    const TallyKey key{cases.service[case_number], indicator_or_all, period_or_all, reason};
    state_->exclusions[key].cases.push_back(case_number);
}

void ShardSums::find(const Found& found, const CaseColumns& cases) {
    const bool is_of_case = found.case_or_all != WM_ALL;
    const std::uint32_t service = is_of_case ? cases.service[found.case_or_all] : WM_ALL;
    const auto add = [&](std::uint32_t period) {
        Tally& tally = state_->finding(TallyKey{service, WM_ALL, period, found.code});
        tally.count += found.count;
        tally.of += found.of;
        if (is_of_case) {
            tally.cases.push_back(found.case_or_all);
        }
    };
    if (found.period_or_all == WM_ALL) {
        add(WM_ALL);
        return;
    }
    for (const std::uint32_t period : state_->told_periods(found.period_or_all)) {
        add(period);
    }
}

}  // namespace waymark::observation
