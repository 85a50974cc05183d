// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "waymark/measure.hpp"
#include "waymark/testing.hpp"

namespace {

using namespace waymark;

struct Visit {
    Day date;
};

constexpr Count visits{0};

struct Talkative : CaseMeasure<Visit> {
    static void describe(Definition& is) {
        is.measure({.id = "org.example.talkative", .version = "1.0.0", .title = "Talkative"});
        is.input<Visit>("visits", {.date = "date"}).date<&Visit::date>("date");
        is.indicator(visits, "visits",
                     {.title = "Visits", .unit = "visits", .definition = "rows", .source = "none"});
    }
    void answer(const Case& /*person*/, Rows<Visit> rows, Answer& out) const {
        if (rows.empty()) {
            out.log(LogLevel::warning, "a case without visits");
        }
        out.log(LogLevel::info, "asked");
    }
};

}  // namespace

TEST_CASE("What a measure logs comes to the host line by line", "[sdk]") {
    testing::Scene scene(measure_table<Talkative>());
    scene.as_of(Day::of(2025, 1, 1));
    scene.period("2024", {.grain = Grain::calendar_year,
                          .first = Day::of(2024, 1, 1),
                          .last = Day::of(2024, 12, 31)});
    scene.add_case("ada", {.start = Day::of(2024, 1, 1)});
    scene.add_case("bob", {.start = Day::of(2024, 1, 1)});
    scene.row("visits", "ada", {{"date", "2024-03-01"}});
    const auto outcome = scene.run();
    CHECK(outcome.status == WM_OK);
    CHECK(outcome.log == std::vector<std::string>{"a case without visits", "asked", "asked"});
}
