// SPDX-License-Identifier: MIT
// From waiting contributions to cells: a person's parts of one cell are joined, then squared.
#include <waymark/abi.h>

#include <algorithm>
#include <bit>

#include "base/error.hpp"
#include "observation/shard_state.hpp"

namespace waymark::observation {

inline RunningCell& ShardSums::State::cell(Slot& slot, std::uint32_t kind, std::uint32_t service,
                                           std::uint32_t value) {
    const auto& numbers = slot.numbers[kind];
    const std::size_t index = std::size_t{value} * shape.services + service;
    return index < numbers.size() && numbers[index] != 0 ? slot.cells[numbers[index] - 1]
                                                         : new_cell(slot, kind, index);
}

RunningCell& ShardSums::State::new_cell(Slot& slot, std::uint32_t kind, std::size_t index) {
    auto& numbers = slot.numbers[kind];
    if (index >= numbers.size()) {
        const std::size_t value = index / shape.services;
        numbers.resize((value + 1) * shape.services, 0);
    }
    slot.cells.emplace_back();
    numbers[index] = static_cast<std::uint32_t>(slot.cells.size());
    return slot.cells.back();
}

std::uint32_t ShardSums::State::value_of(std::uint32_t kind, std::uint32_t case_number,
                                         std::span<const std::uint32_t> own) const {
    if (kind == 0 || kind == kinds.totals()) {
        return 0;
    }
    if (kind < kinds.first_own()) {
        return cases_.strata[std::size_t{case_number} * kinds.host + kind - 1];
    }
    const std::uint32_t own_kind = kind - kinds.first_own();
    const std::uint32_t value = own.empty() ? WM_ALL : own[own_kind];
    return value == WM_ALL ? WM_ALL : value - own_first[own_kind];
}

// A published total is no part of anything; a published value is not summed to `all` either.
inline bool ShardSums::State::goes_to(std::uint32_t kind, contract::Kind measured,
                                      std::uint32_t case_number) const {
    if (cases_.is_total[case_number] != 0) {
        return kind == kinds.totals();
    }
    const bool has_strata = kinds.host + kinds.own > 0;
    const bool is_unsummable = kind == 0 && measured == contract::Kind::published && has_strata;
    return kind != kinds.totals() && !is_unsummable;
}

void ShardSums::State::settle() {
    for (const std::size_t number : touched_) {
        if (slots[number].is_told) {
            fold(number, slots[number].done);
        }
    }
}

void ShardSums::State::settle_whole(std::size_t slot_number) {
    fold(slot_number, slots[slot_number].done);
    fold(slot_number, slots[slot_number].held);
}

contract::Kind ShardSums::State::kind_of_slot(std::size_t slot_number) const {
    const auto after = std::upper_bound(slot_first.begin(), slot_first.end(), slot_number);
    return shape.description->indicators[static_cast<std::size_t>(after - slot_first.begin()) - 1]
        .kind;
}

std::span<const std::uint32_t> ShardSums::State::own_of(const Pile& pile,
                                                        const Waiting& entry) const {
    return std::span(pile.own).subspan(std::size_t{entry.own_row} * kinds.own, kinds.own);
}

void ShardSums::State::fold(std::size_t slot_number, Pile& pile) {
    auto& entries = pile.entries;
    if (entries.empty()) {
        return;
    }
    const auto person_of = [this](const Waiting& entry) {
        return cases_.person[entry.case_number];
    };
    if (!pile.is_by_person) {
        std::sort(entries.begin(), entries.end(), [&](const Waiting& left, const Waiting& right) {
            return person_of(left) < person_of(right);
        });
    }
    Slot& slot = slots[slot_number];
    const contract::Kind kind = kind_of_slot(slot_number);
    for (std::size_t first = 0; first < entries.size();) {
        std::size_t next = first + 1;
        while (next < entries.size() && person_of(entries[next]) == person_of(entries[first])) {
            ++next;
        }
        if (next == first + 1) {
            fold_one(slot, kind, entries[first], own_of(pile, entries[first]));
        } else {
            fold_person(slot, kind, pile, std::span(entries).subspan(first, next - first));
        }
        first = next;
    }
    pile = {};  // all piles of a shard together would be much memory
}

void ShardSums::State::fold_one(Slot& slot, contract::Kind kind, const Waiting& entry,
                                std::span<const std::uint32_t> own) {
    const PersonSums person = person_sums(kind, std::span(&entry.part, 1));
    const std::uint32_t service = cases_.service[entry.case_number];
    if (cases_.is_total[entry.case_number] != 0) {
        cell(slot, kinds.totals(), service, 0).add(person);
        return;
    }
    if (goes_to(0, kind, entry.case_number)) {
        cell(slot, 0, service, 0).add(person);
    }
    // As value_of() says, without its questions: nearly all contributions come this way.
    const std::uint32_t* const host =
        cases_.strata.data() + std::size_t{entry.case_number} * kinds.host;
    for (std::uint32_t kind_of_host = 0; kind_of_host < kinds.host; ++kind_of_host) {
        cell(slot, 1 + kind_of_host, service, host[kind_of_host]).add(person);
    }
    for (std::uint32_t own_kind = 0; own_kind < own.size(); ++own_kind) {
        if (own[own_kind] != WM_ALL) {
            cell(slot, kinds.first_own() + own_kind, service, own[own_kind] - own_first[own_kind])
                .add(person);
        }
    }
}

// Sorted by cell and then by figures: numbers of persons and cases are dealt out as data arrive, so
// they may not decide the order in which reals are added.
void ShardSums::State::fold_person(Slot& slot, contract::Kind kind, const Pile& pile,
                                   std::span<const Waiting> entries) {
    for (std::uint32_t stratum = 0; stratum < kinds.count(); ++stratum) {
        aimed_.clear();
        for (const Waiting& entry : entries) {
            const std::uint32_t value = value_of(stratum, entry.case_number, own_of(pile, entry));
            if (goes_to(stratum, kind, entry.case_number) && value != WM_ALL) {
                aimed_.push_back({cases_.service[entry.case_number], value, entry.part});
            }
        }
        std::sort(aimed_.begin(), aimed_.end(), [](const Aimed& left, const Aimed& right) {
            return (left <=> right) == std::partial_ordering::less;
        });
        for (std::size_t first = 0; first < aimed_.size();) {
            const Aimed& aim = aimed_[first];
            parts_.clear();
            std::size_t next = first;
            while (next < aimed_.size() && aimed_[next].service == aim.service &&
                   aimed_[next].value == aim.value) {
                parts_.push_back(aimed_[next].part);
                ++next;
            }
            cell(slot, stratum, aim.service, aim.value).add(person_sums(kind, parts_));
            first = next;
        }
    }
}

void ShardSums::State::count(const Counting& counting, const CaseColumns& columns) {
    take_over(columns);
    check(counting.targets.size() <= 64 && counting.marks.size() == counting.cases.size(),
          "every case has a mark for each target");
    std::vector<Slot*> its_slots;
    for (const Counting::Target& target : counting.targets) {
        its_slots.push_back(touched_slot(target.indicator, target.series, counting.period));
    }
    for (std::uint32_t kind = 0; kind < kinds.totals(); ++kind) {
        add_counts(counting, its_slots, kind);
    }
}

// Cases are counted by cell first, and for each target that they count for.
void ShardSums::State::add_counts(const Counting& counting, std::span<Slot* const> its_slots,
                                  std::uint32_t kind) {
    const std::size_t width = its_slots.size() + 1;
    counts_.clear();
    for (std::size_t i = 0; i < counting.cases.size(); ++i) {
        const std::uint32_t case_number = counting.cases[i];
        const std::uint32_t value = value_of(kind, case_number, {});
        if (value == WM_ALL) {
            continue;
        }
        const std::size_t first =
            (std::size_t{value} * shape.services + cases_.service[case_number]) * width;
        if (first + width > counts_.size()) {
            counts_.resize((std::size_t{value} + 1) * shape.services * width, 0);
        }
        std::uint32_t* const counts = &counts_[first];
        ++counts[width - 1];
        for (std::uint64_t marks = counting.marks[i]; marks != 0; marks &= marks - 1) {
            ++counts[std::countr_zero(marks)];
        }
    }
    for (std::size_t first = 0; first < counts_.size(); first += width) {
        const std::uint32_t all = counts_[first + width - 1];
        const auto index = static_cast<std::uint32_t>(first / width);
        for (std::size_t target = 0; all > 0 && target < its_slots.size(); ++target) {
            if (its_slots[target] != nullptr) {
                cell(*its_slots[target], kind, index % shape.services, index / shape.services)
                    .add_counted(all, counts_[first + target]);
            }
        }
    }
}

void ShardSums::State::note_state(Slot& slot, contract::Kind kind, std::uint32_t case_number,
                                  std::span<const std::uint32_t> own, std::int32_t state) {
    for (std::uint32_t stratum = 0; stratum < kinds.count(); ++stratum) {
        const std::uint32_t value = value_of(stratum, case_number, own);
        if (goes_to(stratum, kind, case_number) && value != WM_ALL) {
            cell(slot, stratum, cases_.service[case_number], value).note_state(state);
        }
    }
}

}  // namespace waymark::observation
