// SPDX-License-Identifier: MIT
#include "contract/attrition.hpp"

#include <catch2/catch.hpp>

#include "example.hpp"

namespace waymark::contract {

TEST_CASE("The host's indicators follow the measure's, one per step and one of exclusions",
          "[contract]") {
    const Description own = parse_description(example().dump());
    const Description reported = with_attrition(own);
    const std::size_t first = own.indicators.size();
    REQUIRE(reported.indicators.size() == first + attrition_steps + 1);
    for (std::size_t i = 0; i < reported.indicators.size(); ++i) {
        CHECK(reported.indicators[i].is_attrition == (i >= first));
        CHECK(reported.indicators[i].id.starts_with(attrition_prefix) == (i >= first));
        if (i >= first) {
            CHECK(attrition_place(reported.indicators[i].id) == i - first);
            CHECK_FALSE(reported.indicators[i].definition.empty());
        }
    }
    CHECK(attrition_series(own).size() == attrition_steps + 1);
    CHECK(attrition_series(own).back() == std::vector<std::string>{"no_sessions"});
}

TEST_CASE("A measure without exclusions has no series of them", "[contract]") {
    auto json = example();
    json.erase("exclusions");
    const Description own = parse_description(json.dump());
    CHECK(with_attrition(own).indicators.size() == own.indicators.size() + attrition_steps);
    CHECK(attrition_series(own).size() == attrition_steps);
}

TEST_CASE("A measure may not declare an indicator of the host's", "[contract]") {
    auto json = example();
    json["indicators"][0]["id"] = "attrition_eligible";
    CHECK_THAT(faults_of(json.dump()),
               Catch::Contains("/indicators/0/id") && Catch::Contains("keeps for its own"));
}

}  // namespace waymark::contract
