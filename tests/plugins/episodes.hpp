// SPDX-License-Identifier: MIT
// Episodes with their questionnaires as a test writes them: instruments from files or as text.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contract/description.hpp"
#include "contract/parameters.hpp"
#include "contract/series.hpp"
#include "waymark/testing.hpp"

namespace waymark::tests {

namespace wt = waymark::testing;

inline const Day start = Day::of(2024, 9, 2);
inline const Day end = Day::of(2025, 3, 3);
inline constexpr int blank = -1;  ///< an item without an answer

/// Answers as they are printed, item by item.
inline wt::Value answers(const std::vector<int>& items) {
    std::vector<wt::Value> values;
    for (const int item : items) {
        if (item == blank) {
            values.emplace_back(nullptr);
        } else {
            values.emplace_back(static_cast<double>(item));
        }
    }
    return wt::Value(std::move(values));
}

struct Setup {
    std::vector<std::string> files = {};  ///< of plugins/resilience/instruments, without ending
    std::string instruments = {};         ///< TOML text instead
    std::string more = {};                ///< further parameters, `"min_contacts": 3`
};

/// Parameters as the host hands them over. Throws what the host throws.
inline std::string parameters_of(const Setup& setup) {
    const auto description = contract::parse_description(waymark_measure()->description);
    const std::string folder = std::string(WAYMARK_SOURCE_DIR) + "/plugins/resilience/instruments/";
    nlohmann::json given = nlohmann::json::parse("{" + setup.more + "}");
    for (const std::string& file : setup.files) {
        given["instruments"].push_back(folder + file + ".toml");
    }
    if (!setup.instruments.empty()) {
        const std::string path = std::string(WAYMARK_BINARY_DIR) + "/resilience_instruments.toml";
        std::ofstream(path) << setup.instruments;
        given["instruments"] = path;
    }
    return contract::resolved_parameters(description, {.json = given.dump()}, "/").json;
}

/// One year of episodes.
class Episodes {
public:
    explicit Episodes(const Setup& setup, Day as_of = Day::of(2025, 7, 31))
        : scene_(waymark_measure()), parameters_(parameters_of(setup)) {
        scene_.parameters(parameters_).as_of(as_of);
        scene_.period("year", {.grain = Grain::academic_year,
                               .first = Day::of(2024, 8, 1),
                               .last = Day::of(2025, 7, 31)});
    }
    Episodes& person(const std::string& name, const wt::Values& columns = {}, Day from = start,
                     std::optional<Day> to = end) {
        wt::Values all;
        for (const char* column : {"born", "age", "contacts", "previous_end"}) {
            add_or_null(all, column, columns);
        }
        scene_.add_case(name, {.start = from, .end = to, .columns = std::move(all)});
        return *this;
    }
    Episodes& form(const std::string& name, Day day, wt::Value items,
                   const wt::Values& labels = {}) {
        return row("forms", name, day, {{"items", std::move(items)}}, labels);
    }
    Episodes& score(const std::string& name, Day day, wt::Value score,
                    const wt::Values& labels = {}) {
        return row("scores", name, day, {{"score", std::move(score)}}, labels);
    }
    /// A person whose two scores on the given instrument are known.
    Episodes& pair(const std::string& name, double first, double last,
                   const wt::Values& labels = {}) {
        score(name, start, first, labels);
        return score(name, end, last, labels);
    }
    [[nodiscard]] wt::Outcome outcome(const wt::Cut& cut = {}) const {
        wt::Outcome outcome = scene_.run(cut);
        INFO(outcome.message);
        CHECK(outcome.status == WM_OK);
        return outcome;
    }
    /// Why the measure refuses what it was opened with; "" when it does not.
    [[nodiscard]] std::string refusal() const { return scene_.run().message; }
    /// What one series of an indicator was told, in the order of the cases.
    [[nodiscard]] std::vector<wt::Contribution> of(const std::string& indicator,
                                                   const std::string& series) const {
        return of(outcome(), indicator, series);
    }
    [[nodiscard]] std::vector<wt::Contribution> of(const wt::Outcome& outcome,
                                                   const std::string& indicator,
                                                   const std::string& series) const {
        const auto description = contract::parse_description(waymark_measure()->description);
        std::vector<wt::Contribution> found;
        for (const contract::Indicator& declared : description.indicators) {
            if (declared.id != indicator) {
                continue;
            }
            const auto names = contract::series_of(declared, parameters_);
            for (const wt::Contribution& one : outcome.of(indicator)) {
                if (names.at(one.series) == series) {
                    found.push_back(one);
                }
            }
        }
        return found;
    }
    /// (successes, of) of a share.
    [[nodiscard]] std::pair<int, int> share(const std::string& indicator,
                                            const std::string& series) const {
        std::pair<int, int> sum{0, 0};
        for (const wt::Contribution& one : of(indicator, series)) {
            sum.first += static_cast<int>(one.a);
            ++sum.second;
        }
        return sum;
    }
    wt::Scene& scene() { return scene_; }

private:
    static void add_or_null(wt::Values& values, const std::string& name, const wt::Values& given) {
        values.emplace_back(name, nullptr);
        for (const auto& [its, value] : given) {
            if (its == name) {
                values.back().second = value;
            }
        }
    }

    Episodes& row(const std::string& input, const std::string& name, Day day, wt::Values values,
                  const wt::Values& labels) {
        values.push_back({"date", day});
        std::vector<std::string> names{"record",    "instrument", "version",
                                       "informant", "format",     "language"};
        if (input == "scores") {
            names.push_back("scale");
        }
        for (const std::string& label : names) {
            add_or_null(values, label, labels);
        }
        scene_.row(input, name, std::move(values));
        return *this;
    }

    wt::Scene scene_;
    std::string parameters_;
};

/// How often a finding was told, over all cases.
inline std::int64_t found(const wt::Outcome& outcome, const std::string& code) {
    std::int64_t count = 0;
    for (const wt::FindingSeen& finding : outcome.findings) {
        count += finding.code == code ? finding.count : 0;
    }
    return count;
}

/// The reasons told about one person.
inline std::vector<std::string> reasons(const wt::Outcome& outcome, const std::string& name) {
    std::vector<std::string> told;
    for (const wt::ExclusionSeen& exclusion : outcome.exclusions) {
        if (exclusion.about == name) {
            told.push_back(exclusion.reason);
        }
    }
    return told;
}

/// An instrument of a test: `keys` go into its one scale "total".
inline std::string instrument(const std::string& code, int items, int low, int high,
                              const std::string& keys) {
    return "[[instrument]]\ncode = \"" + code +
           "\"\nversion = \"1\"\ninformant = \"self\"\nformat = \"a\"\ntitle = \"t\"\nitems = " +
           std::to_string(items) + "\nresponse_min = " + std::to_string(low) +
           "\nresponse_max = " + std::to_string(high) +
           "\nlicence = \"-\"\nsource = \"made for a test\"\nstanding = \"project\"\n"
           "[[scale]]\ninstrument = \"" +
           code + "/1/self/a\"\nname = \"total\"\n" + keys + "\n";
}

inline const std::string made = "x/1/self/a/total";

/// Ready-made scores from 0 to 40 where lower is better.
inline Setup scores_down(const std::string& keys, const std::string& more = "") {
    return {.instruments = instrument("x", 0, 0, 1,
                                      "better = \"down\"\nscore_min = 0\nscore_max = 40\n" + keys),
            .more = more};
}

inline const std::string six_points =
    "rc_threshold = 6\ncutoff = 10\nclinical = \"at_or_above\"\n"
    "sources = { rc_threshold = \"-\", cutoff = \"-\" }\n";

}  // namespace waymark::tests
