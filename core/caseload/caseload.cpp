// SPDX-License-Identifier: MIT
#include "caseload/caseload.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "calendar/period.hpp"

namespace waymark::caseload {

using batch::BlockColumn;
using batch::RowBlock;

Caseload::Caseload(CaseTable& cases, std::vector<std::string> schemes, DerivedStrata derived,
                   Date as_of, Date today, IsForgotten is_forgotten)
    : cases_(cases),
      schemes_(std::move(schemes)),
      derived_(std::move(derived)),
      as_of_(as_of),
      today_(today),
      is_forgotten_(std::move(is_forgotten)) {
    schemes_.insert(schemes_.begin(), std::string(main_scheme));
}

std::optional<std::uint32_t> Caseload::scheme_number(std::string_view name) const {
    const auto found = std::find(schemes_.begin(), schemes_.end(), name);
    return found == schemes_.end()
               ? std::nullopt
               : std::optional(static_cast<std::uint32_t>(found - schemes_.begin()));
}

// ---------------------------------------------------------------------------------- identifiers

std::uint32_t Caseload::find(std::uint32_t scheme, std::string_view wanted,
                             std::uint64_t hash) const {
    return identifier_index_.find(mixed(hash, scheme), [&](std::uint32_t number) {
        const Identifier& candidate = identifiers_[number];
        return candidate.hash == hash && candidate.scheme == scheme && text(candidate) == wanted;
    });
}

std::uint32_t Caseload::person_of(std::uint32_t scheme, std::string_view identifier,
                                  std::uint64_t hash) const {
    const std::uint32_t known = find(scheme, identifier, hash);
    return known == FlatIndex::none ? nobody : identifiers_[known].person;
}

bool Caseload::is_one_forgotten(std::uint32_t scheme, std::string_view identifier,
                                std::uint64_t hash) const {
    const auto people = contested_.find(find(scheme, identifier, hash));
    return people != contested_.end() &&
           std::any_of(people->second.begin(), people->second.end(),
                       [&](std::uint32_t person) { return is_forgotten(person); });
}

void Caseload::identify(std::uint32_t person, std::uint32_t scheme, std::string_view identifier,
                        std::uint64_t hash) {
    const std::uint32_t known = find(scheme, identifier, hash);
    if (known == FlatIndex::none || identifiers_[known].person != person) {
        if (is_forgotten_ && is_forgotten_(schemes_[scheme], identifier)) {
            persons_[person].is_forgotten = true;
        }
    }
    if (known == FlatIndex::none) {
        identifier_index_.insert(mixed(hash, scheme),
                                 static_cast<std::uint32_t>(identifiers_.size()));
        identifiers_.push_back(
            {hash, arena_.size(), static_cast<std::uint32_t>(identifier.size()), scheme, person});
        arena_ += identifier;
    } else if (identifiers_[known].person != person) {
        std::vector<std::uint32_t>& people = contested_[known];
        if (identifiers_[known].person != two_people) {
            people.push_back(identifiers_[known].person);
        }
        people.push_back(person);
        identifiers_[known].person = two_people;
    }
}

std::uint32_t Caseload::numbered_person(std::string_view id, std::uint64_t hash) {
    const std::uint32_t known = find(0, id, hash);
    if (known != FlatIndex::none) {
        return identifiers_[known].person;
    }
    const auto number = static_cast<std::uint32_t>(persons_.size());
    persons_.push_back({.identifier = static_cast<std::uint32_t>(identifiers_.size())});
    identify(number, 0, id, hash);
    return number;
}

void Caseload::add_identifiers(const RowBlock& block, std::uint32_t scheme,
                               std::uint32_t identifier, std::uint32_t person,
                               const OnRow& on_row) {
    const BlockColumn& schemes = block.columns[scheme];
    const BlockColumn& identifiers = block.columns[identifier];
    const BlockColumn& people = block.columns[person];
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        const auto number = scheme_number(
            schemes.dictionary[static_cast<std::size_t>(schemes.as<std::int32_t>()[row])]);
        const std::uint32_t owner =
            person_of(0, block.text_of(people, row), block.hash_of(people, row));
        if (!number || *number == 0) {
            on_row(row, true, "column 'scheme': not one of the caseload's further schemes");
        } else if (owner == nobody) {
            on_row(row, false, "person not in the caseload");
        } else {
            identify(owner, *number, block.text_of(identifiers, row),
                     block.hash_of(identifiers, row));
        }
    }
}

void Caseload::opt_out(const RowBlock& block, std::uint32_t scheme, std::uint32_t identifier,
                       const OnRow& on_row) {
    const BlockColumn& schemes = block.columns[scheme];
    const BlockColumn& identifiers = block.columns[identifier];
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        const auto number = scheme_number(
            schemes.dictionary[static_cast<std::size_t>(schemes.as<std::int32_t>()[row])]);
        if (!number) {
            on_row(row, true, "column 'scheme': not a scheme of the caseload");
            continue;
        }
        const std::uint32_t known =
            find(*number, block.text_of(identifiers, row), block.hash_of(identifiers, row));
        if (known == FlatIndex::none) {
            on_row(row, false, "person not in the caseload");
        } else if (identifiers_[known].person == two_people) {
            for (const std::uint32_t person : contested_.at(known)) {
                persons_[person].opted_out = true;
            }
        } else {
            persons_[identifiers_[known].person].opted_out = true;
        }
    }
}

// --------------------------------------------------------------------------------------- spells

static std::optional<std::int32_t> date_at(const RowBlock& block,
                                           const std::optional<std::uint32_t>& column,
                                           std::uint32_t row) {
    if (!column || block.columns[*column].is_null(row)) {
        return std::nullopt;
    }
    return block.columns[*column].as<std::int32_t>()[row];
}

static const std::string* text_at(const RowBlock& block, const std::optional<std::uint32_t>& column,
                                  std::uint32_t row) {
    if (!column || block.columns[*column].is_null(row)) {
        return nullptr;
    }
    const BlockColumn& found = block.columns[*column];
    return &found.dictionary[static_cast<std::size_t>(found.as<std::int32_t>()[row])];
}

bool Caseload::is_credible(const RowBlock& block, const SpellRoles& roles, std::uint32_t row,
                           const OnRow& on_row) const {
    const std::int32_t start = block.columns[roles.start].as<std::int32_t>()[row];
    const auto end = date_at(block, roles.end, row);
    const auto born = date_at(block, roles.born, row);
    if (end && *end < start) {
        on_row(row, true, "the spell ends before it starts");
    } else if (born && *born > start) {
        on_row(row, true, "the person is born after the spell starts");
    } else if (start > day_number(as_of_)) {
        on_row(row, false, "the spell starts after the day of the run");
    } else {
        return true;
    }
    return false;
}

void Caseload::add(const RowBlock& block, const SpellRoles& roles, const OnRow& on_row) {
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        const std::string* named = text_at(block, roles.service, row);
        const std::uint32_t service =
            named != nullptr ? cases_.service_number(*named) : roles.fixed_service;
        const bool is_watched = service != FlatIndex::none;
        if (is_credible(block, roles, row, on_row)) {
            const std::uint32_t person = identified_person(block, roles, row);
            if (is_watched) {
                take(block, roles, row, person, service);
            } else {
                on_row(row, false, "service not among those watched");
            }
        }
    }
}

// Who is whom must not depend on which services a run watches: an identifier of two people stays
// one, and an opt-out reaches the person by whichever row has the identifier.
std::uint32_t Caseload::identified_person(const RowBlock& block, const SpellRoles& roles,
                                          std::uint32_t row) {
    const BlockColumn& id = block.columns[roles.person];
    const std::uint32_t person = numbered_person(block.text_of(id, row), block.hash_of(id, row));
    for (std::uint32_t i = 0; i < roles.schemes.size(); ++i) {
        const BlockColumn& scheme = block.columns[roles.schemes[i]];
        if (!scheme.is_null(row)) {
            identify(person, i + 1, block.text_of(scheme, row), block.hash_of(scheme, row));
        }
    }
    return person;
}

void Caseload::take(const RowBlock& block, const SpellRoles& roles, std::uint32_t row,
                    std::uint32_t person, std::uint32_t service) {
    Entry entry;
    entry.person = person;
    entry.start = block.columns[roles.start].as<std::int32_t>()[row];
    const auto end = date_at(block, roles.end, row);
    entry.end = end && *end <= day_number(as_of_) ? *end : never;
    entry.service = service;
    entry.file = roles.first_file + block.file;
    entry.line = block.lines[row];
    const auto withdrawn = date_at(block, roles.withdrawn, row);
    const bool consents =
        !roles.consent || (!block.columns[*roles.consent].is_null(row) &&
                           block.columns[*roles.consent].as<std::uint8_t>()[row] != 0);
    entry.may_be_used = consents && !(withdrawn && *withdrawn <= day_number(today_));
    take_strata(block, roles, row);
    take_facts(block, roles, row);
    entries_.push_back(entry);
}

// Completed years, a birthday on 29 February being reached on the 28th.
static std::int32_t age_on(Date born, Date day) {
    const std::chrono::year_month_day from{born};
    const std::chrono::year_month_day to{day};
    const int years = static_cast<int>(to.year()) - static_cast<int>(from.year());
    return add_months(born, 12 * years) > day ? years - 1 : years;
}

static std::string age_band(const std::vector<std::uint32_t>& least_ages, std::int32_t age) {
    const auto above = std::upper_bound(
        least_ages.begin(), least_ages.end(), age,
        [](std::int32_t a, std::uint32_t least) { return a < static_cast<std::int32_t>(least); });
    if (above == least_ages.begin()) {
        return "under " + std::to_string(least_ages.front());
    }
    const std::string least = std::to_string(*std::prev(above));
    return above == least_ages.end() ? least + "+" : least + "-" + std::to_string(*above - 1);
}

void Caseload::take_strata(const RowBlock& block, const SpellRoles& roles, std::uint32_t row) {
    const Date start = date_of(block.columns[roles.start].as<std::int32_t>()[row]);
    std::vector<std::uint32_t> numbers(roles.strata.size(), 0);
    const auto put = [&](const std::optional<std::uint32_t>& kind, const std::string& value) {
        if (kind) {
            numbers[*kind] = cases_.stratum_number(*kind, value);
        }
    };
    for (std::uint32_t kind = 0; kind < roles.strata.size(); ++kind) {
        if (const std::string* value = text_at(block, roles.strata[kind], row)) {
            put(kind, *value);
        }
    }
    if (const auto born = date_at(block, roles.born, row); born && derived_.age_band) {
        put(derived_.age_band, age_band(derived_.least_ages, age_on(date_of(*born), start)));
    }
    if (const std::string* area = text_at(block, roles.area, row)) {
        const auto quintile = derived_.quintiles.find(*area);
        if (quintile != derived_.quintiles.end()) {
            put(derived_.deprivation, quintile->second);
        }
    }
    const auto period_of_start = [&](calendar::Grain grain) {
        return checked(calendar::civil_key(grain, start), "the grain is the same everywhere")
            .text();
    };
    put(derived_.entry_quarter, period_of_start(calendar::Grain::quarter));
    put(derived_.entry_year, period_of_start(calendar::Grain::calendar_year));
    strata_.insert(strata_.end(), numbers.begin(), numbers.end());
}

void Caseload::take_facts(const RowBlock& block, const SpellRoles& roles, std::uint32_t row) {
    facts_.push_back({block.columns[roles.start].as<std::int32_t>()[row], true});
    const auto end = date_at(block, roles.end, row);
    const bool is_over = end && *end <= day_number(as_of_);
    facts_.push_back({is_over ? *end : 0, is_over});
    for (std::size_t i = 0; i < roles.facts.size(); ++i) {
        const auto& fact = roles.facts[i];
        if (!fact || block.columns[*fact].is_null(row)) {
            facts_.push_back({});
            continue;
        }
        const BlockColumn& column = block.columns[*fact];
        facts_.push_back({cases_.fact_value(2 + i, column, row), true});
    }
}

}  // namespace waymark::caseload
