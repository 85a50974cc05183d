// SPDX-License-Identifier: MIT
#include "play.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

namespace waymark::observation::play {
namespace {

using calendar::Grain;

calendar::Period period(Grain grain, int ordinal) {
    calendar::Period made;
    made.key = {grain, 2024, ordinal, std::nullopt};
    made.days = calendar::civil_days(made.key);
    made.asked = true;
    return made;
}

// The columns of one shard's cases, and which of the run's cases they are.
struct Columns {
    std::vector<std::uint32_t> service, person;
    std::vector<std::uint8_t> more, total;
    std::vector<std::vector<std::uint32_t>> strata;
    std::map<std::uint32_t, std::uint32_t> number_of_case;

    [[nodiscard]] CaseColumns spans() const {
        CaseColumns columns{service, person, more, total, {}};
        columns.strata.assign(strata.begin(), strata.end());
        return columns;
    }
};

std::vector<Columns> columns_of(const std::vector<Case>& cases, std::uint32_t shards,
                                std::size_t host_strata) {
    std::vector<Columns> all(shards);
    for (std::uint32_t number = 0; number < cases.size(); ++number) {
        const Case& one = cases[number];
        Columns& columns = all[one.person % shards];
        columns.strata.resize(host_strata);
        columns.number_of_case[number] = static_cast<std::uint32_t>(columns.service.size());
        columns.service.push_back(one.service);
        columns.person.push_back(one.person / shards);
        const auto same = std::count_if(cases.begin(), cases.end(), [&](const Case& other) {
            return other.person == one.person;
        });
        columns.more.push_back(same > 1 ? 1 : 0);
        columns.total.push_back(one.is_total ? 1 : 0);
        for (std::size_t kind = 0; kind < host_strata; ++kind) {
            columns.strata[kind].push_back(one.strata[kind]);
        }
    }
    for (Columns& columns : all) {
        columns.strata.resize(host_strata);
    }
    return all;
}

// What is handed over in one call.
struct Call {
    std::uint32_t indicator = 0;
    std::uint32_t period = 0;
    std::vector<std::uint32_t> cases, own;
    std::vector<double> a, b;
    std::vector<std::int64_t> people;
    std::vector<std::int32_t> states;

    void add(const Told& told, std::uint32_t number, std::size_t own_kinds) {
        cases.push_back(number);
        a.push_back(told.a);
        b.push_back(told.b);
        people.push_back(told.people);
        states.push_back(told.state);
        for (std::size_t kind = 0; kind < own_kinds; ++kind) {
            own.push_back(told.own.empty() ? WM_ALL : told.own[kind]);
        }
    }
    [[nodiscard]] Contributions spans() const {
        return {indicator, 0, period, cases, a, b, people, {}, states, own};
    }
};

}  // namespace

Run::Run(const std::vector<contract::Kind>& kinds) {
    for (const contract::Kind kind : kinds) {
        contract::Indicator indicator;
        indicator.id = "indicator_" + std::to_string(description.indicators.size());
        indicator.kind = kind;
        description.indicators.push_back(indicator);
        frame.series.push_back({""});
    }
    frame.services = {"north", "south"};
    frame.periods = {period(Grain::month, 1), period(Grain::month, 2), period(Grain::month, 3),
                     period(Grain::quarter, 1)};
    frame.strata = {{"all", {"all"}}};
}

Shape Run::shape() const {
    Shape shape;
    shape.description = &description;
    shape.services = static_cast<std::uint32_t>(frame.services.size());
    shape.periods = frame.periods;
    shape.series_counts.assign(description.indicators.size(), 1);
    shape.host_strata =
        static_cast<std::uint32_t>(frame.strata.size() - 1 - description.strata.size());
    shape.aggregate = aggregate;
    shape.roll_ups = roll_ups;
    return shape;
}

Observations Run::observed(const std::vector<Told>& told, std::uint32_t shards,
                           std::size_t per_call) const {
    const auto columns = columns_of(cases, shards, shape().host_strata);
    std::vector<ShardSums> sums;
    for (std::uint32_t shard = 0; shard < shards; ++shard) {
        sums.emplace_back(shape());
    }
    const auto shard_of = [&](const Told& one) { return cases[one.case_number].person % shards; };
    for (std::size_t first = 0; first < told.size();) {
        const std::uint32_t shard = shard_of(told[first]);
        Call call{told[first].indicator, told[first].period, {}, {}, {}, {}, {}, {}};
        std::size_t next = first;
        while (next < told.size() && next - first < per_call &&
               told[next].indicator == call.indicator && told[next].period == call.period &&
               shard_of(told[next]) == shard) {
            call.add(told[next], columns[shard].number_of_case.at(told[next].case_number),
                     description.strata.size());
            ++next;
        }
        sums[shard].add(call.spans(), columns[shard].spans());
        first = next;
    }
    return summed(sums, frame);
}

Observations Run::observed_case_by_case(const std::vector<Told>& told) const {
    const auto columns = columns_of(cases, 1, shape().host_strata);
    std::vector<ShardSums> sums;
    sums.emplace_back(shape());
    for (std::size_t i = 0; i < told.size(); ++i) {
        Call call{told[i].indicator, told[i].period, {}, {}, {}, {}, {}, {}};
        call.add(told[i], told[i].case_number, description.strata.size());
        sums[0].add(call.spans(), columns[0].spans());
        if (i + 1 == told.size() || told[i + 1].case_number != told[i].case_number) {
            sums[0].settle();
        }
    }
    return summed(sums, frame);
}

const Observation* find_cell(const Observations& observed, const CellKey& key) {
    const auto at = std::find_if(observed.cells.begin(), observed.cells.end(),
                                 [&](const Observation& cell) { return cell.key == key; });
    return at == observed.cells.end() ? nullptr : &*at;
}

const Sums& first_sums(const Observations& observed) {
    const Observation* cell = find_cell(observed, CellKey{});
    REQUIRE(cell != nullptr);
    return cell->sums;
}

bool same_cells(const Observations& left, const Observations& right) {
    return std::equal(left.cells.begin(), left.cells.end(), right.cells.begin(), right.cells.end(),
                      [](const Observation& one, const Observation& other) {
                          const Sums& x = one.sums;
                          const Sums& y = other.sums;
                          return one.key == other.key && one.state == other.state &&
                                 x.contributions == y.contributions && x.people == y.people &&
                                 x.contributors == y.contributors && x.a == y.a && x.b == y.b &&
                                 x.aa == y.aa && x.ab == y.ab && x.bb == y.bb &&
                                 x.times == y.times && x.values == y.values;
                      });
}

}  // namespace waymark::observation::play
