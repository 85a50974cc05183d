// SPDX-License-Identifier: MIT
#include "observation/drafts.hpp"

#include <algorithm>
#include <iterator>
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
                found.cell = &slot.cells[numbers[index] - 1];
                all.push_back(found);
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

/// Takes the cells out of the shards, slot by slot, and rolls fine ones up as they come.
class Merging {
public:
    Merging(std::span<ShardSums> shards, const Observations& frame)
        : shards_(shards),
          frame_(frame),
          roll_ups_(shape().roll_ups),
          came_(shape().services, std::vector<bool>(shape().periods.size())) {
        std::sort(roll_ups_.begin(), roll_ups_.end(), is_finer);
        for (const RollUp& step : roll_ups_) {
            parts_[step.coarse].push_back(step.fine);
        }
    }

    /// The one slot of (indicator, series, period) of all shards. Fine periods are to come in
    /// ascending order: theirs is the order in which reals are rolled up.
    void take(const CellKey& slot_key, std::size_t slot_number) {
        find(slot_key, slot_number);
        const Slot& slot = shards_.front().state().slots[slot_number];
        const RollUp finest{slot_key.period, 0};
        const auto [first, last] =
            std::equal_range(roll_ups_.begin(), roll_ups_.end(), finest, is_finer);
        for (std::size_t at = 0; at < found_.size();) {
            Draft draft = next_draft(at);
            came_[draft.key.service][draft.key.period] = true;
            if (slot.rolls_up) {
                std::for_each(first, last, [&](RollUp step) { roll_up(draft, step.coarse); });
            }
            if (slot.is_told) {
                told_.push_back(std::move(draft));
            }
        }
        for (ShardSums& shard : shards_) {
            shard.state().slots[slot_number] = Slot{};
        }
    }

    /// All of it, ascending by key; a coarse cell that was told stands as it was told.
    [[nodiscard]] std::vector<Draft> drafts() {
        std::sort(told_.begin(), told_.end(), precedes);
        std::vector<Draft> coarse;
        for (auto& [key, draft] : coarse_) {
            if (!std::binary_search(told_.begin(), told_.end(), draft, precedes)) {
                tell_completeness(draft);
                coarse.push_back(std::move(draft));
            }
        }
        std::vector<Draft> all;
        all.reserve(told_.size() + coarse.size());
        std::merge(std::make_move_iterator(told_.begin()), std::make_move_iterator(told_.end()),
                   std::make_move_iterator(coarse.begin()), std::make_move_iterator(coarse.end()),
                   std::back_inserter(all), precedes);
        return all;
    }

private:
    static bool is_finer(const RollUp& left, const RollUp& right) { return left.fine < right.fine; }

    [[nodiscard]] const Shape& shape() const { return shards_.front().state().shape; }

    void find(const CellKey& slot_key, std::size_t slot_number) {
        found_.clear();
        for (std::size_t shard = 0; shard < shards_.size(); ++shard) {
            ShardSums::State& state = shards_[shard].state();
            state.settle_whole(slot_number);
            find_in_slot(state, state.slots[slot_number], {slot_key, true, shard, nullptr}, found_);
        }
        std::sort(found_.begin(), found_.end(), [](const Found& left, const Found& right) {
            return std::tie(left.key, left.is_part, left.shard) <
                   std::tie(right.key, right.is_part, right.shard);
        });
    }

    // Of the cells of one key that begin at `at`: the totals alone where there are any.
    [[nodiscard]] Draft next_draft(std::size_t& at) const {
        const Found& first = found_[at];
        RunningCell sum;
        for (; at < found_.size() && found_[at].key == first.key; ++at) {
            if (found_[at].is_part == first.is_part) {
                sum.merge(*found_[at].cell);
            }
        }
        const Kind kind = shape().description->indicators[first.key.indicator].kind;
        Draft draft{first.key, sum.sums(kind, shape().aggregate), sum.states()};
        refuse_second_value(draft, *shape().description, frame_);
        return draft;
    }

    void roll_up(const Draft& fine, std::uint32_t period) {
        CellKey key = fine.key;
        key.period = period;
        Draft& coarse = coarse_[key];
        coarse.key = key;
        coarse.states |= fine.states;
        add_up(coarse.sums, fine.sums);
    }

    // A year of three quarters must not look like a year.
    void tell_completeness(Draft& coarse) const {
        const std::vector<std::uint32_t>& parts = parts_.at(coarse.key.period);
        const std::vector<bool>& came = came_[coarse.key.service];
        coarse.is_to_date = !came[parts.back()];
        const auto last = std::find_if(parts.rbegin(), parts.rend(),
                                       [&](std::uint32_t part) { return came[part]; });
        coarse.has_gap =
            !std::all_of(last, parts.rend(), [&](std::uint32_t part) { return came[part]; });
    }

    std::span<ShardSums> shards_;
    const Observations& frame_;
    std::vector<RollUp> roll_ups_;                               ///< ascending by the fine period
    std::map<std::uint32_t, std::vector<std::uint32_t>> parts_;  ///< of each coarse, ascending
    std::vector<std::vector<bool>> came_;  ///< [service][period]: something, whatever it was
    std::vector<Found> found_;             ///< scratch of take
    std::vector<Draft> told_;
    std::map<CellKey, Draft> coarse_;
};

}  // namespace

std::vector<Draft> merged(std::span<ShardSums> shards, const Observations& frame) {
    const Shape& shape = shards.front().state().shape;
    Merging merging(shards, frame);
    CellKey key;
    std::size_t slot_number = 0;
    for (key.indicator = 0; key.indicator < shape.series_counts.size(); ++key.indicator) {
        for (key.series = 0; key.series < shape.series_counts[key.indicator]; ++key.series) {
            for (key.period = 0; key.period < shape.periods.size(); ++key.period) {
                merging.take(key, slot_number++);
            }
        }
    }
    return merging.drafts();
}

}  // namespace waymark::observation
