// SPDX-License-Identifier: MIT
#include "disclosure/alarms.hpp"

#include <catch2/catch.hpp>

#include "table.hpp"

namespace waymark::disclosure {
namespace {

using contract::Kind;
using play::all;
using play::Table;

// The titles of the alarms of a share of 60 of 200 people in January.
std::vector<std::string> titles(const Alarm& alarm, std::int64_t contributors = 60) {
    Table table(Kind::proportion);
    table.add(all, 200, contributors);
    table.add({0}, 200, contributors);
    const auto passed = table.pass("nhs_hes");
    std::vector<std::string> told;
    for (const auto& notice : told_of_alarms(passed.publication.releases(), {alarm}, "run-1")) {
        CHECK(notice.service_id == "north");
        CHECK(notice.period_key == "2024-01");
        CHECK(notice.code == "alarm");
        CHECK_FALSE(notice.count);
        told.push_back(notice.title);
    }
    return told;
}

Alarm band(std::optional<double> least, std::optional<double> most) {
    return {.indicator = "first",
            .series = "",
            .least = least,
            .most = most,
            .people = 0,
            .source = "a test"};
}

}  // namespace

TEST_CASE("A released value outside its band is told once, with limit and source", "[disclosure]") {
    CHECK(titles(band({}, 0.25)) == std::vector<std::string>{"first is 0.3, above 0.25 (a test)"});
    CHECK(titles(band(0.4, {})) == std::vector<std::string>{"first is 0.3, below 0.4 (a test)"});
    CHECK(titles(band(0.3, 0.3)).empty());
    CHECK(titles(band(0.0001, {}), 0) ==
          std::vector<std::string>{"first is 0, below 0.0001 (a test)"});
}

TEST_CASE("What is hidden, of another indicator or of few people raises no alarm", "[disclosure]") {
    CHECK(titles(band({}, 0.0), 3).empty());
    Alarm other = band({}, 0.1);
    other.indicator = "second";
    CHECK(titles(other).empty());
    Alarm series = band({}, 0.1);
    series.series = "a";
    CHECK(titles(series).empty());
    Alarm many = band({}, 0.1);
    many.people = 201;
    CHECK(titles(many).empty());
}

}  // namespace waymark::disclosure
