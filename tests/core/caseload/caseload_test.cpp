// SPDX-License-Identifier: MIT
#include "caseload/caseload.hpp"

#include <catch2/catch.hpp>

#include "spells.hpp"

using namespace waymark;
using namespace waymark::caseload::test;

TEST_CASE("Of two overlapping spells with one service the earlier stands", "[caseload]") {
    Linked linked({{1, 0, 100, 200}, {1, 0, 150, 300}, {1, 1, 150, 300}, {2, 0, 150, 300}});
    CHECK(linked.overlaps == 1);
    CHECK(cases_in(linked.table) == 3);
    CHECK(linked.link({{1, 250}}, Membership::during)[0].size() == 1);
}

TEST_CASE("What a run may not know yet is not known", "[caseload]") {
    Linked linked({{1, 0, 100, 500}, {2, 0, 450, 0}}, 400);
    CHECK(linked.out_of_scope.at("the spell starts after the day of the run") == 1);
    const auto& shards = linked.table.shards();
    const auto with_case = std::find_if(shards.begin(), shards.end(),
                                        [](const auto& shard) { return shard.size() == 1; });
    REQUIRE(with_case != shards.end());
    CHECK(with_case->columns[0].values[0] == 100);
    CHECK(with_case->columns[1].valid[0] == 0);
}

TEST_CASE("Cases without consent come last and get no rows", "[caseload]") {
    Linked linked({{1, 0, 100, 0, false}, {2, 0, 100, 0, true}, {3, 0, 100, 0, false}});
    for (const caseload::ShardCases& shard : linked.table.shards()) {
        for (std::uint32_t i = 0; i < shard.size(); ++i) {
            CHECK(((shard.progress[i] & caseload::consented) != 0) == (i < shard.asked()));
        }
    }
    const auto found = linked.link({{1, 150}, {2, 150}, {3, 150}}, Membership::during);
    CHECK(found[0].empty());
    CHECK(found[1].size() == 1);
    CHECK(found[2].empty());
}

TEST_CASE("Who is forgotten has no case, not even a withheld one", "[caseload]") {
    Linked linked({{1, 0, 100, 0}, {2, 0, 100, 0}, {1, 1, 100, 0}}, 1000,
                  [](std::string_view scheme, std::string_view identifier) {
                      return scheme == "person" && identifier == "p1";
                  });
    CHECK(linked.forgotten == 2);
    CHECK(cases_in(linked.table) == 1);
    CHECK(linked.link({{1, 150}}, Membership::during)[0].empty());
}

static bool is_number_seven(std::string_view scheme, std::string_view identifier) {
    return scheme == "number" && identifier == "n7";
}

TEST_CASE("Whoever shares a forgotten identifier is forgotten, in whatever order they come",
          "[caseload]") {
    Linked linked({{1, 0, 100, 0, true, 7}, {2, 0, 100, 0, true, 7}, {3, 0, 100, 0}}, 1000,
                  is_number_seven);
    CHECK(linked.forgotten == 2);
    CHECK(cases_in(linked.table) == 1);
}

TEST_CASE("An identifier given with a service that is not watched still tells who somebody is",
          "[caseload]") {
    const std::vector<SpellRow> spells{{1, 2, 50, 90, true, 7}, {1, 0, 100, 0}};
    CHECK(cases_in(Linked(spells).table) == 1);
    CHECK(cases_in(Linked(spells, 1000, is_number_seven).table) == 0);
    CHECK(Linked({{1, 2, 50, 0, true, 7}, {2, 0, 100, 0, true, 7}})
              .caseload.ambiguous_identifiers() == 1);
}

TEST_CASE("Who takes consent back in a spell recorded twice has taken it back", "[caseload]") {
    for (const bool first_consents : {true, false}) {
        Linked linked(
            {{1, 0, 100, 0, first_consents}, {1, 0, 150, 0, !first_consents}, {2, 0, 100, 0}});
        CHECK(linked.overlaps == 1);
        CHECK(linked.link({{1, 200}}, Membership::during)[0].empty());
        CHECK(linked.link({{2, 200}}, Membership::during)[0].size() == 1);
    }
}
