// SPDX-License-Identifier: MIT
#include "conformance/rehearsal.hpp"

#include <algorithm>
#include <map>

#include "calendar/abi_calendars.hpp"
#include "conformance/feeding.hpp"
#include "contract/series.hpp"
#include "observation/sums.hpp"

namespace waymark::conformance {

namespace {

/// Keeps what is told, under the numbers of the sample.
class Keeper final : public worker::Receiver {
public:
    Keeper(std::vector<std::vector<std::uint32_t>> seats, std::vector<Told>& told)
        : seats_(std::move(seats)), told_(told), sums_(told.size()) {}

    void contributions(std::uint32_t shard, const observation::Contributions& answer) override {
        for (std::size_t i = 0; i < answer.cases.size(); ++i) {
            ToldContribution one{.indicator = answer.indicator,
                                 .series = answer.series,
                                 .period = answer.period,
                                 .of_case = seats_[shard][answer.cases[i]],
                                 .state = answer.states.empty() ? 0 : answer.states[i],
                                 .strata = {},
                                 .a = answer.a[i],
                                 .b = answer.b.empty() ? 1.0 : answer.b[i],
                                 .people = answer.people.empty() ? 1 : answer.people[i],
                                 .units = answer.units.empty() ? 1 : answer.units[i]};
            const std::size_t kinds = answer.strata.size() / answer.cases.size();
            const auto strata = answer.strata.subspan(i * kinds, kinds);
            one.strata.assign(strata.begin(), strata.end());
            told_of(shard).contributions.push_back(std::move(one));
        }
    }
    void exclusion(std::uint32_t shard, std::uint32_t indicator, std::uint32_t case_number,
                   std::uint32_t period, std::uint32_t reason) override {
        told_of(shard).exclusions.push_back(
            {indicator, seats_[shard][case_number], period, reason});
    }
    void finding(std::uint32_t shard, const observation::Found& found) override {
        const std::uint32_t of_case =
            found.case_or_all == WM_ALL ? WM_ALL : seats_[shard][found.case_or_all];
        auto& sum = sums_[shard % sums_.size()][{found.code, of_case, found.period_or_all}];
        sum.first += found.count;
        sum.second += found.of;
    }

    void settle() {
        for (std::size_t i = 0; i < told_.size(); ++i) {
            Told& told = told_[i];
            std::sort(told.contributions.begin(), told.contributions.end(),
                      [](const auto& a, const auto& b) { return (a <=> b) < 0; });
            std::sort(told.exclusions.begin(), told.exclusions.end());
            told.exclusions.erase(std::unique(told.exclusions.begin(), told.exclusions.end()),
                                  told.exclusions.end());
            for (const auto& [key, sum] : sums_[i]) {
                told.findings.push_back(
                    {std::get<0>(key), std::get<1>(key), std::get<2>(key), sum.first, sum.second});
            }
        }
    }

private:
    using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

    Told& told_of(std::uint32_t shard) { return told_[shard % told_.size()]; }

    std::vector<std::vector<std::uint32_t>> seats_;
    std::vector<Told>& told_;  ///< one for all shards, or one for each
    std::vector<std::map<Key, std::pair<std::int64_t, std::int64_t>>> sums_;
};

}  // namespace

static worker::Opening opening_of(const Subject& subject, const Sample& sample, const Cut& cut,
                                  std::vector<batch::TableLayout> layouts) {
    worker::Opening opening;
    opening.image = &subject.image();
    opening.description = &subject.description();
    opening.parameters_json = subject.parameters_json(cut.parameters);
    opening.calendars =
        calendar::pack(calendar::AbiCalendars(subject.periods(), calendar::Observing::yes));
    opening.slot_bytes = slot_bytes(layouts, sample, cut);
    opening.layouts = std::move(layouts);
    opening.periods = subject.periods().size();
    for (const contract::Indicator& indicator : subject.description().indicators) {
        opening.series_counts.push_back(static_cast<std::uint32_t>(
            contract::series_of(indicator, opening.parameters_json).size()));
    }
    opening.shards = cut.shards;
    opening.workers = cut.workers;
    opening.slots = 2;
    opening.wall_clock = subject.request().patience;
    opening.floor = subject.request().patience;
    opening.memory_bytes = cut.memory_bytes;
    opening.in_process = subject.request().in_process;
    opening.is_later_host = cut.is_later_host;
    opening.tells_calls = cut.tells_calls;
    opening.cancelled = cut.cancelled;
    return opening;
}

static std::vector<Told> played(const Subject& subject, const Sample& sample, const Cut& cut,
                                std::size_t parts) {
    const std::vector<batch::TableLayout> tables = layouts(subject);
    std::vector<Told> told(parts);
    worker::Opening opening = opening_of(subject, sample, cut, tables);
    opening.log = [&](int, const std::string& line) { told[0].log.push_back(line); };
    opening.printed = [&](const std::string& line) {
        told[0].printed.push_back(line);
        if (cut.printed) {
            cut.printed(line);
        }
    };
    worker::Crew crew(opening);
    Keeper keeper(seats(sample, cut), told);
    Feeding feeding(subject, sample, cut, tables, crew);
    const auto start = std::chrono::steady_clock::now();
    feeding.run(keeper);
    crew.finish();
    told[0].seconds = std::chrono::steady_clock::now() - start;
    keeper.settle();
    for (const auto& rows : sample.rows) {
        told[0].rows += rows.size();
    }
    return told;
}

Told told(const Subject& subject, const Sample& sample, const Cut& cut) {
    return std::move(played(subject, sample, cut, 1).front());
}

std::vector<Told> told_by_shard(const Subject& subject, const Sample& sample, Cut cut) {
    cut.everyone_everywhere = true;
    return played(subject, sample, cut, cut.shards);
}

}  // namespace waymark::conformance
