// SPDX-License-Identifier: MIT
#include "caseload/case_table.hpp"

#include <catch2/catch.hpp>
#include <functional>
#include <set>

#include "rows.hpp"

using namespace waymark;
using namespace waymark::caseload::test;
using caseload::CaseTable;
using caseload::RowLinks;

namespace {

/// A table over two listed services, and where every row linked so far went.
struct Linked {
    explicit Linked(std::uint32_t shards = 4)
        : table(shards, {{"north", "south"}, false}, {"sex"}, {}) {}

    void add(const std::vector<Row>& rows) {
        const batch::RowBlock block = block_of(rows);
        RowLinks links;
        table.link(block, roles(), {}, links,
                   [&](std::uint32_t, const std::string&) { ++dropped; });
        for (std::size_t i = 0; i < rows.size(); ++i) {
            places.emplace_back(links.shard[i], links.case_number[i], links.unit[i]);
        }
    }

    CaseTable table;
    std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> places;
    int dropped = 0;
};

std::vector<Row> many_rows() {
    std::vector<Row> rows;
    for (int day = 0; day < 3; ++day) {
        for (int person = 0; person < 200; ++person) {
            rows.push_back({"person" + std::to_string(person * 7 % 200),
                            person % 3 == 0 ? "south" : "north", "school" + std::to_string(day),
                            ""});
        }
    }
    return rows;
}

}  // namespace

TEST_CASE("A person with two services is two cases in one shard", "[caseload]") {
    Linked linked;
    linked.add({{"ada", "north", "a", ""}, {"ada", "south", "a", ""}, {"ada", "north", "a", ""}});

    CHECK(linked.places[0] == linked.places[2]);
    CHECK(std::get<0>(linked.places[0]) == std::get<0>(linked.places[1]));
    CHECK(std::get<1>(linked.places[0]) != std::get<1>(linked.places[1]));
    const caseload::ShardCases& shard = linked.table.shards()[std::get<0>(linked.places[0])];
    CHECK(shard.persons == 1);
    CHECK(shard.person[0] == shard.person[1]);
    CHECK(shard.person_has_more == std::vector<std::uint8_t>{1, 1});
}

TEST_CASE("Rows of a service that is not listed are dropped and told", "[caseload]") {
    Linked linked;
    linked.add({{"ada", "west", "a", ""}, {"ada", "north", "a", ""}});

    CHECK(linked.dropped == 1);
    CHECK(std::get<1>(linked.places[0]) == RowLinks::nowhere);
    CHECK(linked.table.rows_of_service() == std::vector<std::uint64_t>{1, 0});
}

TEST_CASE("Numbers do not depend on how the rows are cut into blocks", "[caseload]") {
    const std::vector<Row> rows = many_rows();
    Linked whole;
    whole.add(rows);
    for (const std::size_t size : {1u, 7u, 64u, 199u}) {
        Linked cut;
        for (std::size_t first = 0; first < rows.size(); first += size) {
            const std::size_t last = std::min(first + size, rows.size());
            cut.add({rows.begin() + static_cast<std::ptrdiff_t>(first),
                     rows.begin() + static_cast<std::ptrdiff_t>(last)});
        }
        CHECK(cut.places == whole.places);
    }
}

TEST_CASE("A person is in the same shard whatever the order of the rows", "[caseload]") {
    std::vector<Row> rows = many_rows();
    Linked forwards;
    forwards.add(rows);
    std::reverse(rows.begin(), rows.end());
    Linked backwards;
    backwards.add(rows);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(std::get<0>(forwards.places[i]) ==
              std::get<0>(backwards.places[rows.size() - 1 - i]));
    }
}

TEST_CASE("A unit belongs to one case, also when two cases name the same key", "[caseload]") {
    Linked linked(1);
    linked.add({{"ada", "north", "hill", ""},
                {"bob", "north", "hill", ""},
                {"ada", "north", "dale", ""},
                {"ada", "north", "hill", ""}});

    std::set<std::uint32_t> units;
    for (const auto& place : linked.places) {
        units.insert(std::get<2>(place));
    }
    CHECK(units.size() == 3);
    CHECK(std::get<2>(linked.places[0]) == std::get<2>(linked.places[3]));
    CHECK(linked.table.shards()[0].units == 3);
}

TEST_CASE("A missing stratum is a stratum, and the first value given holds", "[caseload]") {
    Linked linked(1);
    linked.add({{"ada", "north", "a", ""},
                {"bob", "north", "a", ""},
                {"ada", "north", "a", "F"},
                {"ada", "north", "a", "M"}});

    const auto& values = linked.table.stratum_values()[0];
    const auto& strata = linked.table.shards()[0].strata[0];
    CHECK(values[strata[0]] == "F");
    CHECK(values[strata[1]] == "(missing)");
    CHECK(linked.table.contradicted_strata()[0] == 1);
}

TEST_CASE("Every row of a published table is a case, and totals are marked", "[caseload]") {
    CaseTable table(2, {{}, true}, {"phase"}, {});
    caseload::Roles aggregate;
    aggregate.aggregate = true;
    aggregate.service = service_column;
    aggregate.strata = {sex_column};
    aggregate.total_kind = 0;
    aggregate.total_value = "Total";
    const batch::RowBlock block = block_of({{"", "bristol", "", "Primary"},
                                            {"", "bristol", "", "Total"},
                                            {"", "bath", "", "Primary"}});
    RowLinks links;
    table.link(block, aggregate, {}, links, [](std::uint32_t, const std::string&) {});

    std::uint32_t cases = 0;
    std::uint32_t totals = 0;
    for (const caseload::ShardCases& shard : table.shards()) {
        cases += shard.size();
        for (const std::uint8_t is_total : shard.published_total) {
            totals += is_total;
        }
    }
    CHECK(cases == 3);
    CHECK(totals == 1);
    CHECK(table.services() == std::vector<std::string>{"bristol", "bath"});
}
