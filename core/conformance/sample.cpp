// SPDX-License-Identifier: MIT
#include "conformance/sample.hpp"

#include <waymark/abi.h>

#include <algorithm>
#include <array>
#include <set>

#include "conformance/draws.hpp"

namespace waymark::conformance {

using contract::Column;
using contract::ColumnType;

// What a spreadsheet may hold; a description that can do with less says so.
static constexpr double greatest_undeclared = 1e12;
static constexpr std::int32_t earliest_day = -62091;  // 1800-01-01, the first the reader takes
static constexpr std::int32_t latest_day = 47481;     // 2099-12-31

namespace {

/// Makes the values of one sample. Lives for one call of sample().
class Maker {
public:
    Maker(const contract::Description& description, const SampleRequest& request)
        : description_(description), request_(request), draws_(request.seed) {}

    Sample made() {
        for (std::uint32_t person = 0; person < request_.people && !is_aggregate(); ++person) {
            add_person(person);
        }
        for (const Column& column : description_.case_columns) {
            sample_.fact_entries.push_back(entries_of(column));
        }
        std::set<std::string> groups;
        for (const contract::Input& input : description_.inputs) {
            sample_.entries.emplace_back();
            sample_.rows.emplace_back();
            for (const Column& column : input.columns) {
                sample_.entries.back().push_back(entries_of(column));
            }
            const bool is_given =
                input.need != contract::InputNeed::one_of || groups.insert(input.one_of).second;
            if (is_given) {
                add_rows(input);
            }
        }
        return std::move(sample_);
    }

private:
    [[nodiscard]] bool is_aggregate() const {
        return std::any_of(description_.inputs.begin(), description_.inputs.end(),
                           [](const contract::Input& input) { return input.aggregate; });
    }

    // One person in eight has a second spell, one in four no known dates.
    void add_person(std::uint32_t person) {
        const int spells = draws_.one_in(8) ? 2 : 1;
        std::int32_t from = request_.first_day - 100;
        for (int spell = 0; spell < spells; ++spell) {
            SampleCase one;
            one.person = person;
            if (!draws_.one_in(4) && request_.values != Values::null) {
                one.start = from + static_cast<std::int32_t>(draws_.below(200));
                from = *one.start + 1 + static_cast<std::int32_t>(draws_.below(300));
                if (!draws_.one_in(3)) {
                    one.end = from;
                }
            }
            for (const Column& column : description_.case_columns) {
                one.facts.push_back(cell(column, false));
            }
            sample_.cases.push_back(std::move(one));
        }
    }

    void add_rows(const contract::Input& input) {
        if (input.aggregate) {
            for (std::uint32_t i = 0; i < request_.people; ++i) {
                const auto number = static_cast<std::uint32_t>(sample_.cases.size());
                sample_.cases.push_back({.person = number, .start = {}, .end = {}, .facts = {}});
                for (const Column& column : description_.case_columns) {
                    sample_.cases.back().facts.push_back(cell(column, false));
                }
                add_row(input, number);
            }
            return;
        }
        const auto cases = static_cast<std::uint32_t>(sample_.cases.size());
        std::vector<std::uint32_t> owners;
        for (std::uint32_t number = 0; number < cases; ++number) {
            // Every seventh case has no row at all.
            const std::uint64_t rows =
                number % 7 == 6 ? 0 : draws_.below(2 * std::uint64_t{request_.rows_per_case}) + 1;
            owners.insert(owners.end(), rows, number);
        }
        draws_.shuffle(owners);
        for (const std::uint32_t owner : owners) {
            add_row(input, owner);
        }
    }

    void add_row(const contract::Input& input, std::uint32_t owner) {
        SampleRow row;
        row.of_case = owner;
        row.unit = input.has_unit ? static_cast<std::uint32_t>(draws_.below(2)) : 0;
        row.period = request_.periods == 0 || draws_.one_in(20)  // or none of the run's
                         ? WM_ALL
                         : static_cast<std::uint32_t>(draws_.below(request_.periods));
        for (std::size_t i = 0; i < input.columns.size(); ++i) {
            row.cells.push_back(cell(input.columns[i], input.date_column == i));
            if (input.people_column == i) {
                row.cells.back().whole = std::abs(row.cells.back().whole);
            }
        }
        if (is_new(input, row)) {
            sample_.rows.back().push_back(std::move(row));
        }
    }

    bool is_new(const contract::Input& input, const SampleRow& row) {
        if (input.unique.empty() || input.on_duplicate == contract::OnDuplicate::pass) {
            return true;
        }
        std::string key = input.name;
        for (const std::string& name : input.unique) {
            key += '|';
            if (name == "person") {
                key += std::to_string(sample_.cases[row.of_case].person);
            } else if (name == "unit") {
                key += std::to_string(row.unit);
            }
            for (std::size_t i = 0; i < input.columns.size(); ++i) {
                if (input.columns[i].name == name) {
                    const Cell& one = row.cells[i];
                    key += one.is_null ? ""
                                       : std::to_string(one.whole) + ";" + std::to_string(one.real);
                }
            }
        }
        return seen_.insert(key).second;
    }

    [[nodiscard]] std::vector<std::string> entries_of(const Column& column) const {
        if (column.type == ColumnType::text) {
            return {"sample words one", "sample words two", "sample words three"};
        }
        if (column.type != ColumnType::category) {
            return {};
        }
        if (!column.codes.empty()) {
            return column.codes;
        }
        if (request_.values == Values::unknown) {
            return {"unheard-of-1", "unheard-of-2", "\xE2\x9C\x93", "unheard of, with blanks"};
        }
        return {"A", "B", "C", "I", "L", "/", "\\", "1", "2"};
    }

    Cell cell(const Column& column, bool is_row_date) {
        Cell one;
        const bool may_be_null = column.nullable || column.optional;
        if (column.symbols && draws_.one_in(6)) {
            static constexpr std::array<std::int32_t, 4> states{
                WM_STATE_SUPPRESSED_AT_SOURCE, WM_STATE_UNAVAILABLE, WM_STATE_NOT_APPLICABLE,
                WM_STATE_ROUNDS_TO_ZERO};
            one.state = states.at(draws_.below(states.size()));
            one.is_null = true;
            return one;
        }
        if (may_be_null && (request_.values == Values::null || draws_.one_in(10))) {
            one.is_null = true;
            one.state = column.symbols ? WM_STATE_MISSING : WM_STATE_OBSERVED;
            return one;
        }
        fill(one, column, is_row_date);
        return one;
    }

    void fill(Cell& one, const Column& column, bool is_row_date) {
        switch (column.type) {
            case ColumnType::integer:
                one.whole = static_cast<std::int64_t>(number(column));
                break;
            case ColumnType::real:
                one.real = number(column);
                break;
            case ColumnType::boolean:
                one.whole = static_cast<std::int64_t>(draws_.below(2));
                break;
            case ColumnType::date:
                one.whole = day(is_row_date);
                break;
            case ColumnType::instant:
                one.whole = day(false) * std::int64_t{86'400'000'000} +
                            draws_.between(0, std::int64_t{86'399'999'999});
                break;
            case ColumnType::category:
            case ColumnType::text:
                one.whole = static_cast<std::int64_t>(draws_.below(entries_of(column).size()));
                break;
            case ColumnType::key:
                one.whole = static_cast<std::int64_t>(draws_.below(1000));
                break;
            case ColumnType::list_integer:
            case ColumnType::list_real:
                for (std::uint32_t i = 0; i < list_size; ++i) {
                    const double item = number(column);
                    one.items.push_back(column.type == ColumnType::list_real
                                            ? item
                                            : static_cast<double>(static_cast<std::int64_t>(item)));
                }
                break;
        }
    }

    double number(const Column& column) {
        if (request_.values == Values::extreme) {
            return draws_.one_in(2) ? column.min.value_or(-greatest_undeclared)
                                    : column.max.value_or(greatest_undeclared);
        }
        const double least = column.min.value_or(std::min(0.0, column.max.value_or(0.0)));
        const double most = std::min(column.max.value_or(least + 20), least + 1000);
        const bool is_real =
            column.type == ColumnType::real || column.type == ColumnType::list_real;
        return is_real ? least + (most - least) * draws_.fraction()
                       : static_cast<double>(draws_.between(static_cast<std::int64_t>(least),
                                                            static_cast<std::int64_t>(most)));
    }

    // The day of a row never lies after the day of the run: the host leaves such rows out.
    std::int64_t day(bool is_row_date) {
        if (request_.values == Values::extreme) {
            const std::int32_t last = is_row_date ? request_.last_day : latest_day;
            return draws_.one_in(2) ? earliest_day : last;
        }
        return draws_.between(request_.first_day - 60, request_.last_day);
    }

    const contract::Description& description_;
    const SampleRequest& request_;
    Draws draws_;
    Sample sample_;
    std::set<std::string> seen_;
};

}  // namespace

Sample sample(const contract::Description& description, const SampleRequest& request) {
    return Maker(description, request).made();
}

}  // namespace waymark::conformance
