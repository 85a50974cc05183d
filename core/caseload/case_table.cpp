// SPDX-License-Identifier: MIT
#include "caseload/case_table.hpp"

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

std::vector<Seat> CaseTable::seats_of(std::string_view person) const {
    std::vector<Seat> seats;
    for (const Person& one : persons_) {
        if (one.is_forgotten || text(one.id) != person) {
            continue;
        }
        const std::vector<std::uint32_t>& owners = shards_[one.shard].person;
        for (std::uint32_t number = 0; number < owners.size(); ++number) {
            if (owners[number] == one.number) {
                seats.push_back({one.shard, number});
            }
        }
    }
    return seats;
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

std::uint32_t CaseTable::known_case(const KeyText& person, std::uint64_t hash,
                                    std::uint32_t service) const {
    return case_index_.find(mixed(hash, service),
                            [&](std::uint32_t number) { return is_case(number, person, service); });
}

std::uint32_t CaseTable::case_of(const KeyText& person, std::uint64_t hash, std::uint32_t service) {
    const std::uint32_t known = known_case(person, hash, service);
    if (known != FlatIndex::none) {
        return known;
    }
    const std::uint32_t owner = person_of(person.text, hash);
    if (persons_[owner].is_forgotten) {
        return FlatIndex::none;
    }
    const std::uint32_t number = case_number(owner, person, service);
    // A case made from rows has data, and nobody was asked for consent.
    shards_[cases_[number].shard].progress[cases_[number].number] = consented | linked | with_data;
    case_index_.insert(mixed(hash, service), number);
    return number;
}

std::uint32_t CaseTable::case_number(std::uint32_t owner, const KeyText& person,
                                     std::uint32_t service) {
    const auto number = static_cast<std::uint32_t>(cases_.size());
    Person& its = persons_[owner];
    const std::uint32_t in_shard = added_case(its.shard, service, its.number);
    if (its.first_case == FlatIndex::none) {
        its.first_case = in_shard;
    } else {
        shards_[its.shard].person_has_more[its.first_case] = 1;
        shards_[its.shard].person_has_more[in_shard] = 1;
    }
    cases_.push_back({.person = person.words,
                      .unit = {},
                      .person_size = static_cast<std::uint32_t>(person.text.size()),
                      .unit_size = 0,
                      .owner = owner,
                      .last_unit = FlatIndex::none,
                      .unit_number = 0,
                      .service = service,
                      .shard = its.shard,
                      .number = in_shard});
    return number;
}

Seat CaseTable::enrolled(std::string_view person, std::uint64_t hash, std::uint32_t service,
                         bool is_withheld) {
    // Cases of a caseload are found by its own index, not by their words.
    const std::uint32_t owner = person_of(person, hash);
    const std::uint32_t number = case_number(owner, {}, service);
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

std::uint32_t CaseTable::unit_of(Seat seat, const KeyText& key, std::uint64_t seed) {
    return numbered_unit(case_of_seat_[seat.shard][seat.number], key, seed);
}

std::uint32_t CaseTable::known_unit(std::uint32_t of_case, std::string_view key,
                                    std::uint64_t hash) const {
    return unit_index_.find(mixed(hash, of_case), [&](std::uint32_t number) {
        return units_[number].of_case == of_case && text(units_[number].key) == key;
    });
}

std::uint32_t CaseTable::numbered_unit(std::uint32_t of_case, const KeyText& key,
                                       std::uint64_t seed) {
    Case& owner = cases_[of_case];
    if (is_last_unit(owner, key)) {
        return owner.unit_number;
    }
    const std::uint64_t hash = key_hash(key.text, seed);
    std::uint32_t number = known_unit(of_case, key.text, hash);
    if (number == FlatIndex::none) {
        number = static_cast<std::uint32_t>(units_.size());
        units_.push_back({kept(key.text), of_case, shards_[owner.shard].units++});
        unit_index_.insert(mixed(hash, of_case), number);
    }
    owner.unit = key.words;
    owner.unit_size = static_cast<std::uint32_t>(key.text.size());
    owner.last_unit = number;
    owner.unit_number = units_[number].number;
    return owner.unit_number;
}

std::int64_t CaseTable::fact_value(std::size_t column, const batch::BlockColumn& values,
                                   std::size_t row) {
    if (values.type != contract::ColumnType::category) {
        return kept_value(values, row, {});
    }
    return numbered(values.dictionary[static_cast<std::size_t>(values.as<std::int32_t>()[row])],
                    column_dictionaries_[column], column_index_[column]);
}

// All in one shard: published tables are small, and every shard keeps sums for every service and
// period it sees.
std::uint32_t CaseTable::aggregate_case(std::uint32_t service) {
    return added_case(0, service, shards_[0].persons++);
}

}  // namespace waymark::caseload
