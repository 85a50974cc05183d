// SPDX-License-Identifier: MIT
// Registers of made-up pupils for the tests of attendance: marks as they are printed.
#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "contract/description.hpp"
#include "contract/parameters.hpp"
#include "waymark/testing.hpp"

namespace attendance_test {

namespace wt = waymark::testing;
using waymark::Day;

/// Marks of enrolments, week by week as they are printed: "/ \ | L \" is two days.
class Register {
public:
    explicit Register(Day monday, Day period_first = Day::of(2024, 8, 1),
                      Day period_last = Day::of(2024, 12, 31))
        : monday_(monday), scene_(waymark_measure()) {
        const auto description =
            waymark::contract::parse_description(waymark_measure()->description);
        const std::string folder = std::string(WAYMARK_SOURCE_DIR) + "/plugins/attendance";
        parameters_ = waymark::contract::resolved_parameters(description, {}, folder).json;
        scene_.parameters(parameters_);
        scene_.period("autumn",
                      {.grain = waymark::Grain::term, .first = period_first, .last = period_last});
    }

    /// Sessions from Monday morning on, two a day over weekdays; "-" leaves one out.
    Register& marks(const std::string& pupil, const std::string& school, const std::string& codes) {
        if (pupils_.insert({pupil, true}).second) {
            scene_.add_case(pupil, {.start = waymark::far_past});
        }
        std::istringstream words(codes);
        int session = 0;
        for (std::string code; words >> code;) {
            if (code == "|") {
                continue;
            }
            if (code != "-") {
                const int school_day = session / 2;
                mark(pupil, school, monday_ + (school_day / 5 * 7 + school_day % 5),
                     session % 2 == 0 ? "AM" : "PM", code);
            }
            ++session;
        }
        return *this;
    }
    Register& mark(const std::string& pupil, const std::string& school, Day day,
                   const std::string& session, const std::string& code,
                   const std::string& recorded_at = "") {
        wt::Values values{{"unit", school}, {"date", day.text()}, {"session", session}};
        if (!code.empty()) {
            values.push_back({"code", code});
        }
        if (!recorded_at.empty()) {
            values.push_back({"recorded_at", recorded_at});
        }
        scene_.row("marks", pupil, values);
        return *this;
    }
    /// Puts `value`, a JSON text, in place of a parameter's default.
    Register& with(const std::string& parameter, const std::string& given,
                   const std::string& value) {
        const std::string before = "\"" + parameter + "\":" + given;
        const auto at = parameters_.find(before);
        REQUIRE(at != std::string::npos);
        parameters_.replace(at, before.size(), "\"" + parameter + "\":" + value);
        scene_.parameters(parameters_);
        return *this;
    }
    Register& with_details() { return with("details", "false", "true"); }
    Register& of_statistical_population() {
        return with("population", R"("all")", R"("statistical")");
    }
    Register& pupil(const std::string& name, const wt::Values& facts) {
        pupils_.insert({name, true});
        scene_.add_case(name, {.start = waymark::far_past, .columns = facts});
        return *this;
    }
    wt::Scene& scene() { return scene_; }
    [[nodiscard]] wt::Outcome outcome() const {
        const wt::Outcome outcome = scene_.run();
        INFO(outcome.message);
        CHECK(outcome.status == WM_OK);
        return outcome;
    }

private:
    Day monday_;
    wt::Scene scene_;
    std::string parameters_;
    std::map<std::string, bool> pupils_;
};

using Fraction = std::pair<double, double>;

inline Fraction ratio(const wt::Outcome& outcome, const std::string& indicator,
                      std::size_t at = 0) {
    const auto found = outcome.of(indicator);
    REQUIRE(found.size() > at);
    return {found[at].a, found[at].b};
}

inline bool holds(const wt::Outcome& outcome, const std::string& indicator, std::size_t at = 0) {
    return ratio(outcome, indicator, at).first == 1.0;
}

inline std::int64_t found(const wt::Outcome& outcome, const std::string& code) {
    std::int64_t count = 0;
    for (const auto& finding : outcome.findings) {
        count += finding.code == code ? finding.count : 0;
    }
    return count;
}

inline const Day monday = Day::of(2024, 9, 2);
inline const Day far_away = Day::of(2030, 8, 1);

}  // namespace attendance_test
