// SPDX-License-Identifier: MIT
// The half of Caseload that makes cases once all spells are in.
#include <algorithm>
#include <tuple>
#include <utility>

#include "caseload/caseload.hpp"

namespace waymark::caseload {

void Caseload::leave_out_forgotten(const OnSpell& on_spell) {
    for (Entry& entry : entries_) {
        if (persons_[entry.person].is_forgotten) {
            entry.is_left_out = true;
            on_spell(entry.file, entry.line, false, std::string(forgotten_reason));
        }
    }
}

void Caseload::refuse_overlaps(const OnSpell& on_spell) {
    std::vector<std::uint32_t> order(entries_.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    const auto key = [&](std::uint32_t i) {
        const Entry& entry = entries_[i];
        return std::tuple(entry.person, entry.service, entry.start, i);
    };
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
    Entry* before = nullptr;
    for (const std::uint32_t i : order) {
        Entry& entry = entries_[i];
        if (entry.is_left_out) {
            continue;
        }
        // One may begin on the day the one before ends.
        entry.is_left_out = before != nullptr && before->person == entry.person &&
                            before->service == entry.service &&
                            (entry.start < before->end || entry.start == before->start);
        if (!entry.is_left_out) {
            if (before != nullptr && before->person == entry.person &&
                before->service == entry.service) {
                entry.previous_end = before->end;
            }
            before = &entry;
            continue;
        }
        // The row is refused, but not what the person says in it.
        before->may_be_used = before->may_be_used && entry.may_be_used;
        on_spell(entry.file, entry.line, true,
                 "the spell overlaps an earlier one of the same person and service");
    }
}

void Caseload::make_cases(bool usable_ones) {
    const std::size_t kinds = entries_.empty() ? 0 : strata_.size() / entries_.size();
    const std::size_t facts = entries_.empty() ? 0 : facts_.size() / entries_.size();
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        Entry& entry = entries_[i];
        const Person& person = persons_[entry.person];
        if (entry.is_left_out || is_usable(entry) != usable_ones) {
            continue;
        }
        const Identifier& id = identifiers_[person.identifier];
        entry.seat = cases_.enrolled(text(id), id.hash, entry.service, !usable_ones);
        for (std::size_t kind = 0; kind < kinds; ++kind) {
            cases_.set_stratum(entry.seat, kind, strata_[i * kinds + kind]);
        }
        for (std::size_t fact = 0; fact < facts; ++fact) {
            if (facts_[i * facts + fact].is_known) {
                cases_.set_fact(entry.seat, fact, facts_[i * facts + fact].value);
            }
        }
        if (derived_.previous_end && entry.previous_end) {
            cases_.set_fact(entry.seat, *derived_.previous_end, *entry.previous_end);
        }
        ++persons_[entry.person].spell_count;
    }
}

// Groups the spells by person; within one, by service and start.
void Caseload::index_spells() {
    std::uint32_t next = 0;
    for (Person& person : persons_) {
        person.first_spell = next;
        next += person.spell_count;
    }
    spells_.resize(next);
    std::vector<std::uint32_t> filled(persons_.size(), 0);
    for (const Entry& entry : entries_) {
        if (!entry.is_left_out) {
            spells_[persons_[entry.person].first_spell + filled[entry.person]++] = {
                entry.start, entry.end, entry.service, is_usable(entry), entry.seat};
        }
    }
    for (Person& person : persons_) {
        const auto first = spells_.begin() + person.first_spell;
        const auto last = first + person.spell_count;
        std::sort(first, last, [](const Spell& a, const Spell& b) {
            return std::pair(a.service, a.start) < std::pair(b.service, b.start);
        });
        person.has_usable_spell =
            std::any_of(first, last, [](const Spell& spell) { return spell.may_be_used; });
    }
}

void Caseload::settle(const OnSpell& on_spell) {
    leave_out_forgotten(on_spell);
    refuse_overlaps(on_spell);
    make_cases(true);
    make_cases(false);
    index_spells();
    entries_ = {};
    strata_ = {};
    facts_ = {};
}

std::span<const Spell> Caseload::spells_of(std::uint32_t person) const {
    const Person& its = persons_[person];
    return std::span(spells_).subspan(its.first_spell, its.has_usable_spell ? its.spell_count : 0);
}

}  // namespace waymark::caseload
