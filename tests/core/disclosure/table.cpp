// SPDX-License-Identifier: MIT
#include "table.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "disclosure/keys.hpp"

namespace waymark::disclosure::play {
namespace {

calendar::Period period(calendar::Grain grain, int ordinal) {
    calendar::Period made;
    made.key = {grain, 2024, ordinal, std::nullopt};
    made.days = calendar::civil_days(made.key);
    made.asked = true;
    return made;
}

observation::CellKey key_at(const At& at) {
    return {0, at.indicator, 0, at.period, at.kind, at.value};
}

}  // namespace

Table::Table(contract::Kind kind) {
    description.id = "org.example.table";
    description.version = "2.1.0";
    contract::Indicator indicator;
    indicator.id = "first";
    indicator.kind = kind;
    description.indicators = {indicator};
    observed.services = {"north"};
    observed.periods = {period(calendar::Grain::month, 1), period(calendar::Grain::month, 2),
                        period(calendar::Grain::quarter, 1)};
    observed.series = {{""}};
    observed.strata = {
        {"all", {"all"}}, {"band", {"a", "b", "c", "d", "e", "f"}}, {"sex", {"F", "M"}}};
}

std::uint32_t Table::add_indicator(const std::string& id, const std::string& part_of) {
    contract::Indicator indicator = description.indicators[0];
    indicator.id = id;
    indicator.part_of = part_of;
    description.indicators.push_back(indicator);
    observed.series.push_back({""});
    return static_cast<std::uint32_t>(description.indicators.size() - 1);
}

observation::Observation& Table::add(const At& at, std::int64_t people, std::int64_t contributors) {
    observation::Observation cell;
    cell.key = key_at(at);
    cell.sums.contributions = people;
    cell.sums.people = people;
    cell.sums.contributors = contributors;
    cell.sums.a = static_cast<long double>(contributors);
    cell.sums.b = static_cast<long double>(people);
    cell.sums.aa = cell.sums.ab = cell.sums.a;
    cell.sums.bb = cell.sums.b;
    auto& cells = observed.cells;
    const auto before = std::find_if(cells.begin(), cells.end(),
                                     [&](const auto& other) { return cell.key < other.key; });
    return *cells.insert(before, cell);
}

observation::Observation& Table::add(const At& at, std::int64_t people) {
    return add(at, people, people);
}

void Table::add_line(const std::vector<std::int64_t>& counts) {
    for (std::uint32_t value = 0; value < counts.size(); ++value) {
        add({value}, counts[value]);
    }
    add(all, std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
}

Passed Table::pass(const std::string& profile, const std::vector<Earlier>& earlier) const {
    const Gate gate({profile, "head of data", "published elsewhere"});
    release::RunNotice run;
    run.run_id = "run-1";
    observation::Observations sorted = observed;
    std::sort(sorted.cells.begin(), sorted.cells.end(),
              [](const auto& left, const auto& right) { return left.key < right.key; });
    return gate.pass({.observed = sorted,
                      .description = description,
                      .run = run,
                      .services = {{"north", "North"}},
                      .pulls = pulls,
                      .earlier = earlier,
                      .begins_anew = begins_anew});
}

const release::Figures& figures(const Passed& passed, const Table& table, const At& at,
                                const std::string& point) {
    const auto key = key_of(key_at(at), point, table.observed, table.description);
    const auto& releases = passed.publication.releases();
    const auto found = std::find_if(releases.begin(), releases.end(),
                                    [&](const auto& one) { return one.key() == key; });
    REQUIRE(found != releases.end());
    return found->figures();
}

std::string line_text(const Passed& passed) {
    std::string parts;
    std::string total;
    for (const release::Release& one : passed.publication.releases()) {
        const auto& numerator = one.figures().numerator;
        const std::string text = numerator ? std::to_string(std::lround(*numerator)) : "-";
        if (one.key().stratum_kind == "all") {
            total = text;
        } else {
            parts += text + " ";
        }
    }
    return parts + "| " + total;
}

std::vector<Earlier> as_earlier(const Passed& passed) {
    std::vector<Earlier> earlier;
    for (std::size_t i = 0; i < passed.behind.size(); ++i) {
        earlier.push_back({passed.publication.releases()[i], passed.behind[i].parts});
    }
    return earlier;
}

}  // namespace waymark::disclosure::play
