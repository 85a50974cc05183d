// SPDX-License-Identifier: MIT
#include "disclosure/history.hpp"

#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::as_earlier;
using play::figures;
using play::Table;

Table counted(std::int64_t people) {
    Table table(Kind::count);
    table.add(all, people);
    return table;
}

// Passes counts one vintage after the other; the last one's figures.
release::Figures after(const std::vector<std::int64_t>& vintages, const std::string& profile) {
    Passed passed = counted(vintages[0]).pass(profile);
    for (std::size_t i = 1; i < vintages.size(); ++i) {
        const Table table = counted(vintages[i]);
        passed = table.pass(profile, as_earlier(passed));
    }
    return passed.publication.releases().at(0).figures();
}

}  // namespace

TEST_CASE("A difference of few people between vintages is held back", "[disclosure]") {
    const auto held = after({40, 43}, "research_10");
    CHECK(held.value == 40.0);
    CHECK(has(held.flags, Flag::held));
    CHECK_FALSE(has(held.flags, Flag::revised));

    const auto restated = after({40, 50}, "research_10");
    CHECK(restated.value == 50.0);
    CHECK_FALSE(has(restated.flags, Flag::held));
    CHECK(has(restated.flags, Flag::revised));
}

TEST_CASE("Where an older definition was published the first period of each series is a break",
          "[disclosure]") {
    Table table(Kind::count);
    table.add(all, 40);
    table.add({0, 0, 1, 0}, 50);
    const auto flags_of = [&](std::uint32_t period) {
        const auto passed = table.pass("nhs_hes");
        return flags_text(figures(passed, table, {0, 0, period, 0}).flags);
    };
    CHECK(flags_of(0).empty());
    table.begins_anew = true;
    CHECK(flags_of(0) == "break");
    CHECK(flags_of(1).empty());
}

TEST_CASE("Counts beside a withheld rate are held too, also when the rate would be told now",
          "[disclosure]") {
    const auto cohort = [](std::int64_t people) {
        Table table(Kind::proportion);
        table.add(all, people, 12);
        return table;
    };
    const auto first = cohort(28).pass("moj_small");
    for (const std::int64_t people : {29, 31}) {
        const Table now = cohort(people);
        const auto passed = now.pass("moj_small", as_earlier(first));
        CHECK(figures(passed, now, all).state == State::unavailable);
        CHECK(figures(passed, now, all).people == 28.0);
        CHECK(has(figures(passed, now, all).flags, Flag::held));
    }
}

TEST_CASE("Small steps cannot add up unseen: they are measured from what was shown",
          "[disclosure]") {
    CHECK(after({40, 45, 49}, "research_10").value == 40.0);
    CHECK(after({40, 45, 50}, "research_10").value == 50.0);
}

TEST_CASE("Profiles that round, or show everything, hold nothing", "[disclosure]") {
    CHECK(after({40, 43}, "nhs_hes").value == 45.0);
    CHECK(after({40, 41}, "open_data").value == 41.0);
    CHECK_FALSE(has(after({40, 41}, "nhs_hes").flags, Flag::held));
}

TEST_CASE("What one vintage hid the next does not show, unless much has changed", "[disclosure]") {
    CHECK(after({9, 12}, "research_10").state == State::suppressed);
    CHECK(after({9, 19}, "research_10").value == 19.0);
    CHECK(after({5, 9, 14}, "research_10").state == State::suppressed);
    CHECK(after({5, 9, 15}, "research_10").value == 15.0);
    CHECK(after({7, 8}, "nhs_hes").state == State::suppressed);
    CHECK(after({7, 15}, "nhs_hes").value == 15.0);
}

TEST_CASE("A cell kept hidden is protected on its line", "[disclosure]") {
    Table first(Kind::count);
    first.add_line({8, 30, 40});
    Table second(Kind::count);
    second.add_line({12, 30, 40});
    const auto passed = second.pass("research_10", as_earlier(first.pass("research_10")));
    CHECK(play::line_text(passed) == "- - 40 | 78");
}

TEST_CASE("An unchanged figure keeps its mark, a changed one of an open period has none",
          "[disclosure]") {
    CHECK(has(after({40, 60, 60}, "research_10").flags, Flag::revised));
    CHECK_FALSE(has(after({40, 40}, "research_10").flags, Flag::revised));

    Table open = counted(40);
    open.observed.cells[0].maturity = Maturity::open;
    const Table grown = counted(60);
    const auto passed = grown.pass("nhs_hes", as_earlier(open.pass("nhs_hes")));
    CHECK_FALSE(has(figures(passed, grown, all).flags, Flag::revised));
}

TEST_CASE("Every restatement has one reason", "[disclosure]") {
    CHECK(after({40, 60}, "research_10").restated == Restatement::late_data);
    CHECK(after({60, 40}, "research_10").restated == Restatement::correction);
    CHECK(after({60, 40, 40}, "research_10").restated == Restatement::correction);
    CHECK(after({40, 40}, "research_10").restated == Restatement::none);
    CHECK(after({40, 43}, "research_10").restated == Restatement::none);  // held: nothing differs

    const Table first = counted(40);
    const Table now = counted(60);
    const auto earlier = as_earlier(first.pass("nhs_hes"));
    CHECK(figures(now.pass("research_10", earlier), now, all).restated ==
          Restatement::disclosure_rule);
}

TEST_CASE("The reason says no more than the released numbers", "[disclosure]") {
    // 42 and 41 are both released as 40: nothing differs, and nobody learns that one person left.
    const auto rounded = after({42, 41}, "nhs_hes");
    CHECK(rounded.value == 40.0);
    CHECK(rounded.restated == Restatement::none);
    CHECK_FALSE(has(rounded.flags, Flag::revised));
}

TEST_CASE("A key that is no longer produced is withdrawn, once", "[disclosure]") {
    Table before = counted(40);
    before.add({0, 0, 1, 0}, 50);
    const Table now = counted(40);
    const auto passed = now.pass("nhs_hes", as_earlier(before.pass("nhs_hes")));
    REQUIRE(passed.publication.releases().size() == 2);
    const auto& gone = figures(passed, before, {0, 0, 1, 0});
    CHECK(gone.state == State::withdrawn);
    CHECK_FALSE(gone.value.has_value());
    CHECK_FALSE(gone.people.has_value());
    CHECK(gone.period_end == date_of(2024, 2, 29));

    CHECK(now.pass("nhs_hes", as_earlier(passed)).publication.releases().size() == 1);
}

TEST_CASE("A new definition ends the old series and withdraws nothing of it", "[disclosure]") {
    const Table before = counted(40);
    Table now = counted(41);
    now.description.version = "3.0.0";
    const auto passed = now.pass("research_10", as_earlier(before.pass("research_10")));
    REQUIRE(passed.publication.releases().size() == 1);
    CHECK(passed.publication.releases()[0].figures().value == 41.0);
}

TEST_CASE("The same run passed twice gives the same releases", "[disclosure]") {
    Table table(Kind::proportion);
    table.add({0}, 100, 3);
    table.add({1}, 120, 40);
    table.add({2}, 130, 60);
    table.add(all, 350, 103);
    const auto once = table.pass("dfe_cla");
    const auto twice = table.pass("dfe_cla", as_earlier(once));
    CHECK(once.publication.releases() == twice.publication.releases());
}

}  // namespace waymark::disclosure
