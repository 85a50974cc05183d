// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "core/worker/small_run.hpp"

using namespace waymark;
using namespace waymark::worker;
using worker::test::SmallRun;
using worker::test::Told;

// What the counting plugin must say, worked out from the rows.
static void check_against_rows(const Told& told, const SmallRun& run) {
    std::vector<double> rows(run.people, 0);
    std::vector<double> coded(run.people, 0);
    for (const test::Mark& mark : run.marks) {
        rows[mark.person] += 1;
        coded[mark.person] += mark.code == "A" ? 1 : 0;
    }
    std::size_t without_rows = 0;
    for (const auto& [shard, case_number, indicator, period, a] : told.contributions) {
        const std::uint32_t person = case_number * run.opening.shards + shard;
        CHECK(a == (indicator == 0 ? rows[person] : coded[person] > 0 ? 1.0 : 0.0));
    }
    for (const double count : rows) {
        without_rows += count == 0 ? 1 : 0;
    }
    CHECK(without_rows > 0);
    CHECK(told.exclusions.size() == without_rows);
    CHECK(told.contributions.size() == run.people + (run.people - without_rows));
}

TEST_CASE("A plugin in its own process counts what it was handed", "[worker]") {
    SmallRun run("counting");
    check_against_rows(run.told(), run);
}

TEST_CASE("Workers and cuts do not change the answers, nor does the twin", "[worker]") {
    SmallRun run("counting");
    const Told expected = run.told();
    for (const bool in_process : {false, true}) {
        for (const std::uint32_t workers : {1, 2, 3}) {
            for (const std::size_t cut : {1, 7, 1000}) {
                run.opening.in_process = in_process;
                run.opening.workers = workers;
                run.rows_per_slice = cut;
                run.cases_per_question = cut + 2;
                for (const bool asks_between : {false, true}) {
                    run.asks_between = asks_between;
                    CAPTURE(in_process, workers, cut, asks_between);
                    CHECK(run.told().same_answers(expected));
                }
            }
        }
    }
}
