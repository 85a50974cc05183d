// SPDX-License-Identifier: MIT
#include "caseload/spell_links.hpp"

#include <algorithm>

#include "base/error.hpp"

namespace waymark::caseload {

using batch::BlockColumn;
using batch::RowBlock;
using config::Membership;

namespace {

/// The row's own service, where rows have one: every spell of another one is passed over.
struct Wanted {
    bool any_service = true;
    std::uint32_t service = 0;
    std::int32_t day = 0;
};

constexpr const char* without_consent =
    "person without consent, opted out, or without a spell that counts";

}  // namespace

// Of spells [first, last) of one service, by start: the one that holds the day, or last. Of two
// that share a day the later.
static std::size_t holding(std::span<const Spell> spells, std::size_t first, std::size_t last,
                           std::int32_t day) {
    for (std::size_t i = last; i > first; --i) {
        if (spells[i - 1].start <= day) {
            return day <= spells[i - 1].end ? i - 1 : last;
        }
    }
    return last;
}

// Of the same the one whose margins reach the day: the nearest, of two equally near the later. What
// comes shortly before a stay belongs to it rather than to the one before.
static std::size_t reaching(std::span<const Spell> spells, std::size_t first, std::size_t last,
                            const LinkRule& rule, std::int32_t day) {
    std::size_t nearest = last;
    std::int64_t distance = 0;
    for (std::size_t i = first; i < last; ++i) {
        const std::int64_t before = std::int64_t{spells[i].start} - day;
        const std::int64_t after = std::int64_t{day} - spells[i].end;
        const std::int64_t away = std::max(before, after);
        const bool reaches = before > 0 ? before <= rule.days_before : after <= rule.days_after;
        if (reaches && (nearest == last || away <= distance)) {
            nearest = i;
            distance = away;
        }
    }
    return nearest;
}

static std::size_t chosen(std::span<const Spell> spells, std::size_t first, std::size_t last,
                          const LinkRule& rule, std::int32_t day) {
    switch (rule.membership) {
        case Membership::ever:
            return first;
        case Membership::after_entry:
            for (std::size_t i = last; i > first; --i) {
                if (spells[i - 1].start <= day) {
                    return i - 1;
                }
            }
            return last;
        case Membership::during:
            break;
    }
    const std::size_t holder = holding(spells, first, last, day);
    return holder != last ? holder : reaching(spells, first, last, rule, day);
}

/// What became of a row among the spells of its person.
enum class Found : std::uint8_t { nowhere, not_to_be_used, taken };

// Calls take(index) for each spell the row belongs to and that may be used. What belongs to one
// that may not is nobody else's: the choice is made among all.
template <class Take>
static Found each_spell(std::span<const Spell> spells, const LinkRule& rule, const Wanted& wanted,
                        Take&& take) {
    Found found = Found::nowhere;
    for (std::size_t first = 0; first < spells.size();) {
        std::size_t last = first + 1;
        while (last < spells.size() && spells[last].service == spells[first].service) {
            ++last;
        }
        if (wanted.any_service || spells[first].service == wanted.service) {
            const std::size_t spell = chosen(spells, first, last, rule, wanted.day);
            if (spell != last && spells[spell].may_be_used) {
                take(spell);
                found = Found::taken;
            } else if (spell != last && found == Found::nowhere) {
                found = Found::not_to_be_used;
            }
        }
        first = last;
    }
    return found;
}

static bool is_among(std::span<const Spell> spells, const Wanted& wanted) {
    return wanted.any_service || std::any_of(spells.begin(), spells.end(), [&](const Spell& spell) {
               return spell.service == wanted.service;
           });
}

RowLinks& SpellLinks::pass(std::size_t index, const RowBlock& block, const Roles& roles) {
    if (passes_.size() <= index) {
        passes_.resize(index + 1);
    }
    for (; pass_count_ <= index; ++pass_count_) {
        RowLinks& links = passes_[pass_count_];
        links.shard.assign(block.rows, 0);
        links.case_number.assign(block.rows, RowLinks::nowhere);
        links.unit.assign(roles.unit ? block.rows : 0, 0);
    }
    return passes_[index];
}

// The person of a row, if there are spells to choose from; else why not is told.
std::optional<std::uint32_t> SpellLinks::person_of(const RowBlock& block,
                                                   const BlockColumn& identifiers,
                                                   std::uint32_t scheme, std::uint32_t row,
                                                   const OnDrop& on_drop) const {
    const std::string_view identifier = block.text_of(identifiers, row);
    const std::uint64_t hash = block.hash_of(identifiers, row);
    const std::uint32_t person = caseload_.person_of(scheme, identifier, hash);
    if (person == Caseload::nobody) {
        on_drop(row, "identifier not in the caseload");
    } else if (person == Caseload::two_people) {
        on_drop(row, caseload_.is_one_forgotten(scheme, identifier, hash)
                         ? std::string(forgotten_reason)  // nobody may be told where it is
                         : "identifier stands for two people");
    } else if (caseload_.is_forgotten(person)) {
        on_drop(row, std::string(forgotten_reason));
    } else if (caseload_.spells_of(person).empty()) {
        on_drop(row, without_consent);
    } else {
        return person;
    }
    return std::nullopt;
}

void SpellLinks::link(const RowBlock& block, const Roles& roles, const LinkRule& rule,
                      const OnDrop& on_drop) {
    const BlockColumn& identifiers =
        block.columns[checked(roles.person, "rows of persons say who they are about")];
    pass_count_ = 0;
    static_cast<void>(pass(0, block, roles));  // there is always one
    const BlockColumn* dates = rule.date ? &block.columns[*rule.date] : nullptr;
    const BlockColumn* unit = roles.unit ? &block.columns[*roles.unit] : nullptr;
    std::vector<std::uint32_t> services;
    if (roles.service) {
        for (const std::string& id : block.columns[*roles.service].dictionary) {
            services.push_back(cases_.service_number(id));
        }
    }
    const auto service_of = [&](std::uint32_t row) {
        return roles.service ? services[static_cast<std::size_t>(
                                   block.columns[*roles.service].as<std::int32_t>()[row])]
                             : roles.fixed_service;
    };
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        const auto person = person_of(block, identifiers, rule.scheme, row, on_drop);
        if (!person) {
            continue;
        }
        const std::span<const Spell> spells = caseload_.spells_of(*person);
        for (const Spell& spell : spells) {
            cases_.set_progress(spell.seat, spell.may_be_used ? linked : std::uint8_t{0});
        }
        Wanted wanted{.any_service = !rule.is_of_service,
                      .service = rule.is_of_service ? service_of(row) : 0};
        if (rule.membership != Membership::ever) {
            if (dates == nullptr || dates->is_null(row)) {
                on_drop(row, "without a date to tell the spell by");
                continue;
            }
            wanted.day = dates->as<std::int32_t>()[row];
        }
        const Found found = each_spell(spells, rule, wanted, [&](std::size_t index) {
            const Spell& spell = spells[index];
            RowLinks& links = pass(index, block, roles);
            links.shard[row] = spell.seat.shard;
            links.case_number[row] = spell.seat.number;
            if (unit != nullptr) {
                links.unit[row] =
                    cases_.unit_of(spell.seat, KeyText(block.text_of(*unit, row)), block.key_seed);
            }
            cases_.set_progress(spell.seat, with_data);
            cases_.count_row(spell.service);
        });
        if (found == Found::not_to_be_used) {
            on_drop(row, without_consent);
        } else if (found == Found::nowhere) {
            on_drop(row, is_among(spells, wanted) ? "dated outside the person's spells"
                                                  : "person has no spell with the service");
        }
    }
    for (const RowLinks& links : passes()) {
        cases_.describe(block, roles, links);
    }
}

}  // namespace waymark::caseload
