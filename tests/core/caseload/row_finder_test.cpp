// SPDX-License-Identifier: MIT
// Rows found before their turn are linked as if they had waited for it.
#include "caseload/row_finder.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <tuple>

#include "rows.hpp"

namespace waymark::caseload {
namespace {

using namespace test;

using Places = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>>;

/// What a table of cases says once all rows are in.
struct Told {
    Places places;
    std::vector<std::uint32_t> dropped;  ///< row by row
    std::vector<std::uint64_t> rows_of_service;
    std::vector<std::vector<std::uint32_t>> sexes;  ///< per shard
    std::vector<std::string> sex_values;
    std::uint64_t contradicted = 0;

    friend bool operator==(const Told&, const Told&) = default;
};

CaseTable table_of_cases() {
    return CaseTable(3, {{"north", "south"}, false}, {"sex"}, {},
                     [](std::string_view, std::string_view id) { return id == "gone"; });
}

void add_places(Told& told, const RowLinks& links) {
    for (std::size_t i = 0; i < links.case_number.size(); ++i) {
        told.places.emplace_back(links.shard[i], links.case_number[i], links.unit[i]);
    }
}

Told finished(Told told, const CaseTable& cases) {
    told.rows_of_service = cases.rows_of_service();
    for (const ShardCases& shard : cases.shards()) {
        told.sexes.push_back(shard.strata[0]);
    }
    told.sex_values = cases.stratum_values()[0];
    told.contradicted = cases.contradicted_strata()[0];
    return told;
}

Told linked_in_turn(const std::vector<std::vector<Row>>& blocks) {
    CaseTable cases = table_of_cases();
    Told told;
    std::uint32_t before = 0;
    for (const std::vector<Row>& rows : blocks) {
        RowLinks links;
        cases.link(block_of(rows), roles(), {}, links, [&](std::uint32_t row, const std::string&) {
            told.dropped.push_back(before + row);
        });
        add_places(told, links);
        before += static_cast<std::uint32_t>(rows.size());
    }
    return finished(told, cases);
}

// `ahead` blocks are looked up before the first of them is settled, as by so many threads.
Told linked_early(const std::vector<std::vector<Row>>& blocks, std::size_t ahead) {
    CaseTable cases = table_of_cases();
    std::vector<RowFinder> finders(ahead, RowFinder(cases));
    Told told;
    std::uint32_t before = 0;
    for (std::size_t first = 0; first < blocks.size(); first += ahead) {
        const std::size_t last = std::min(first + ahead, blocks.size());
        std::vector<batch::RowBlock> parsed;
        std::vector<FoundRows> found(last - first);
        for (std::size_t i = first; i < last; ++i) {
            parsed.push_back(block_of(blocks[i]));
            finders[i - first].find(parsed.back(), roles(), found[i - first]);
        }
        for (std::size_t i = 0; i < found.size(); ++i) {
            cases.link_rest(parsed[i], roles(), found[i],
                            [&](std::uint32_t row, const std::string&) {
                                told.dropped.push_back(before + row);
                            });
            add_places(told, found[i].links);
            before += static_cast<std::uint32_t>(found[i].links.shard.size());
        }
    }
    return finished(told, cases);
}

std::vector<std::vector<Row>> some_blocks() {
    const auto text = rc::gen::element<std::string>("ada", "bob", "gone",
                                                    "an identifier of more than sixteen bytes",
                                                    "an identifier of more than sixteen bites");
    const auto service = rc::gen::element<std::string>("north", "south", "west");
    const auto unit =
        rc::gen::element<std::string>("hill", "dale", "the school at the far end of the valley",
                                      "the school at the near end of the valley");
    const auto sex = rc::gen::element<std::string>("", "f", "m");
    const auto row =
        rc::gen::build<Row>(rc::gen::set(&Row::person, text), rc::gen::set(&Row::service, service),
                            rc::gen::set(&Row::unit, unit), rc::gen::set(&Row::sex, sex));
    return *rc::gen::container<std::vector<std::vector<Row>>>(
        rc::gen::nonEmpty(rc::gen::container<std::vector<Row>>(row)));
}

TEST_CASE("Rows found early are linked as in the order of the file", "[caseload][property]") {
    CHECK(rc::check([] {
        const auto blocks = some_blocks();
        const Told expected = linked_in_turn(blocks);
        for (const std::size_t ahead : {1U, 2U, 5U}) {
            RC_ASSERT(linked_early(blocks, ahead) == expected);
        }
    }));
}

TEST_CASE("Nothing is left over of rows like those before", "[caseload]") {
    CaseTable cases = table_of_cases();
    RowFinder finder(cases);
    std::vector<Row> rows;
    for (int person = 0; person < 100; ++person) {
        rows.push_back({"person" + std::to_string(person), "north", "hill", "f"});
    }
    const batch::RowBlock block = block_of(rows);
    FoundRows found;
    finder.find(block, roles(), found);
    CHECK(found.left_over.size() == rows.size());
    cases.link_rest(block, roles(), found, [](std::uint32_t, const std::string&) { FAIL(); });
    for (int day = 0; day < 3; ++day) {
        finder.find(block, roles(), found);
        CHECK(found.is_settled());
        CHECK(found.rows_of_service == std::vector<std::uint64_t>{100, 0});
    }
}

}  // namespace
}  // namespace waymark::caseload
