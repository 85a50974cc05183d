// SPDX-License-Identifier: MIT
#include "observation/drafts.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/error.hpp"
#include "observation/shard_state.hpp"

namespace waymark::observation {
namespace {

using contract::Kind;

// A running cell of one shard under its key. Totals come first among those of one key.
struct Found {
    CellKey key;
    bool is_part = true;
    std::size_t shard = 0;
    const RunningCell* cell = nullptr;
};

void find_in_slot(const ShardSums::State& state, const Slot& slot, Found found,
                  std::vector<Found>& all) {
    const std::uint32_t services = state.shape.services;
    for (std::uint32_t kind = 0; kind < slot.numbers.size(); ++kind) {
        found.is_part = kind != state.kinds.totals();
        found.key.stratum_kind = found.is_part ? kind : 0;
        const auto& numbers = slot.numbers[kind];
        for (std::size_t index = 0; index < numbers.size(); ++index) {
            if (numbers[index] != 0) {
                found.key.service = static_cast<std::uint32_t>(index % services);
                found.key.stratum_value = static_cast<std::uint32_t>(index / services);
                found.cell = &state.cells[numbers[index] - 1];
                all.push_back(found);
            }
        }
    }
}

void find_in_shard(const ShardSums::State& state, const Observations& frame, Found found,
                   std::vector<Found>& all) {
    const auto& indicators = state.shape.description->indicators;
    for (std::uint32_t indicator = 0; indicator < indicators.size(); ++indicator) {
        for (std::uint32_t series = 0; series < state.shape.series_counts[indicator]; ++series) {
            for (std::uint32_t period = 0; period < state.shape.periods; ++period) {
                if (!contract::allows(indicators[indicator], frame.periods[period].key.grain)) {
                    continue;
                }
                found.key.indicator = indicator;
                found.key.series = series;
                found.key.period = period;
                find_in_slot(state,
                             state.slots[state.slot_first[indicator] +
                                         std::size_t{series} * state.shape.periods + period],
                             found, all);
            }
        }
    }
}

std::string place_text(const CellKey& key, const contract::Description& description,
                       const Observations& frame) {
    const StratumKind& kind = frame.strata[key.stratum_kind];
    return "service '" + frame.services[key.service] + "', indicator '" +
           description.indicators[key.indicator].id + "', period " +
           frame.periods[key.period].key.text() + ", " + kind.kind + " '" +
           kind.values[key.stratum_value] + "'";
}

void refuse_second_value(const Draft& draft, const contract::Description& description,
                         const Observations& frame) {
    if (description.indicators[draft.key.indicator].kind == Kind::published &&
        draft.sums.contributions > 1) {
        throw Error(ErrorKind::refused,
                    std::to_string(draft.sums.contributions) + " published values came for " +
                        place_text(draft.key, description, frame) +
                        ": they cannot be summed; filter the rows or map the column that tells "
                        "them apart as a stratum");
    }
}

bool is_additive(Kind kind) {
    return kind == Kind::count || kind == Kind::proportion || kind == Kind::ratio ||
           kind == Kind::rate || kind == Kind::mean;
}

void add_up(Sums& coarse, const Sums& fine) {
    coarse.contributions += fine.contributions;
    coarse.people = std::max(coarse.people, fine.people);
    coarse.contributors += fine.contributors;
    coarse.a += fine.a;
    coarse.b += fine.b;
    coarse.aa += fine.aa;
    coarse.ab += fine.ab;
    coarse.bb += fine.bb;
    coarse.from_aggregates = true;
}

bool precedes(const Draft& left, const Draft& right) {
    return left.key < right.key;
}

}  // namespace

std::vector<Draft> merged(std::span<ShardSums> shards, const Observations& frame) {
    std::vector<Found> all;
    for (std::size_t shard = 0; shard < shards.size(); ++shard) {
        shards[shard].state().settle(true);
        Found found;
        found.shard = shard;
        find_in_shard(shards[shard].state(), frame, found, all);
    }
    std::sort(all.begin(), all.end(), [](const Found& left, const Found& right) {
        return std::tie(left.key, left.is_part, left.shard) <
               std::tie(right.key, right.is_part, right.shard);
    });
    std::vector<Draft> drafts;
    for (std::size_t first = 0; first < all.size();) {
        const Shape& shape = shards[all[first].shard].state().shape;
        RunningCell sum;
        std::size_t next = first;
        for (; next < all.size() && all[next].key == all[first].key; ++next) {
            if (all[next].is_part == all[first].is_part) {
                sum.merge(*all[next].cell);
            }
        }
        const Kind kind = shape.description->indicators[all[first].key.indicator].kind;
        drafts.push_back({all[first].key, sum.sums(kind, shape.aggregate), sum.states()});
        refuse_second_value(drafts.back(), *shape.description, frame);
        first = next;
    }
    return drafts;
}

void roll_up(std::vector<Draft>& drafts, const contract::Description& description,
             std::span<const RollUp> roll_ups) {
    std::vector<RollUp> sorted(roll_ups.begin(), roll_ups.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const RollUp& left, const RollUp& right) { return left.fine < right.fine; });
    std::map<CellKey, Draft> coarse_cells;
    for (const Draft& fine : drafts) {
        if (!is_additive(description.indicators[fine.key.indicator].kind)) {
            continue;
        }
        const auto [first, last] = std::equal_range(
            sorted.begin(), sorted.end(), RollUp{fine.key.period, 0},
            [](const RollUp& left, const RollUp& right) { return left.fine < right.fine; });
        for (auto step = first; step != last; ++step) {
            CellKey key = fine.key;
            key.period = step->coarse;
            Draft& coarse = coarse_cells[key];
            coarse.key = key;
            coarse.states |= fine.states;
            add_up(coarse.sums, fine.sums);
        }
    }
    const std::size_t told = drafts.size();
    for (auto& [key, coarse] : coarse_cells) {
        const auto end = drafts.begin() + static_cast<std::ptrdiff_t>(told);
        if (!std::binary_search(drafts.begin(), end, coarse, precedes)) {
            drafts.push_back(std::move(coarse));
        }
    }
    std::sort(drafts.begin(), drafts.end(), precedes);
}

}  // namespace waymark::observation
