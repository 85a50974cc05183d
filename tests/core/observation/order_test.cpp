// SPDX-License-Identifier: MIT
#include <rapidcheck.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "play.hpp"

namespace waymark::observation {
namespace {

using contract::Kind;
using play::Run;
using play::Told;

constexpr std::uint32_t period_count = 2;

rc::Gen<std::vector<Told>> contributions(std::uint32_t cases, std::uint32_t indicators) {
    return rc::gen::container<std::vector<Told>>(rc::gen::map(
        rc::gen::tuple(rc::gen::inRange(0u, cases), rc::gen::inRange(-40, 400),
                       rc::gen::inRange(0, 40), rc::gen::inRange(0u, indicators),
                       rc::gen::inRange(0u, period_count)),
        [](const std::tuple<std::uint32_t, int, int, std::uint32_t, std::uint32_t>& drawn) {
            const auto [number, a, b, indicator, period] = drawn;
            return Told{number, a / 7.0, b / 2.0, indicator, period};
        }));
}

std::vector<play::Case> drawn_cases() {
    return *rc::gen::container<std::vector<play::Case>>(
        12, rc::gen::map(rc::gen::tuple(rc::gen::inRange(0u, 7u), rc::gen::inRange(0u, 2u),
                                        rc::gen::inRange(0u, 3u)),
                         [](const std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>& drawn) {
                             const auto [person, service, stratum] = drawn;
                             return play::Case{person, service, {stratum}};
                         }));
}

Run drawn_run() {
    Run run(std::vector<Kind>{Kind::ratio, Kind::mean, Kind::change, Kind::quantile});
    run.frame.strata = {{"all", {"all"}}, {"band", {"a", "b", "c"}}};
    run.cases = drawn_cases();
    return run;
}

// The plainest way to the sums of ratios: people in maps, then squares.
struct Plain {
    std::map<std::uint32_t, std::pair<long double, long double>> people;
};

std::map<CellKey, Plain> plain_ratios(const Run& run, const std::vector<Told>& told) {
    std::map<CellKey, Plain> cells;
    for (const Told& one : told) {
        const play::Case& owner = run.cases[one.case_number];
        for (const std::uint32_t kind : {0u, 1u}) {
            const std::uint32_t value = kind == 0 ? 0 : owner.strata[0];
            const CellKey key{owner.service, one.indicator, 0, one.period, kind, value};
            if (one.indicator == 0) {
                auto& [a, b] = cells[key].people[owner.person];
                a += one.a;
                b += one.b;
            }
        }
    }
    return cells;
}

bool near(long double left, long double right) {
    return std::fabs(left - right) <= 1e-12L * std::max(1.0L, std::fabs(right));
}

}  // namespace

TEST_CASE("Any split of contributions over calls gives the same bits", "[observation]") {
    const bool holds = rc::check([] {
        const Run run = drawn_run();
        const auto told = *contributions(12, 4);
        const auto whole = run.observed(told);
        RC_ASSERT(
            play::same_cells(whole, run.observed(told, 1, *rc::gen::inRange<std::size_t>(1, 5))));
    });
    CHECK(holds);
}

TEST_CASE("Any number of shards and any order of answers gives the same bits", "[observation]") {
    const bool holds = rc::check([] {
        const Run run = drawn_run();
        const auto told = *contributions(12, 4);
        const auto whole = run.observed(told);
        auto reversed = told;
        std::reverse(reversed.begin(), reversed.end());
        RC_ASSERT(play::same_cells(whole, run.observed(reversed, *rc::gen::inRange(1u, 6u), 3)));
    });
    CHECK(holds);
}

TEST_CASE("Settling after whole cases changes nothing", "[observation]") {
    const bool holds = rc::check([] {
        const Run run = drawn_run();
        auto told = *contributions(12, 4);
        std::stable_sort(told.begin(), told.end(), [](const Told& left, const Told& right) {
            return left.case_number < right.case_number;
        });
        const auto whole = run.observed(told);
        RC_ASSERT(play::same_cells(whole, run.observed_case_by_case(told)));
    });
    CHECK(holds);
}

TEST_CASE("People are joined as in the plainest reckoning", "[observation]") {
    const bool holds = rc::check([] {
        const Run run = drawn_run();
        const auto told = *contributions(12, 1);
        const auto observed = run.observed(told, *rc::gen::inRange(1u, 4u));
        const auto plain = plain_ratios(run, told);
        RC_ASSERT(observed.cells.size() == plain.size());
        for (const auto& [key, cell] : plain) {
            const Observation* found = play::find_cell(observed, key);
            RC_ASSERT(found != nullptr);
            long double aa = 0;
            long double ab = 0;
            std::int64_t people = 0;
            for (const auto& [person, sums] : cell.people) {
                aa += sums.first * sums.first;
                ab += sums.first * sums.second;
                people += sums.second != 0 ? 1 : 0;
            }
            RC_ASSERT(near(found->sums.aa, aa));
            RC_ASSERT(near(found->sums.ab, ab));
            RC_ASSERT(found->sums.people == people);
        }
    });
    CHECK(holds);
}

}  // namespace waymark::observation
