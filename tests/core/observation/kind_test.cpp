// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "play.hpp"

namespace waymark::observation {
namespace {

using contract::Kind;
using play::find_cell;
using play::first_sums;
using play::Run;

// Person 0 with one case, person 1 with two cases in the same service.
Run three_cases(Kind kind) {
    Run run(kind);
    run.cases = {{0, 0, {}}, {1, 0, {}}, {1, 0, {}}};
    return run;
}

}  // namespace

TEST_CASE("A person's contributions are added before they are squared", "[observation]") {
    const Run run = three_cases(Kind::ratio);
    const auto observed = run.observed({{0, 2, 10}, {1, 3, 20}, {2, 4, 30}});
    const Sums& sums = first_sums(observed);

    CHECK(sums.contributions == 3);
    CHECK(sums.people == 2);
    CHECK(sums.contributors == 2);
    CHECK(sums.a == 9);
    CHECK(sums.b == 60);
    CHECK(sums.aa == 4 + 49);
    CHECK(sums.ab == 20 + 350);
    CHECK(sums.bb == 100 + 2500);
}

TEST_CASE("Units of one case are joined also when other calls come between", "[observation]") {
    const Run run = three_cases(Kind::ratio);
    const auto observed = run.observed({{0, 2, 10}, {1, 1, 1}, {0, 5, 20}, {2, 1, 1}}, 1, 1);
    CHECK(first_sums(observed).people == 2);
    CHECK(first_sums(observed).aa == 49 + 4);
    CHECK(first_sums(observed).bb == 900 + 4);
}

TEST_CASE("People are those with b, contributors those with a", "[observation]") {
    const Run run = three_cases(Kind::ratio);
    const auto observed = run.observed({{0, 0, 10}, {1, 3, 0}});
    CHECK(first_sums(observed).people == 1);
    CHECK(first_sums(observed).contributors == 1);
}

TEST_CASE("Events that are not whole numbers stay exact beside whole ones", "[observation]") {
    const Run run = three_cases(Kind::rate);
    const auto observed = run.observed({{0, 1, 0.25}, {1, 2, 365}});
    CHECK(first_sums(observed).a == 3);
    CHECK(first_sums(observed).b == 365.25L);
    CHECK(first_sums(observed).ab == 730.25L);
    CHECK(first_sums(observed).bb == 133225.0625L);
}

TEST_CASE("A proportion counts successes of people, both weighted", "[observation]") {
    Run run(Kind::proportion);
    run.cases = {{0, 0, {}}, {1, 0, {}}};
    SECTION("one person each") {
        const auto observed = run.observed({{0, 1, 1}, {1, 0, 1}});
        CHECK(first_sums(observed).a == 1);
        CHECK(first_sums(observed).b == 2);
        CHECK(first_sums(observed).contributors == 1);
    }
    SECTION("weights") {
        const auto observed = run.observed({{0, 1, 0.5}, {1, 0, 2}});
        CHECK(first_sums(observed).a == 0.5L);
        CHECK(first_sums(observed).b == 2.5L);
        CHECK(first_sums(observed).people == 2);
    }
    SECTION("rows that stand for many") {
        run.aggregate = true;
        const auto observed = run.observed({{0, 12, 1, 0, 0, 300}, {1, 8, 1, 0, 0, 200}});
        CHECK(first_sums(observed).a == 20);
        CHECK(first_sums(observed).b == 500);
        CHECK(first_sums(observed).people == 500);
        CHECK(first_sums(observed).contributors == 20);
        CHECK(first_sums(observed).from_aggregates);
    }
}

TEST_CASE("A mean is weighted, and a person counts with the mean of their values",
          "[observation]") {
    const Run run = three_cases(Kind::mean);
    SECTION("weights of 1") {
        const auto observed = run.observed({{0, 4, 1}, {1, 6, 1}});
        CHECK(first_sums(observed).a == 10);
        CHECK(first_sums(observed).b == 2);
        CHECK(first_sums(observed).aa == 52);
    }
    SECTION("other weights: w x, w, w x x, w w") {
        const auto observed = run.observed({{0, 4, 2}, {1, 6, 0.5}});
        CHECK(first_sums(observed).a == 11);
        CHECK(first_sums(observed).b == 2.5L);
        CHECK(first_sums(observed).aa == 50);
        CHECK(first_sums(observed).bb == 4.25L);
    }
    SECTION("two values of a person weigh as much as two") {
        const auto observed = run.observed({{1, 4, 1}, {2, 8, 1}});
        CHECK(first_sums(observed).b == 2);
        CHECK(first_sums(observed).aa == 72);
        CHECK(first_sums(observed).people == 1);
    }
}

TEST_CASE("A score of nothing still counts in a change", "[observation]") {
    const Run run = three_cases(Kind::change);
    const auto observed = run.observed({{0, 12, 0}, {1, 10, 4}, {2, 14, 8}});
    const Sums& sums = first_sums(observed);
    CHECK(sums.people == 2);
    CHECK(sums.contributors == 2);
    CHECK(sums.a == 12 + 12);  // the second person's pairs count with their mean
    CHECK(sums.b == 6);
    CHECK(sums.ab == 72);
}

TEST_CASE("Times keep events and censored people apart", "[observation]") {
    const Run run = three_cases(Kind::time_to_event);
    const auto observed = run.observed({{0, 30, 1}, {1, 30, 0}, {2, 45, 1}});
    const Sums& sums = first_sums(observed);
    CHECK(sums.people == 2);
    CHECK(sums.contributors == 2);
    REQUIRE(sums.times.size() == 2);
    CHECK(sums.times.at(30) == std::pair<std::int64_t, std::int64_t>(1, 1));
    CHECK(sums.times.at(45) == std::pair<std::int64_t, std::int64_t>(1, 0));
}

TEST_CASE("Quantiles keep every value with how often it came", "[observation]") {
    const Run run = three_cases(Kind::quantile);
    const auto observed = run.observed({{0, 0, 1}, {1, 5, 1}, {2, 5, 1}});
    CHECK(first_sums(observed).values == std::map<double, std::int64_t>{{0, 1}, {5, 2}});
    CHECK(first_sums(observed).people == 2);
}

TEST_CASE("A person counts in every stratum they are in, and once in all", "[observation]") {
    Run run(Kind::count);
    run.frame.strata = {{"all", {"all"}}, {"sex", {"F", "M"}}, {"age", {"10-14", "15-17"}}};
    run.description.strata = {{"age", {"10-14", "15-17"}}};
    run.cases = {{0, 0, {1}}, {0, 0, {0}}, {1, 1, {0}}};
    const auto observed = run.observed({{0, 1, 1, 0, 0, 1, WM_STATE_OBSERVED, {1}},
                                        {1, 1, 1, 0, 0, 1, WM_STATE_OBSERVED, {}},
                                        {2, 1, 1, 0, 0, 1, WM_STATE_OBSERVED, {0}}});
    CHECK(first_sums(observed).people == 1);
    CHECK(first_sums(observed).aa == 4);
    CHECK(find_cell(observed, {0, 0, 0, 0, 1, 0})->sums.people == 1);
    CHECK(find_cell(observed, {0, 0, 0, 0, 1, 1})->sums.people == 1);
    CHECK(find_cell(observed, {0, 0, 0, 0, 2, 0}) == nullptr);
    CHECK(find_cell(observed, {0, 0, 0, 0, 2, 1})->sums.contributions == 1);
    CHECK(find_cell(observed, {1, 0, 0, 0, 2, 0})->sums.people == 1);
}

}  // namespace waymark::observation
