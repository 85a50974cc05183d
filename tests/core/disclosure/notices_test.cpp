// SPDX-License-Identifier: MIT
#include "disclosure/notices.hpp"

#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

PullFacts facts(std::uint64_t used, std::vector<RowReason> refused,
                std::vector<RowReason> out_of_scope) {
    PullFacts facts;
    facts.input = "marks";
    facts.file = "marks.csv";
    facts.verdict = "complete";
    facts.rows_used = used;
    facts.refused = std::move(refused);
    facts.out_of_scope = std::move(out_of_scope);
    return facts;
}

PullTold told(const PullFacts& facts, const std::string& profile) {
    return told_of_pull(facts, "run-1", profile_named(profile));
}

}  // namespace

TEST_CASE("Refused rows cannot be found from the rows read", "[disclosure]") {
    const auto account = facts(1000, {{"bad_date", "no date", 3}}, {{"filtered", "filtered", 40}});
    const auto passed = told(account, "research_10");
    CHECK_FALSE(passed.pull.rows_refused.has_value());
    CHECK_FALSE(passed.pull.rows_out_of_scope.has_value());
    CHECK(passed.pull.rows_used == 1000.0);
    CHECK(passed.pull.rows_read == 1043.0);
    REQUIRE(passed.reasons.size() == 2);
    CHECK_FALSE(passed.reasons[0].count.has_value());
    CHECK_FALSE(passed.reasons[1].count.has_value());
    CHECK(passed.reasons[1].kind == "out_of_scope");
}

TEST_CASE("A reason of few rows is protected by another one", "[disclosure]") {
    const auto account = facts(
        1000, {{"bad_date", "no date", 3}, {"bad_code", "no code", 20}, {"late", "late", 30}}, {});
    const auto passed = told(account, "research_10");
    CHECK_FALSE(passed.reasons[0].count.has_value());
    CHECK_FALSE(passed.reasons[1].count.has_value());
    CHECK(passed.reasons[2].count == 30.0);
    CHECK(passed.pull.rows_refused == 53.0);
}

TEST_CASE("Rounding profiles round the account and hide its small parts", "[disclosure]") {
    const auto account = facts(1003, {{"bad_date", "no date", 3}}, {{"filtered", "filtered", 41}});
    const auto passed = told(account, "nhs_hes");
    CHECK(passed.pull.rows_used == 1005.0);
    CHECK_FALSE(passed.pull.rows_refused.has_value());
    CHECK(passed.pull.rows_out_of_scope == 40.0);
    CHECK(passed.reasons[1].count == 40.0);
    CHECK(told(account, "open_data").pull.rows_refused == 3.0);
}

TEST_CASE("Findings and exclusions are hidden when few cases stand behind them", "[disclosure]") {
    play::Table table(contract::Kind::count);
    table.description.findings = {{"conflict", "two marks for one session", std::nullopt}};
    table.description.exclusions = {{"no_sessions", "no possible session"}};
    table.observed.findings = {{0, 0, 0, 400, 1000, 3},
                               {std::nullopt, std::nullopt, 0, 403, 0, 50}};
    table.observed.exclusions = {{0, 0, 0, 0, 12}, {0, std::nullopt, std::nullopt, 0, 2}};
    const auto notices = table.pass("nhs_hes").publication.findings();
    REQUIRE(notices.size() == 4);
    CHECK_FALSE(notices[0].count.has_value());
    CHECK(notices[0].service_id == "north");
    CHECK(notices[0].period_key == "2024-01");
    CHECK(notices[1].count == 405.0);
    CHECK(notices[1].service_id.empty());
    CHECK(notices[2].count == 10.0);
    CHECK(notices[2].indicator_id == "first");
    CHECK_FALSE(notices[3].count.has_value());
    CHECK(notices[3].kind == "exclusion");
}

TEST_CASE("A publication carries its run, pulls and services", "[disclosure]") {
    play::Table table(contract::Kind::count);
    table.add(play::all, 40);
    table.pulls = {facts(1000, {}, {})};
    const auto passed = table.pass("nhs_hes");
    CHECK(passed.publication.run().run_id == "run-1");
    CHECK(passed.publication.run().measure_version == "2.1.0");
    REQUIRE(passed.publication.pulls().size() == 1);
    CHECK(passed.publication.pulls()[0].rows_read == 1000.0);
    CHECK(passed.publication.services().at(0).second == "North");
}

}  // namespace waymark::disclosure
