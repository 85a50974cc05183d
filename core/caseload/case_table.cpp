// SPDX-License-Identifier: MIT
#include "caseload/case_table.hpp"

#include <cstring>

#include "base/error.hpp"

namespace waymark::caseload {

static constexpr std::string_view missing_stratum = "(missing)";

// FNV-1a with a final mix. Not the hash of the index: that one may be keyed per run, while a person
// must go to the same shard in every run for the sums of reals to be the same.
static std::uint64_t stable_hash(std::string_view text) noexcept {
    std::uint64_t hash = 0xCBF29CE484222325u;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    }
    return mixed(hash, 0);
}

CaseTable::CaseTable(std::uint32_t shards, ServiceScope services,
                     const std::vector<std::string>& strata,
                     const std::vector<contract::Column>& case_columns, IsForgotten is_forgotten)
    : is_forgotten_(std::move(is_forgotten)),
      services_(std::move(services)),
      rows_of_service_(services_.ids.size()),
      shards_(shards),
      stratum_values_(strata.size(), {std::string(missing_stratum)}),
      stratum_index_(strata.size()),
      column_dictionaries_(2 + case_columns.size()),
      column_index_(2 + case_columns.size()),
      contradicted_strata_(strata.size()),
      contradicted_columns_(2 + case_columns.size()) {
    for (std::size_t i = 0; i < services_.ids.size(); ++i) {
        service_index_.emplace(services_.ids[i], static_cast<std::uint32_t>(i));
    }
    for (ShardCases& shard : shards_) {
        shard.strata.resize(strata.size());
        shard.columns.resize(2 + case_columns.size());
        for (std::size_t i = 0; i < case_columns.size(); ++i) {
            shard.columns[2 + i].type = case_columns[i].type;
        }
    }
}

CaseTable::Text CaseTable::kept(std::string_view text) {
    const Text place{arena_.size(), static_cast<std::uint32_t>(text.size())};
    arena_ += text;
    return place;
}

std::uint32_t CaseTable::service_number(const std::string& id) {
    const auto found = service_index_.find(id);
    if (found != service_index_.end()) {
        return found->second;
    }
    if (!services_.open) {
        return FlatIndex::none;
    }
    const auto number = static_cast<std::uint32_t>(services_.ids.size());
    services_.ids.push_back(id);
    service_index_.emplace(id, number);
    rows_of_service_.push_back(0);
    return number;
}

CaseTable::Translation CaseTable::translated_services(const batch::BlockColumn& column) {
    Translation numbers;
    for (const std::string& id : column.dictionary) {
        numbers.push_back(service_number(id));
    }
    return numbers;
}

// The number of a text in a dictionary, where it is added if it is new.
static std::uint32_t numbered(const std::string& text, std::vector<std::string>& values,
                              std::unordered_map<std::string, std::uint32_t>& index) {
    const auto [place, is_new] = index.emplace(text, static_cast<std::uint32_t>(values.size()));
    if (is_new) {
        values.push_back(text);
    }
    return place->second;
}

CaseTable::Translation CaseTable::translated(
    const batch::BlockColumn& column, std::vector<std::string>& values,
    std::unordered_map<std::string, std::uint32_t>& index) {
    Translation numbers;
    for (const std::string& text : column.dictionary) {
        numbers.push_back(numbered(text, values, index));
    }
    return numbers;
}

std::uint32_t CaseTable::person_of(std::string_view id, std::uint64_t hash) {
    const std::uint32_t known = person_index_.find(
        hash, [&](std::uint32_t number) { return text(persons_[number].id) == id; });
    if (known != FlatIndex::none) {
        return known;
    }
    const auto number = static_cast<std::uint32_t>(persons_.size());
    const auto shard = static_cast<std::uint32_t>(stable_hash(id) % shards_.size());
    const bool is_forgotten = is_forgotten_ && is_forgotten_(main_scheme, id);
    persons_.push_back({kept(id), shard, is_forgotten ? 0 : shards_[shard].persons++,
                        FlatIndex::none, is_forgotten});
    person_index_.insert(hash, number);
    return number;
}

std::uint32_t CaseTable::added_case(std::uint32_t shard, std::uint32_t service,
                                    std::uint32_t person_number) {
    ShardCases& cases = shards_[shard];
    const std::uint32_t number = cases.size();
    cases.service.push_back(service);
    cases.person.push_back(person_number);
    cases.person_has_more.push_back(0);
    cases.published_total.push_back(0);
    cases.progress.push_back(0);
    for (auto& kind : cases.strata) {
        kind.push_back(0);
    }
    for (CaseColumn& column : cases.columns) {
        column.values.push_back(0);
        column.valid.push_back(0);
    }
    return number;
}

std::uint32_t CaseTable::case_of(std::string_view person, std::uint64_t hash,
                                 std::uint32_t service) {
    const std::uint64_t key = mixed(hash, service);
    const auto equal = [&](std::uint32_t number) {
        const Case& candidate = cases_[number];
        return candidate.hash == key && candidate.service == service &&
               text(candidate.person) == person;
    };
    // Rows mostly come in the order of the last day or week: ask the one that followed last time
    // first.
    if (previous_ != FlatIndex::none) {
        const std::uint32_t guess = followed_by_[previous_];
        if (guess != FlatIndex::none && equal(guess)) {
            return guess;
        }
    }
    const std::uint32_t known = case_index_.find(key, equal);
    if (known != FlatIndex::none) {
        return known;
    }
    Person& owner = persons_[person_of(person, hash)];
    if (owner.is_forgotten) {
        return FlatIndex::none;
    }
    const std::uint32_t number = case_number(owner, key, service);
    // A case made from rows has data, and nobody was asked for consent.
    shards_[cases_[number].shard].progress[cases_[number].number] = consented | linked | with_data;
    case_index_.insert(key, number);
    return number;
}

std::uint32_t CaseTable::case_number(Person& owner, std::uint64_t hash, std::uint32_t service) {
    const auto number = static_cast<std::uint32_t>(cases_.size());
    const std::uint32_t in_shard = added_case(owner.shard, service, owner.number);
    if (owner.first_case == FlatIndex::none) {
        owner.first_case = in_shard;
    } else {
        shards_[owner.shard].person_has_more[owner.first_case] = 1;
        shards_[owner.shard].person_has_more[in_shard] = 1;
    }
    cases_.push_back({hash, owner.id, service, owner.shard, in_shard, FlatIndex::none});
    followed_by_.push_back(FlatIndex::none);
    return number;
}

Seat CaseTable::enrolled(std::string_view person, std::uint64_t hash, std::uint32_t service,
                         bool is_withheld) {
    const std::uint32_t number = case_number(persons_[person_of(person, hash)], hash, service);
    const Seat seat{cases_[number].shard, cases_[number].number};
    ShardCases& cases = shards_[seat.shard];
    check(is_withheld || cases.withheld == 0, "cases no measure may see come last");
    cases.withheld += is_withheld ? 1 : 0;
    cases.progress.back() = is_withheld ? 0 : consented;
    case_of_seat_.resize(shards_.size());
    case_of_seat_[seat.shard].push_back(number);
    return seat;
}

void CaseTable::set_fact(Seat seat, std::size_t column, std::int64_t value) {
    CaseColumn& facts = shards_[seat.shard].columns[column];
    facts.valid[seat.number] = 1;
    facts.values[seat.number] = value;
}

std::uint32_t CaseTable::stratum_number(std::size_t kind, const std::string& value) {
    return numbered(value, stratum_values_[kind], stratum_index_[kind]);
}

std::uint32_t CaseTable::unit_of(Seat seat, std::string_view key, std::uint64_t hash) {
    return units_[numbered_unit(case_of_seat_[seat.shard][seat.number], key, hash)].number;
}

std::uint32_t CaseTable::numbered_unit(std::uint32_t of_case, std::string_view key,
                                       std::uint64_t hash) {
    const std::uint64_t mixed_hash = mixed(hash, of_case);
    const auto equal = [&](std::uint32_t number) {
        const Unit& unit = units_[number];
        return unit.hash == mixed_hash && unit.of_case == of_case && text(unit.key) == key;
    };
    Case& owner = cases_[of_case];
    if (owner.last_unit != FlatIndex::none && equal(owner.last_unit)) {
        return owner.last_unit;
    }
    std::uint32_t number = unit_index_.find(mixed_hash, equal);
    if (number == FlatIndex::none) {
        number = static_cast<std::uint32_t>(units_.size());
        units_.push_back({mixed_hash, kept(key), of_case, shards_[owner.shard].units++});
        unit_index_.insert(mixed_hash, number);
    }
    owner.last_unit = number;
    return number;
}

// All in one shard: published tables are small, and every shard keeps sums for every service and
// period it sees.
std::uint32_t CaseTable::aggregate_case(std::uint32_t service) {
    return added_case(0, service, shards_[0].persons++);
}

void CaseTable::link(const batch::RowBlock& block, const Roles& roles,
                     std::span<const std::uint32_t> periods, RowLinks& links,
                     const OnDrop& on_drop) {
    links.shard.assign(block.rows, 0);
    links.case_number.assign(block.rows, RowLinks::nowhere);
    links.unit.assign(roles.unit ? block.rows : 0, 0);

    Translation services;
    std::span<const std::int32_t> service_of;
    if (roles.service) {
        services = translated_services(block.columns[*roles.service]);
        service_of = block.columns[*roles.service].as<std::int32_t>();
    }
    const batch::BlockColumn* person = roles.person ? &block.columns[*roles.person] : nullptr;
    const batch::BlockColumn* unit = roles.unit ? &block.columns[*roles.unit] : nullptr;
    check(person != nullptr || roles.aggregate, "rows of persons say who they are about");

    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (!periods.empty() && periods[row] == RowLinks::nowhere) {
            continue;
        }
        const std::uint32_t service = roles.service
                                          ? services[static_cast<std::size_t>(service_of[row])]
                                          : roles.fixed_service;
        if (service == FlatIndex::none) {
            on_drop(row, "service not among those watched");
            continue;
        }
        ++rows_of_service_[service];
        if (roles.aggregate) {
            links.case_number[row] = aggregate_case(service);
            if (unit != nullptr) {
                links.unit[row] = shards_[links.shard[row]].units++;  // of this row's case alone
            }
            continue;
        }
        const std::uint32_t found =
            case_of(block.text_of(*person, row), person->hashes[row], service);
        if (found == FlatIndex::none) {
            on_drop(row, std::string(forgotten_reason));
            continue;
        }
        if (previous_ != FlatIndex::none) {
            followed_by_[previous_] = found;
        }
        previous_ = found;
        links.shard[row] = cases_[found].shard;
        links.case_number[row] = cases_[found].number;
        if (unit != nullptr) {
            links.unit[row] =
                units_[numbered_unit(found, block.text_of(*unit, row), unit->hashes[row])].number;
        }
    }
    describe(block, roles, links);
}

void CaseTable::describe(const batch::RowBlock& block, const Roles& roles, const RowLinks& links) {
    for (std::size_t kind = 0; kind < roles.strata.size(); ++kind) {
        if (roles.strata[kind]) {
            set_strata(block, roles, links, kind);
        }
    }
    for (std::size_t index = 0; index < roles.case_columns.size(); ++index) {
        if (roles.case_columns[index]) {
            set_column(block, roles, links, index);
        }
    }
}

void CaseTable::set_strata(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                           std::size_t kind) {
    const batch::BlockColumn& column =
        block.columns[checked(roles.strata[kind], "the stratum has a column")];
    const Translation numbers = translated(column, stratum_values_[kind], stratum_index_[kind]);
    const auto values = column.as<std::int32_t>();
    const bool tells_totals = roles.total_kind && *roles.total_kind == kind;
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (links.case_number[row] == RowLinks::nowhere || column.is_null(row)) {
            continue;
        }
        ShardCases& cases = shards_[links.shard[row]];
        const std::uint32_t number = numbers[static_cast<std::size_t>(values[row])];
        if (tells_totals && stratum_values_[kind][number] == roles.total_value) {
            cases.published_total[links.case_number[row]] = 1;
        }
        std::uint32_t& current = cases.strata[kind][links.case_number[row]];
        if (current == 0) {
            current = number;
        } else if (current != number) {
            ++contradicted_strata_[kind];
        }
    }
}

// The 8 bytes a case column keeps of a row's value.
static std::int64_t kept_value(const batch::BlockColumn& column, std::size_t row,
                               const std::vector<std::uint32_t>& numbers) {
    using contract::ColumnType;
    switch (column.type) {
        case ColumnType::integer:
        case ColumnType::instant:
        case ColumnType::real:
            return column.as<std::int64_t>()[row];
        case ColumnType::date:
            return column.as<std::int32_t>()[row];
        case ColumnType::boolean:
            return column.as<std::uint8_t>()[row];
        case ColumnType::category:
            return numbers[static_cast<std::size_t>(column.as<std::int32_t>()[row])];
        case ColumnType::text:
        case ColumnType::key:
        case ColumnType::list_integer:
        case ColumnType::list_real:
            break;
    }
    check(false, "the plan lets only plain types be case columns");
    return 0;
}

std::int64_t CaseTable::fact_value(std::size_t column, const batch::BlockColumn& values,
                                   std::size_t row) {
    if (values.type != contract::ColumnType::category) {
        return kept_value(values, row, {});
    }
    return numbered(values.dictionary[static_cast<std::size_t>(values.as<std::int32_t>()[row])],
                    column_dictionaries_[column], column_index_[column]);
}

void CaseTable::set_column(const batch::RowBlock& block, const Roles& roles, const RowLinks& links,
                           std::size_t index) {
    const batch::BlockColumn& column =
        block.columns[checked(roles.case_columns[index], "the case column is told")];
    const Translation numbers =
        translated(column, column_dictionaries_[index], column_index_[index]);
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (links.case_number[row] == RowLinks::nowhere || column.is_null(row)) {
            continue;
        }
        CaseColumn& facts = shards_[links.shard[row]].columns[index];
        const std::uint32_t number = links.case_number[row];
        const std::int64_t value = kept_value(column, row, numbers);
        if (facts.valid[number] == 0) {
            facts.valid[number] = 1;
            facts.values[number] = value;
        } else if (facts.values[number] != value) {
            ++contradicted_columns_[index];
        }
    }
}

}  // namespace waymark::caseload
