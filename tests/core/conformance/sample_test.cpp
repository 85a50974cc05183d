// SPDX-License-Identifier: MIT
#include "conformance/sample.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "contract/description.hpp"

using namespace waymark::conformance;
using waymark::contract::Description;
using waymark::contract::parse_description;

namespace {

Description scores() {
    return parse_description(R"({
  "id": "org.example.scores", "version": "1.0.0", "title": "Scores",
  "inputs": [{"name": "scores", "order": "by_case", "date": "date", "unique": ["person", "date"],
    "columns": [{"name": "date", "type": "date"},
      {"name": "score", "type": "int", "min": 3, "max": 7},
      {"name": "setting", "type": "category", "codes": ["home", "school"]},
      {"name": "remark", "type": "category", "nullable": true}]}],
  "case_columns": [{"name": "born", "type": "date", "nullable": true}],
  "indicators": [{"id": "scores", "kind": "count", "title": "Scores", "definition": "rows",
    "source": "none"}]})");
}

bool is_equal(const Sample& one, const Sample& other) {
    if (one.rows[0].size() != other.rows[0].size()) {
        return false;
    }
    return std::equal(one.rows[0].begin(), one.rows[0].end(), other.rows[0].begin(),
                      [](const SampleRow& a, const SampleRow& b) {
                          return a.of_case == b.of_case && a.cells[0].whole == b.cells[0].whole &&
                                 a.cells[1].whole == b.cells[1].whole;
                      });
}

SampleRequest request(std::uint64_t seed, Values values = Values::usual) {
    return {.seed = seed, .values = values, .first_day = 19000, .last_day = 19700};
}

}  // namespace

TEST_CASE("A seed gives the same sample, another seed another", "[conformance]") {
    CHECK(is_equal(sample(scores(), request(1)), sample(scores(), request(1))));
    CHECK_FALSE(is_equal(sample(scores(), request(1)), sample(scores(), request(2))));
}

TEST_CASE("Values stay within what the description declares", "[conformance]") {
    for (const Values values : {Values::usual, Values::null, Values::extreme, Values::unknown}) {
        const Sample made = sample(scores(), request(3, values));
        REQUIRE(made.rows[0].size() > 100);
        CHECK(made.entries[0][2] == std::vector<std::string>{"home", "school"});
        for (const SampleRow& row : made.rows[0]) {
            CHECK(row.of_case < made.cases.size());
            CHECK_FALSE(row.cells[0].is_null);
            CHECK(row.cells[0].whole <= 19700);
            CHECK(row.cells[1].whole >= 3);
            CHECK(row.cells[1].whole <= 7);
            CHECK(row.cells[3].is_null >= (values == Values::null));
        }
    }
}

TEST_CASE("Extreme values reach the bounds", "[conformance]") {
    std::set<std::int64_t> seen;
    const Sample made = sample(scores(), request(4, Values::extreme));
    for (const SampleRow& row : made.rows[0]) {
        seen.insert(row.cells[1].whole);
    }
    CHECK(seen == std::set<std::int64_t>{3, 7});
}

TEST_CASE("Rows that the host would refuse as repeats are not made", "[conformance]") {
    std::set<std::pair<std::uint32_t, std::int64_t>> seen;
    const Sample made = sample(scores(), request(5));
    for (const SampleRow& row : made.rows[0]) {
        CHECK(seen.emplace(made.cases[row.of_case].person, row.cells[0].whole).second);
    }
}

TEST_CASE("Some people have no rows, and some two spells", "[conformance]") {
    const Sample made = sample(scores(), request(6));
    std::set<std::uint32_t> with_rows;
    for (const SampleRow& row : made.rows[0]) {
        with_rows.insert(row.of_case);
    }
    CHECK(with_rows.size() < made.cases.size());
    std::set<std::uint32_t> people;
    for (const SampleCase& one : made.cases) {
        people.insert(one.person);
    }
    CHECK(people.size() < made.cases.size());
}
