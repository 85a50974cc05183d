// SPDX-License-Identifier: MIT
#include "statistics/control_chart.hpp"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "near.hpp"

namespace waymark::statistics {
namespace {

using Series = std::vector<std::optional<double>>;

std::vector<std::string> labels(const ControlChart& chart, const ChartOptions& options = {}) {
    std::vector<std::string> texts;
    for (const ChartPoint& point : chart.points) {
        texts.push_back(signal_text(point.signal, options));
    }
    return texts;
}

void check_chart_limits(const ControlChart& chart, double mean, double lower, double upper,
                        int decimals) {
    REQUIRE(chart.points.front().limits.has_value());
    const ChartLimits& limits = *chart.points.front().limits;
    CHECK(limits.mean == printed(mean, decimals));
    CHECK(limits.lower.value() == printed(lower, decimals));
    CHECK(limits.upper.value() == printed(upper, decimals));
}

const Series with_outlier{1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1};
const Series twelve{50, 52, 49, 51, 50, 48, 52, 50, 51, 49, 50, 51};

}  // namespace

TEST_CASE("statistics example 4: one outlier is screened out of the limits", "[statistics]") {
    const auto chart = control_chart(with_outlier, {});
    check_chart_limits(chart, 1.944444, -.715556, 4.604444, 6);
    const ChartLimits& limits = *chart.points.front().limits;
    CHECK(limits.near_lower.value() == printed(.171111, 6));
    CHECK(limits.near_upper.value() == printed(3.717778, 6));
    for (std::size_t i = 0; i < with_outlier.size(); ++i) {
        CHECK(chart.points[i].signal == (i == 4 ? Signal::above_limit : Signal::common_cause));
    }
    check_chart_limits(control_chart(with_outlier, {.screen_outliers = false}), 1.944444, -3.062614,
                       6.951503, 6);
}

TEST_CASE("statistics example 5: trends, points outside, and the first label that applies",
          "[statistics]") {
    const Series series{50, 49, 50, 51, 52, 53, 54, 55, 56, 55, 54, 53, 52, 51, 50, 49};
    const auto chart = control_chart(series, {});
    check_chart_limits(chart, 52.125, 49.465, 54.785, 3);
    const std::string up = "7 Point Trend (Increasing)";
    const std::string down = "7 Point Trend (Decreasing)";
    CHECK(labels(chart) == std::vector<std::string>{"2 in 3 Below CL", "Below LCL", up, up, up, up,
                                                    up, "Above UCL", "Above UCL", "Above UCL", down,
                                                    down, down, down, down, "Below LCL"});
}

TEST_CASE("A trend that ends on a pair of equal points keeps its direction", "[statistics]") {
    Series series;
    for (int i = 0; i < 7; ++i) {
        series.emplace_back(50.0 + i);
    }
    for (int i = 0; i < 7; ++i) {
        series.emplace_back(56.0 - i);
    }
    const auto chart = control_chart(series, {.screen_outliers = false});
    CHECK(chart.points[5].signal == Signal::trend_increasing);
    CHECK(chart.points[6].signal != Signal::trend_decreasing);
    CHECK(chart.points[8].signal == Signal::trend_decreasing);
}

TEST_CASE("statistics example 6: two of three near a limit", "[statistics]") {
    Series first{50, 51, 50, 51, 50, 51, 50, 51, 50, 51, 50, 51};
    Series second = first;
    for (const double value : {53.1, 51.0, 53.2, 50.0, 51.0, 50.0, 51.0, 50.0}) {
        first.emplace_back(value);
    }
    const auto chart = control_chart(first, {});
    check_chart_limits(chart, 50.765, 47.321, 54.209, 3);
    CHECK(labels(chart)[12] == "2 in 3 Above CL");
    CHECK(labels(chart)[13] == "Common Cause");
    CHECK(labels(chart)[14] == "2 in 3 Above CL");

    for (const double value : {53.0, 55.5, 51.0, 50.0, 51.0, 50.0, 51.0, 50.0}) {
        second.emplace_back(value);
    }
    const auto other = control_chart(second, {});
    CHECK(other.points[0].limits->mean == printed(50.875, 3));
    CHECK(other.points[0].limits->upper.value() == printed(53.904, 3));
    CHECK(labels(other)[12] == "Common Cause");
    const auto newer = control_chart(second, {.two_of_three_counts_outside = true});
    CHECK(labels(newer)[12] == "2 in 3 Above CL");
}

TEST_CASE("statistics example 7: the target against the limits", "[statistics]") {
    check_chart_limits(control_chart(twelve, {}), 50.25, 45.1718, 55.3282, 4);
    const auto assured = [](double target, Improvement improvement) {
        return control_chart(twelve, {.improvement = improvement, .target = target}).assurance;
    };
    CHECK(assured(40, Improvement::increase) == Assurance::pass);
    CHECK(assured(70, Improvement::increase) == Assurance::fail);
    CHECK(assured(50, Improvement::increase) == Assurance::inconsistent);
    CHECK(assured(40, Improvement::decrease) == Assurance::fail);
    CHECK(assured(70, Improvement::decrease) == Assurance::pass);
    CHECK(assured(70, Improvement::neutral) == Assurance::none);
    CHECK(control_chart(twelve, {}).assurance == Assurance::none);
}

TEST_CASE("Which way is better decides the kind of point", "[statistics]") {
    const auto type = [](Improvement improvement) {
        return word(control_chart(with_outlier, {.improvement = improvement}).points[4].type);
    };
    CHECK(type(Improvement::increase) == "special_cause_improvement");
    CHECK(type(Improvement::decrease) == "special_cause_concern");
    CHECK(type(Improvement::neutral) == "special_cause_neutral_high");
}

TEST_CASE("A rebase opens a group of its own; nothing runs across it", "[statistics]") {
    Series series(14, 10.0);
    for (std::size_t i = 0; i < series.size(); ++i) {
        series[i] = (i < 7 ? 10.0 : 20.0) + (i % 2 == 0 ? 0.5 : -0.5);
    }
    const auto whole = control_chart(series, {});
    const auto split = control_chart(series, {.rebases = {7}});
    CHECK(split.points[6].group == 0);
    CHECK(split.points[7].group == 1);
    CHECK(split.points[7].limits->mean == Approx(20.0 - 0.5 / 7));
    CHECK(whole.points[0].signal == Signal::below_limit);
    for (const ChartPoint& point : split.points) {
        CHECK(point.signal == Signal::common_cause);
        CHECK(point.is_short_group);
    }
    CHECK(control_chart(series, {.rebases = {0}}).points[13].group == 0);
}

TEST_CASE("Fixed limits judge all later points of their group", "[statistics]") {
    Series series = twelve;
    series.insert(series.end(), 8, 60.0);
    const auto chart = control_chart(series, {.fix_after = 12});
    check_chart_limits(chart, 50.25, 45.1718, 55.3282, 4);
    CHECK(chart.points[12].signal == Signal::above_limit);
    CHECK_FALSE(chart.points[0].is_short_group);
}

TEST_CASE("Seven points on one side are a run; one on the mean breaks it", "[statistics]") {
    Series series;
    for (int i = 0; i < 20; ++i) {
        series.emplace_back(i % 2 == 0 ? 9.0 : 11.0);
    }
    for (int i = 0; i < 7; ++i) {
        series.emplace_back(i % 2 == 0 ? 10.4 : 10.8);
    }
    const auto chart = control_chart(series, {.fix_after = 20});
    for (std::size_t i = 21; i < 27; ++i) {
        CHECK(signal_text(chart.points[i].signal, {}) == "7 Points Above CL");
    }
    series[23] = 10.0;
    const auto broken = control_chart(series, {.fix_after = 20});
    CHECK(broken.points[26].signal == Signal::common_cause);
    series[23] = std::nullopt;
    const auto missing = control_chart(series, {.fix_after = 20});
    CHECK(missing.points[26].signal == Signal::common_cause);
}

TEST_CASE("Without ranges there are no limits and no signals", "[statistics]") {
    for (const Series& series : {Series{3}, Series(20, 3.0), Series{1, std::nullopt, 9}}) {
        const auto chart = control_chart(series, {.target = 1000.0});
        CHECK_FALSE(chart.points[0].limits->upper.has_value());
        CHECK(chart.points[0].signal == Signal::common_cause);
        CHECK(chart.assurance == Assurance::inconsistent);
    }
    const auto flat = control_chart(Series(20, 3.0), {.screen_outliers = false});
    CHECK(flat.points[0].limits->upper == 3.0);
    CHECK(flat.points[0].signal == Signal::common_cause);
    CHECK_FALSE(control_chart(Series{std::nullopt}, {}).points[0].limits.has_value());
    CHECK(control_chart(Series{}, {}).points.empty());
}

TEST_CASE("What a chart cannot be asked for is told", "[statistics]") {
    CHECK_THROWS_AS(control_chart(twelve, {.fix_after = 11}), Error);
    CHECK_THROWS_AS(control_chart(twelve, {.run_length = 5}), Error);
    CHECK_THROWS_AS(control_chart(twelve, {.trend_length = 10}), Error);
    CHECK_THROWS_AS(control_chart(twelve, {.rebases = {12}}), Error);
}

TEST_CASE("A chart turned upside down signals the other way", "[statistics]") {
    CHECK(rc::check([] {
        const auto numbers = *rc::gen::container<std::vector<int>>(*rc::gen::inRange(1, 40),
                                                                   rc::gen::inRange(0, 12));
        Series series;
        Series mirrored;
        for (const int number : numbers) {
            series.emplace_back(number);
            mirrored.emplace_back(-number);
        }
        const auto chart = control_chart(series, {.improvement = Improvement::increase});
        const auto other = control_chart(mirrored, {.improvement = Improvement::decrease});
        for (std::size_t i = 0; i < series.size(); ++i) {
            RC_ASSERT(chart.points[i].type == other.points[i].type);
            RC_ASSERT(chart.points[i].side == -other.points[i].side);
        }
    }));
}

}  // namespace waymark::statistics
