// SPDX-License-Identifier: MIT
// Figures worked out from releases: never more telling than what they rest on.
#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::Table;

// The only release of a proportion of so many people.
release::Release released(std::int64_t people, std::int64_t contributors, Maturity maturity,
                          Flags flags = 0) {
    Table table(Kind::proportion);
    observation::Observation& cell = table.add(all, people, contributors);
    cell.maturity = maturity;
    cell.flags = flags;
    return table.pass("nhs_hes").publication.releases().at(0);
}

release::Key derived_key() {
    return {.service_id = "north",
            .measure_id = "value",
            .indicator_id = "net_outcomes",
            .series = "",
            .definition_version = "1",
            .grain = "month",
            .period_key = "2024-01",
            .period_basis = "document",
            .stratum_kind = "all",
            .stratum_value = "all",
            .point = ""};
}

release::Figures derived(const std::vector<Ingredient>& inputs, std::optional<double> value) {
    return Gate::derive(derived_key(), inputs, {value}).figures();
}

}  // namespace

TEST_CASE("A derived figure has its value when all it rests on is observed", "[disclosure]") {
    const auto final = released(100, 40, Maturity::final);
    const auto settling =
        released(100, 40, Maturity::provisional, static_cast<Flags>(Flag::low_quality));
    const auto figures = derived({{&final}, {&settling}}, 12.5);
    CHECK(figures.state == State::observed);
    CHECK(figures.value == 12.5);
    CHECK(figures.maturity == Maturity::provisional);
    CHECK(flags_text(figures.flags) == "low_quality");
    CHECK(figures.disclosure_profile == "nhs_hes");
}

TEST_CASE("A suppressed input suppresses the result, whatever else is wrong", "[disclosure]") {
    const auto shown = released(100, 40, Maturity::final);
    const auto hidden = released(100, 3, Maturity::final);
    REQUIRE(hidden.figures().state == State::suppressed);
    for (const auto& inputs :
         {std::vector<Ingredient>{{&shown}, {&hidden}}, std::vector<Ingredient>{{}, {&hidden}},
          std::vector<Ingredient>{{&shown, false}}}) {
        const auto figures = derived(inputs, 12.5);
        CHECK(figures.state == State::suppressed);
        CHECK_FALSE(figures.value);
    }
}

TEST_CASE("What nobody published is missing, what has no meaning is not applicable",
          "[disclosure]") {
    const auto shown = released(100, 40, Maturity::open);
    CHECK(derived({{&shown}, {}}, 12.5).state == State::missing);
    CHECK(derived({{&shown}}, std::nullopt).state == State::not_applicable);
    CHECK(derived({{&shown}}, 1.0).maturity == Maturity::open);
    CHECK(derived({}, 1.0).value == 1.0);
}

}  // namespace waymark::disclosure
