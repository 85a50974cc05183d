// SPDX-License-Identifier: MIT
#include "statistics/run_chart.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace waymark::statistics {
namespace {

using Series = std::vector<std::optional<double>>;

}  // namespace

TEST_CASE("The limits of runs are those published for 10 to 36 points", "[statistics]") {
    // Anhoej, Olesen (2014), table 1.
    struct Row {
        std::size_t n;
        std::int64_t longest, crossings;
    };
    for (const Row& row :
         {Row{10, 6, 2}, Row{12, 7, 3}, Row{20, 7, 6}, Row{24, 8, 8}, Row{36, 8, 13}}) {
        CAPTURE(row.n);
        CHECK(run_limits(row.n)->longest == row.longest);
        CHECK(run_limits(row.n)->crossings == row.crossings);
    }
    CHECK_FALSE(run_limits(1).has_value());
    CHECK(run_limits(100'000)->crossings > 49'000);
}

TEST_CASE("A shift is a long run with few crossings", "[statistics]") {
    Series series;
    for (int i = 0; i < 10; ++i) {
        series.emplace_back(i % 2 == 0 ? 1 : 2);
    }
    for (int i = 0; i < 10; ++i) {
        series.emplace_back(i % 2 == 0 ? 11 : 12);
    }
    const auto chart = run_chart(series);
    REQUIRE(chart.has_value());
    CHECK(chart->centre == 6.5);
    CHECK(chart->useful == 20);
    CHECK(chart->longest == 10);
    CHECK(chart->crossings == 1);
    CHECK(chart->is_signal);
}

TEST_CASE("Points on the centre and missing ones are passed over", "[statistics]") {
    const auto chart = run_chart(Series{1, 3, 2, std::nullopt, 3, 1, 2});
    REQUIRE(chart.has_value());
    CHECK(chart->centre == 2);
    CHECK(chart->useful == 4);
    CHECK(chart->longest == 2);
    CHECK(chart->crossings == 2);
    CHECK_FALSE(chart->is_signal);
}

TEST_CASE("The centre may be that of the first points", "[statistics]") {
    const Series series{1, 2, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    CHECK(run_chart(series, 3)->centre == 2);
    CHECK(run_chart(series, 3)->longest == 10);
    CHECK(run_chart(series)->centre == 9);
}

TEST_CASE("A series without values has no run chart", "[statistics]") {
    CHECK_FALSE(run_chart(Series{}).has_value());
    CHECK_FALSE(run_chart(Series{std::nullopt, 3}, 1).has_value());
    CHECK_FALSE(run_chart(Series{3})->limits.has_value());
}

}  // namespace waymark::statistics
