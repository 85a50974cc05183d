// SPDX-License-Identifier: MIT
#include "run/summing.hpp"

#include <waymark/abi.h>

#include <algorithm>

#include "contract/attrition.hpp"
#include "run/unfinished.hpp"

namespace waymark::run {

using observation::ShardSums;

// Which coarse periods the fine ones of published tables add up to.
static std::vector<observation::RollUp> roll_ups(const Plan& plan) {
    std::vector<observation::RollUp> found;
    for (const TablePlan& table : plan.tables) {
        if (!table.period) {
            continue;
        }
        for (std::uint32_t coarse = 0; coarse < plan.periods.size(); ++coarse) {
            if (plan.periods.key(coarse).grain == table.period_grain || !plan.is_asked(coarse)) {
                continue;
            }
            const auto fine = plan.periods.tiling(0, coarse, table.period_grain);
            for (const std::uint32_t period : fine.value_or(std::vector<std::uint32_t>{})) {
                found.push_back({period, coarse});
            }
        }
    }
    return found;
}

std::vector<calendar::Period> periods_of(const Plan& plan) {
    const auto known = plan.periods.periods(0);
    std::vector<calendar::Period> periods(known.begin(), known.end());
    for (std::uint32_t i = 0; i < periods.size(); ++i) {
        periods[i].asked = periods[i].asked && plan.is_asked(i);
    }
    return periods;
}

Summing::Summing(const Plan& plan, const caseload::CaseTable& cases) : plan_(plan), cases_(cases) {
    observation::Shape shape;
    shape.description = &plan.reported;
    shape.services = static_cast<std::uint32_t>(cases.services().size());
    shape.periods = periods_of(plan);
    for (const auto& series : plan.series) {
        shape.series_counts.push_back(static_cast<std::uint32_t>(series.size()));
    }
    shape.host_strata = static_cast<std::uint32_t>(plan.strata.size());
    shape.aggregate = plan.is_aggregate();
    shape.roll_ups = roll_ups(plan);
    for (std::uint32_t i = 0; i < plan.config->machine.shards; ++i) {
        shards_.emplace_back(shape);
    }
    has_attrition_.resize(shards_.size());
    for (const std::string& service : cases.services()) {
        calendar_of_service_.push_back(plan.calendar_of(service));
    }
}

void Summing::contributions(std::uint32_t shard, const observation::Contributions& answer) {
    observation::Contributions held = answer;
    held.states = states_held_back(plan_, cases_.shards()[shard], answer, states_);
    shards_[shard].add(held, columns(shard));
}

void Summing::exclusion(std::uint32_t shard, std::uint32_t indicator_or_all,
                        std::uint32_t case_number, std::uint32_t period_or_all,
                        std::uint32_t reason) {
    shards_[shard].exclude(indicator_or_all, case_number, period_or_all, reason, columns(shard));
}

void Summing::finding(std::uint32_t shard, const observation::Found& found) {
    shards_[shard].find(found, columns(shard));
}

observation::CaseColumns Summing::columns(std::uint32_t shard) const {
    const caseload::ShardCases& cases = cases_.shards()[shard];
    observation::CaseColumns columns{
        cases.service, cases.person, cases.person_has_more, cases.published_total, {}};
    for (const auto& kind : cases.strata) {
        columns.strata.emplace_back(kind);
    }
    return columns;
}

// ------------------------------------------------------------------------------------- attrition

static std::optional<Date> known_date(const caseload::CaseColumn& column,
                                      std::uint32_t case_number) {
    if (column.valid[case_number] == 0) {
        return std::nullopt;
    }
    return date_of(static_cast<std::int32_t>(column.values[case_number]));
}

// What is not known keeps nobody out: such a case is lost at a later step, where it shows.
static bool is_in_spell(const caseload::ShardCases& cases, std::uint32_t case_number,
                        const calendar::DateRange& days, Date as_of) {
    const auto start = known_date(cases.columns[0], case_number);
    const auto end = known_date(cases.columns[1], case_number);
    return (!start || *start <= std::min(days.last, as_of)) && (!end || *end >= days.first);
}

// Every case has every window; those whose window is not over are held back, as from any indicator.
std::vector<std::uint32_t> Summing::eligible_cases(std::uint32_t shard,
                                                   std::uint32_t period) const {
    const caseload::ShardCases& cases = cases_.shards()[shard];
    const bool is_window = plan_.periods.key(period).window.has_value();
    std::vector<std::uint32_t> eligible;
    for (std::uint32_t number = 0; number < cases.size(); ++number) {
        const std::uint32_t calendar = calendar_of_service_[cases.service[number]];
        const auto& days = plan_.periods.periods(calendar)[period].days;
        if (is_window || (days && is_in_spell(cases, number, *days, plan_.as_of))) {
            eligible.push_back(number);
        }
    }
    return eligible;
}

// Bit s: the case came to step s, which is reached only by way of those before it.
static std::uint64_t steps_of(const caseload::ShardCases& cases, const ShardSums& sums,
                              std::uint32_t number, std::uint32_t period) {
    using contract::AttritionStep;
    std::uint64_t steps = 1;
    std::uint8_t needed = 0;
    for (const auto& [step, progress] :
         {std::pair{AttritionStep::consented, caseload::consented},
          std::pair{AttritionStep::linked, caseload::linked},
          std::pair{AttritionStep::with_data, caseload::with_data}}) {
        needed |= progress;
        if ((cases.progress[number] & needed) == needed) {
            steps |= std::uint64_t{1} << static_cast<unsigned>(step);
        }
    }
    if ((cases.progress[number] & needed) == needed && sums.is_used(number, period)) {
        steps |= std::uint64_t{1} << static_cast<unsigned>(AttritionStep::used);
    }
    return steps;
}

// Bit t: the case was excluded for the reason of target t, from the period or altogether.
static void mark_excluded(const std::vector<ShardSums::Excluded>& excluded,
                          const observation::Counting& counting,
                          std::vector<std::uint64_t>& marks_of_case) {
    for (std::size_t target = 0; target < counting.targets.size(); ++target) {
        for (const std::uint32_t place : {counting.period, std::uint32_t{WM_ALL}}) {
            const std::uint32_t reason = counting.targets[target].series;
            auto at = std::lower_bound(excluded.begin(), excluded.end(),
                                       ShardSums::Excluded{reason, place, 0});
            for (; at != excluded.end() && at->reason == reason && at->period_or_all == place;
                 ++at) {
                marks_of_case[at->case_number] |= std::uint64_t{1} << target;
            }
        }
    }
}

// What is counted of persons with one case; of others a contribution is added.
void Summing::add_counting(std::uint32_t shard, observation::Counting& counting) {
    const caseload::ShardCases& cases = cases_.shards()[shard];
    observation::Contributions answer;
    answer.indicator = counting.targets.front().indicator;
    answer.period = counting.period;
    answer.cases = counting.cases;
    std::vector<std::int32_t> kept;
    const auto states = states_held_back(plan_, cases, answer, kept);
    std::vector<std::uint32_t> others;
    std::vector<std::int32_t> states_of_others;
    std::vector<std::uint64_t> marks_of_others;
    std::size_t counted = 0;
    for (std::size_t i = 0; i < counting.cases.size(); ++i) {
        const std::uint32_t number = counting.cases[i];
        const std::int32_t state = states.empty() ? WM_STATE_OBSERVED : states[i];
        if (cases.person_has_more[number] != 0 || state != WM_STATE_OBSERVED) {
            others.push_back(number);
            states_of_others.push_back(state);
            marks_of_others.push_back(counting.marks[i]);
            continue;
        }
        counting.cases[counted] = number;
        counting.marks[counted++] = counting.marks[i];
    }
    counting.cases.resize(counted);
    counting.marks.resize(counted);
    shards_[shard].count(counting, columns(shard));
    if (others.empty()) {
        return;
    }
    answer.cases = others;
    answer.states = states_of_others;
    std::vector<double> ones(others.size());
    for (std::size_t target = 0; target < counting.targets.size(); ++target) {
        for (std::size_t i = 0; i < others.size(); ++i) {
            ones[i] = (marks_of_others[i] >> target & 1U) != 0 ? 1.0 : 0.0;
        }
        answer.indicator = counting.targets[target].indicator;
        answer.series = counting.targets[target].series;
        answer.a = ones;
        answer.b = ones;
        shards_[shard].add(answer, columns(shard));
    }
}

void Summing::add_attrition(std::uint32_t shard, std::uint32_t period,
                            const std::vector<ShardSums::Excluded>& excluded) {
    const caseload::ShardCases& cases = cases_.shards()[shard];
    const std::vector<std::uint32_t> eligible = eligible_cases(shard, period);
    const auto first = static_cast<std::uint32_t>(plan_.description().indicators.size());
    observation::Counting steps{.targets = {}, .period = period, .cases = eligible, .marks = {}};
    for (std::uint32_t step = 0; step < contract::attrition_steps; ++step) {
        steps.targets.push_back({first + step, 0});
    }
    for (const std::uint32_t number : eligible) {
        steps.marks.push_back(steps_of(cases, shards_[shard], number, period));
    }
    add_counting(shard, steps);
    constexpr std::uint32_t most_targets = 64;
    const auto reasons = static_cast<std::uint32_t>(plan_.description().exclusions.size());
    for (std::uint32_t reason = 0; reason < reasons; reason += most_targets) {
        observation::Counting excluding{
            .targets = {}, .period = period, .cases = eligible, .marks = {}};
        for (std::uint32_t i = reason; i < std::min(reason + most_targets, reasons); ++i) {
            excluding.targets.push_back({first + contract::attrition_steps, i});
        }
        std::vector<std::uint64_t> marks_of_case(cases.size(), 0);
        mark_excluded(excluded, excluding, marks_of_case);
        for (const std::uint32_t number : eligible) {
            excluding.marks.push_back(marks_of_case[number]);
        }
        add_counting(shard, excluding);
    }
    shards_[shard].settle();
}

void Summing::answered(const worker::Question& question) {
    shards_[question.shard].settle();
    if (question.first + question.count == cases_.shards()[question.shard].asked()) {
        add_attrition(question.shard);
    }
}

void Summing::add_rest_of_attrition() {
    for (std::uint32_t shard = 0; shard < shards_.size(); ++shard) {
        if (!has_attrition_[shard]) {
            add_attrition(shard);
        }
    }
}

void Summing::add_attrition(std::uint32_t shard) {
    has_attrition_[shard] = true;
    if (plan_.is_aggregate()) {
        return;
    }
    const auto excluded = shards_[shard].excluded();
    for (std::uint32_t period = 0; period < plan_.periods.size(); ++period) {
        if (plan_.is_asked(period) && plan_.periods.key(period).grain != calendar::Grain::day) {
            add_attrition(shard, period, excluded);
        }
    }
}

}  // namespace waymark::run
