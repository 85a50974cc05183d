// SPDX-License-Identifier: MIT
#include "schedule/rule.hpp"

#include <catch2/catch.hpp>

namespace waymark::schedule {

using namespace std::chrono_literals;

TEST_CASE("A time of day is two digits, a colon and two digits", "[schedule]") {
    CHECK(parse_time("05:00") == 5h);
    CHECK(parse_time("23:59") == 23h + 59min);
    CHECK(parse_time("00:00") == 0min);
    for (const char* text : {"24:00", "5:00", "05:60", "05.00", "05:0", "", "0a:00", "05:0x"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_time(text).has_value());
    }
}

TEST_CASE("Rules are told as text", "[schedule]") {
    CHECK(text(std::get<Cron>(Cron::parse("0 5 * * *"))) == "0 5 * * *");
    CHECK(text(NamedRule{Named::quarterly, std::chrono::days{2}, 5h}) ==
          "quarterly + 2 days at 05:00");
}

TEST_CASE("Words of the configuration are read back", "[schedule]") {
    for (const Named named : {Named::weekly, Named::monthly, Named::quarterly, Named::termly}) {
        CHECK(named_of(word(named)) == named);
    }
    for (const CatchUp catch_up : {CatchUp::none, CatchUp::latest, CatchUp::all}) {
        CHECK(catch_up_of(word(catch_up)) == catch_up);
    }
    CHECK_FALSE(named_of("yearly").has_value());
    CHECK_FALSE(catch_up_of("").has_value());
}

}  // namespace waymark::schedule
