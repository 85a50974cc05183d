// SPDX-License-Identifier: MIT
#include "disclosure/profile.hpp"

#include <catch2/catch.hpp>
#include <type_traits>

#include "base/error.hpp"
#include "table.hpp"

namespace waymark::disclosure {

// Nothing but the gate and the store can make these (ADR 0004).
static_assert(!std::is_default_constructible_v<release::Publication>);
static_assert(!std::is_default_constructible_v<release::Release>);
static_assert(!std::is_constructible_v<release::Release, release::Key, release::Figures>);
static_assert(!std::is_aggregate_v<release::Release>);
static_assert(!std::is_aggregate_v<release::Publication>);

TEST_CASE("An unknown profile is told with the known ones", "[disclosure]") {
    CHECK_THROWS_WITH(Gate({"nhs", "head of data", ""}),
                      Catch::Contains("'nhs'") && Catch::Contains("dfe_cla") &&
                          Catch::Contains("moj_small") && Catch::Contains("nhs_hes") &&
                          Catch::Contains("open_data") && Catch::Contains("opensafely") &&
                          Catch::Contains("research_10"));
}

TEST_CASE("Somebody must have approved, and open data need a reason", "[disclosure]") {
    CHECK_THROWS_WITH(Gate({"nhs_hes", "", ""}), Catch::Contains("approved_by"));
    CHECK_THROWS_WITH(Gate({"open_data", "head of data", ""}), Catch::Contains("reason"));
    CHECK_NOTHROW(Gate({"nhs_hes", "head of data", ""}));
}

TEST_CASE("Open data show everything and print their reason", "[disclosure]") {
    play::Table table(contract::Kind::proportion);
    table.add({0}, 3, 1);
    table.add(play::all, 8, 8);
    const auto passed = table.pass("open_data");
    CHECK(play::figures(passed, table, {0}).numerator == 1.0);
    CHECK(play::figures(passed, table, {0}).denominator == 3.0);
    CHECK(play::figures(passed, table, play::all).value == 1.0);
    CHECK(passed.publication.run().reason == "published elsewhere");
    CHECK(passed.publication.run().disclosure_profile == "open_data");
    CHECK(passed.publication.run().approved_by == "head of data");
}

TEST_CASE("Every profile says where it comes from and whether that was checked", "[disclosure]") {
    for (const Profile& profile : profiles()) {
        CAPTURE(profile.id);
        CHECK_FALSE(profile.source.empty());
        CHECK_FALSE(profile.title.empty());
    }
    CHECK(profile_named("moj_small").status == "background");
    CHECK(profile_named("nhs_hes").status == "verified");
}

TEST_CASE("A profile that would let counts out unseen is refused", "[disclosure]") {
    CHECK_THROWS_WITH(parse_profiles("[p]\nstatus = 'verified'\nhide_upto = 5"),
                      Catch::Contains("hide_upto") || Catch::Contains("reason"));
    CHECK_THROWS_WITH(parse_profiles("[p]\nneeds_reason = true\nhide_upto = 5"),
                      Catch::Contains("unknown key 'hide_upto'"));
    CHECK_THROWS_WITH(parse_profiles("[p]\nstatus = 'verified'\nhide_up_to = 5"),
                      Catch::Contains("secondary"));
    CHECK_THROWS_WITH(parse_profiles("[p]\nstatus = 'verified'"), Catch::Contains("reason"));
    CHECK_THROWS_WITH(parse_profiles("[p]\nhide_up_to = '5'"), Catch::Contains("wrong type"));
    CHECK_THROWS_WITH(parse_profiles("[p"), Catch::Contains("profiles.toml"));
}

}  // namespace waymark::disclosure
