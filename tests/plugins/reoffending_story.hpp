// SPDX-License-Identifier: MIT
// People with events and offences as a test tells them, run through the reoffending measure.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "contract/description.hpp"
#include "contract/parameters.hpp"
#include "waymark/testing.hpp"

namespace reoffending_test {

namespace wt = waymark::testing;
using waymark::Day;
using waymark::State;

/// Dates are texts such as "2023-04-10". Periods are the quarters Q2 2023 to Q1 2024, named
/// "2023-Q2" and so on, and the calendar year "2023". The data cut is late enough for all to be
/// settled unless a test says otherwise.
class Story {
public:
    explicit Story(const std::string& cut = "2026-01-01", const std::string& parameters = "{}")
        : scene_(waymark_measure()) {
        const auto description =
            waymark::contract::parse_description(waymark_measure()->description);
        const std::string folder = std::string(WAYMARK_SOURCE_DIR) + "/plugins/reoffending";
        scene_.parameters(
            waymark::contract::resolved_parameters(description, {.json = parameters}, folder).json);
        scene_.as_of(day(cut));
        quarter("2023-Q2", 2023, 2, "2023-04-01", "2023-06-30");
        quarter("2023-Q3", 2023, 3, "2023-07-01", "2023-09-30");
        quarter("2023-Q4", 2023, 4, "2023-10-01", "2023-12-31");
        quarter("2024-Q1", 2024, 1, "2024-01-01", "2024-03-31");
        scene_.period("2023", {.grain = waymark::Grain::calendar_year,
                               .year = 2023,
                               .first = Day::of(2023, 1, 1),
                               .last = Day::of(2023, 12, 31)});
    }

    [[nodiscard]] static Day day(const std::string& iso) { return Day::parse(iso).value(); }

    /// Whom the rows that follow are about.
    Story& person(const std::string& name, const wt::CaseOptions& options = {}) {
        name_ = name;
        scene_.add_case(name, options);
        return *this;
    }
    Story& born(const std::string& name, const std::string& date, wt::Value died = nullptr) {
        return person(name, {.columns = {{"born", date}, {"died", std::move(died)}}});
    }

    /// An event of the person for an offence told of with offence(); `changes` replace values.
    Story& event(int id, const std::string& type, wt::Value date, int offence,
                 const wt::Values& changes = {}) {
        const char* disposal = type == "caution" ? "caution" : "fine";
        return row("events",
                   {{"event_id", id},
                    {"event_type", type},
                    {"event_date", std::move(date)},
                    {"disposal_group", type == "custody_release" ? "custody" : disposal},
                    {"custody_length_days", nullptr},
                    {"offence_id", offence}},
                   changes);
    }
    /// An event for an offence of its own, numbered 1000 + id, committed and proven before.
    Story& index_event(int id, const std::string& type, const std::string& date,
                       const wt::Values& changes = {}) {
        const Day on = day(date);
        offence(1000 + id, (on - 40).text(), type == "custody_release" ? on - 30 : on);
        return event(id, type, date, 1000 + id, changes);
    }
    Story& offence(int id, wt::Value date, wt::Value proven, const wt::Values& changes = {}) {
        return row("offences",
                   {{"offence_id", id},
                    {"offence_date", std::move(date)},
                    {"proven_date", std::move(proven)},
                    {"proven_type", "conviction"},
                    {"offence_group", nullptr},
                    {"ho_class", "46"},
                    {"recordable", true},
                    {"breach", false},
                    {"place", "EW"}},
                   changes);
    }

    [[nodiscard]] wt::Scene& scene() { return scene_; }
    [[nodiscard]] wt::Outcome outcome(const wt::Cut& cut = {}) const {
        wt::Outcome outcome = scene_.run(cut);
        INFO(outcome.message);
        REQUIRE(outcome.status == WM_OK);
        return outcome;
    }

private:
    void quarter(const std::string& name, int year, int ordinal, const std::string& first,
                 const std::string& last) {
        scene_.period(name, {.grain = waymark::Grain::quarter,
                             .year = year,
                             .ordinal = ordinal,
                             .first = day(first),
                             .last = day(last)});
    }
    Story& row(const std::string& table, wt::Values values, const wt::Values& changes) {
        for (const auto& [name, value] : changes) {
            const auto found =
                std::find_if(values.begin(), values.end(),
                             [&, &wanted = name](const auto& one) { return one.first == wanted; });
            REQUIRE(found != values.end());
            found->second = value;
        }
        scene_.row(table, name_, std::move(values));
        return *this;
    }

    wt::Scene scene_;
    std::string name_;
};

/// The sums of an indicator in a period.
struct Parts {
    double a = 0;
    double b = 0;

    friend bool operator==(const Parts&, const Parts&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Parts& parts) {
        return out << parts.a << " / " << parts.b;
    }
};

inline std::vector<wt::Contribution> told(const wt::Outcome& outcome, const std::string& indicator,
                                          const std::string& period, std::uint32_t series = 0) {
    std::vector<wt::Contribution> found;
    for (const wt::Contribution& one : outcome.of(indicator)) {
        if (one.period == period && one.series == series) {
            found.push_back(one);
        }
    }
    return found;
}

inline Parts parts(const wt::Outcome& outcome, const std::string& indicator,
                   const std::string& period, std::uint32_t series = 0) {
    Parts sums;
    for (const wt::Contribution& one : told(outcome, indicator, period, series)) {
        CHECK((one.state == State::observed || one.state == State::provisional));
        sums.a += one.a;
        sums.b += one.b;
    }
    return sums;
}

inline std::vector<State> states(const wt::Outcome& outcome, const std::string& indicator,
                                 const std::string& period) {
    std::vector<State> found;
    for (const wt::Contribution& one : told(outcome, indicator, period)) {
        found.push_back(one.state);
    }
    return found;
}

/// How often something was found, in a period or ("") outside all.
inline std::int64_t found(const wt::Outcome& outcome, const std::string& code,
                          const std::string& period = "") {
    std::int64_t count = 0;
    for (const wt::FindingSeen& one : outcome.findings) {
        count += one.code == code && one.period == period ? one.count : 0;
    }
    return count;
}

}  // namespace reoffending_test
