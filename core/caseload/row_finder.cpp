// SPDX-License-Identifier: MIT
#include "caseload/row_finder.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/key_hash.hpp"

namespace waymark::caseload {

using batch::BlockColumn;
using batch::RowBlock;

// In a table without order nearly every guess is wrong, and costs more than it saves.
static constexpr std::uint32_t blocks_without_guesses = 16;

// The numbers of a dictionary's texts; FlatIndex::none of those that have none yet.
static std::vector<std::uint32_t> known_numbers(
    const BlockColumn& column, const std::unordered_map<std::string, std::uint32_t>& index) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& text : column.dictionary) {
        const auto known = index.find(text);
        numbers.push_back(known == index.end() ? FlatIndex::none : known->second);
    }
    return numbers;
}

void RowFinder::find(const RowBlock& block, const Roles& roles, FoundRows& found) {
    check(roles.person && !roles.aggregate, "rows about persons are looked up");
    found.links.shard.resize(block.rows);
    found.links.case_number.resize(block.rows);
    found.links.unit.resize(roles.unit ? block.rows : 0);
    found.left_over.clear();
    found.with_news.clear();
    found.rows_of_service.assign(cases_.services().size(), 0);
    services_ = roles.service ? known_numbers(block.columns[*roles.service], cases_.service_index_)
                              : std::vector<std::uint32_t>();
    find_rows(block, roles, found);
    find_news(block, roles, found);
}

void RowFinder::expect_guesses(std::uint32_t rows) {
    followed_by_.resize(cases_.cases_.size(), FlatIndex::none);
    if (rest_ > 0) {
        --rest_;
    } else if (misses_ > rows / 2) {
        rest_ = blocks_without_guesses;
    }
    misses_ = 0;
}

std::uint32_t RowFinder::case_of(const KeyText& person, std::uint64_t seed, std::uint32_t service) {
    if (previous_ == FlatIndex::none) {
        return cases_.known_case(person, key_hash(person.text, seed), service);
    }
    std::uint32_t found = followed_by_[previous_];
    if (found == FlatIndex::none || !cases_.is_case(found, person, service)) {
        found = cases_.known_case(person, key_hash(person.text, seed), service);
        misses_ += found != FlatIndex::none ? 1 : 0;
    }
    if (found != FlatIndex::none) {
        followed_by_[previous_] = found;
        step_ = found == previous_ ? 0 : 1;
    }
    return found;
}

std::uint32_t RowFinder::unit_of(std::uint32_t of_case, const KeyText& key,
                                 std::uint64_t seed) const {
    const CaseTable::Case& owner = cases_.cases_[of_case];
    if (cases_.is_last_unit(owner, key)) [[likely]] {
        return owner.unit_number;
    }
    const std::uint32_t unit = cases_.known_unit(of_case, key.text, key_hash(key.text, seed));
    return unit == FlatIndex::none ? unit : cases_.units_[unit].number;
}

// The columns of a block that say who, where and which unit, without the questions.
struct RowFinder::Block {
    const char* text;
    std::uint64_t seed;
    const batch::TextSpan* persons;
    const batch::TextSpan* units;   ///< null: no units
    const std::int32_t* codes;      ///< null: fixed_service
    const std::uint32_t* services;  ///< by code
    std::uint32_t fixed_service;

    [[nodiscard]] std::string_view person(std::uint32_t row) const noexcept {
        return key(persons[row]);
    }
    [[nodiscard]] std::string_view unit(std::uint32_t row) const noexcept {
        return key(units[row]);
    }
    [[nodiscard]] std::uint64_t hash(std::uint32_t row) const noexcept {
        return key_hash(person(row), seed);
    }
    [[nodiscard]] std::string_view key(batch::TextSpan span) const noexcept {
        return {text + span.offset, span.length};
    }
    [[nodiscard]] std::uint32_t service(std::uint32_t row) const noexcept {
        return codes != nullptr ? services[codes[row]] : fixed_service;
    }
};

void RowFinder::find_rows(const RowBlock& block, const Roles& roles, FoundRows& found) {
    expect_guesses(block.rows);
    const auto spans = [&](std::uint32_t column) {
        return block.columns[column].as<batch::TextSpan>().data();
    };
    const Block from{
        .text = block.text.data(),
        .seed = block.key_seed,
        .persons = spans(checked(roles.person, "rows say who")),
        .units = roles.unit ? spans(*roles.unit) : nullptr,
        .codes = roles.service ? block.columns[*roles.service].as<std::int32_t>().data() : nullptr,
        .services = services_.data(),
        .fixed_service = roles.fixed_service};
    stranger_ = {};
    strange_service_ = FlatIndex::none;
    if (rest_ > 0) {
        look_up(from, block.rows, found);
    } else {
        guess(from, block.rows, found);
    }
}

// A guess waits for no memory, so that the processor is rows ahead of its proof.
void RowFinder::guess(const Block& from, std::uint32_t rows, FoundRows& found) {
    const CaseTable::Case* const cases = cases_.cases_.data();
    std::uint32_t* const shards = found.links.shard.data();
    std::uint32_t* const numbers = found.links.case_number.data();
    std::uint32_t* const units = found.links.unit.data();
    std::uint64_t* const rows_of_service = found.rows_of_service.data();
    const auto known = static_cast<std::uint32_t>(followed_by_.size());
    for (std::uint32_t row = 0; row < rows; ++row) {
        const std::uint32_t service = from.service(row);
        const std::uint32_t near = previous_ + step_;
        if (near < known && cases[near].is_short(from.person(row), service) &&
            (from.units == nullptr || cases[near].is_short_last(from.unit(row)))) [[likely]] {
            const CaseTable::Case& its = cases[near];
            previous_ = near;
            ++rows_of_service[service];
            shards[row] = its.shard;
            numbers[row] = its.number;
            if (from.units != nullptr) {
                units[row] = its.unit_number;
            }
            continue;
        }
        const KeyText person(from.person(row));
        const bool is_strange = is_stranger(person, service);
        settle_row(from, row, service,
                   is_strange ? FlatIndex::none : case_of(person, from.seed, service), found);
    }
}

// In groups, so that the looks into memory of one group are under way together.
void RowFinder::look_up(const Block& from, std::uint32_t rows, FoundRows& found) {
    constexpr std::uint32_t at_once = CaseTable::rows_at_once;
    for (std::uint32_t first = 0; first < rows; first += at_once) {
        const std::uint32_t end = std::min(first + at_once, rows);
        const CaseTable::RowHashes hashes = cases_.fetched(from, first, end);
        for (std::uint32_t row = first; row < end; ++row) {
            const std::uint32_t service = from.service(row);
            const KeyText person(from.person(row));
            const bool is_strange = is_stranger(person, service);
            settle_row(from, row, service,
                       is_strange ? FlatIndex::none
                                  : cases_.known_case(person, hashes[row - first], service),
                       found);
        }
    }
}

bool RowFinder::is_stranger(const KeyText& person, std::uint32_t service) const noexcept {
    return service == FlatIndex::none ||
           (service == strange_service_ && person.words == stranger_.words &&
            person.text == stranger_.text);
}

void RowFinder::settle_row(const Block& from, std::uint32_t row, std::uint32_t service,
                           std::uint32_t number, FoundRows& found) {
    std::uint32_t unit = 0;
    if (number != FlatIndex::none && from.units != nullptr) {
        unit = unit_of(number, KeyText(from.unit(row)), from.seed);
    }
    if (number == FlatIndex::none || unit == FlatIndex::none) {
        found.links.case_number[row] = RowLinks::nowhere;
        found.links.shard[row] = 0;
        found.left_over.push_back(row);
        stranger_ = number == FlatIndex::none ? KeyText(from.person(row)) : KeyText();
        strange_service_ = number == FlatIndex::none ? service : FlatIndex::none;
        return;
    }
    const CaseTable::Case& its = cases_.cases_[number];
    previous_ = number;
    ++found.rows_of_service[service];
    found.links.shard[row] = its.shard;
    found.links.case_number[row] = its.number;
    if (from.units != nullptr) {
        found.links.unit[row] = unit;
    }
}

void RowFinder::find_news(const RowBlock& block, const Roles& roles, FoundRows& found) {
    for (std::size_t kind = 0; kind < roles.strata.size(); ++kind) {
        if (const auto column = roles.strata[kind]) {
            find_strata(block, *column, kind, found);
        }
    }
    for (std::size_t index = 0; index < roles.case_columns.size(); ++index) {
        if (const auto column = roles.case_columns[index]) {
            find_facts(block, *column, index, found);
        }
    }
    std::sort(found.with_news.begin(), found.with_news.end());
    found.with_news.erase(std::unique(found.with_news.begin(), found.with_news.end()),
                          found.with_news.end());
}

void RowFinder::find_strata(const RowBlock& block, std::uint32_t column, std::size_t kind,
                            FoundRows& found) const {
    const BlockColumn& strata = block.columns[column];
    if (strata.is_absent) {
        return;
    }
    const auto numbers = known_numbers(strata, cases_.stratum_index_[kind]);
    const auto codes = strata.as<std::int32_t>();
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (found.links.case_number[row] == RowLinks::nowhere || strata.is_null(row)) {
            continue;
        }
        const ShardCases& cases = cases_.shards_[found.links.shard[row]];
        if (cases.strata[kind][found.links.case_number[row]] !=
            numbers[static_cast<std::size_t>(codes[row])]) {
            found.with_news.push_back(row);
        }
    }
}

void RowFinder::find_facts(const RowBlock& block, std::uint32_t column, std::size_t index,
                           FoundRows& found) const {
    const BlockColumn& facts = block.columns[column];
    if (facts.is_absent) {
        return;
    }
    const auto numbers = known_numbers(facts, cases_.column_index_[index]);
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (found.links.case_number[row] == RowLinks::nowhere || facts.is_null(row)) {
            continue;
        }
        const CaseColumn& known = cases_.shards_[found.links.shard[row]].columns[index];
        const std::uint32_t number = found.links.case_number[row];
        if (known.valid[number] == 0 ||
            known.values[number] != CaseTable::kept_value(facts, row, numbers)) {
            found.with_news.push_back(row);
        }
    }
}

}  // namespace waymark::caseload
