// SPDX-License-Identifier: MIT
// Whatever legal values come: the measure lives, and answers what its own description allows.
#include <waymark/abi.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/check.hpp"
#include "conformance/rehearsal.hpp"

namespace waymark::conformance {

// The host's own guard judges each answer; here only rows are made.
static Judgement lives_through(const Subject& subject, const SampleRequest& request) {
    (void)told(subject, subject.sample(request));
    return {};
}

static Judgement in_range(const Subject& subject) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        (void)lives_through(subject, {.seed = seed});
    }
    return {};
}

static Judgement empty(const Subject& subject) {
    (void)told(subject, subject.sample({.people = 0}));
    Sample without_rows = subject.sample({.people = 20});
    for (auto& rows : without_rows.rows) {
        rows.clear();
    }
    (void)told(subject, without_rows);
    return {};
}

static Judgement all_null(const Subject& subject) {
    return lives_through(subject, {.values = Values::null});
}

static Judgement extreme(const Subject& subject) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        (void)lives_through(subject, {.seed = seed, .values = Values::extreme});
    }
    return {};
}

static bool takes_any_code(const contract::Input& input) {
    return std::any_of(
        input.columns.begin(), input.columns.end(), [](const contract::Column& column) {
            return column.type == contract::ColumnType::category && column.codes.empty();
        });
}

static Judgement unknown_codes(const Subject& subject) {
    const auto& inputs = subject.description().inputs;
    if (std::none_of(inputs.begin(), inputs.end(), takes_any_code)) {
        return {Verdict::skipped, "no column takes codes that are not declared"};
    }
    const Told unknown = told(subject, subject.sample({.values = Values::unknown}));
    // The same rows but for the codes: exclusions for other reasons are there too.
    const Told usual = told(subject, subject.sample({}));
    const bool leaves_trace = unknown.exclusions != usual.exclusions ||
                              std::any_of(unknown.findings.begin(), unknown.findings.end(),
                                          [](const ToldFinding& one) { return one.count > 0; });
    return leaves_trace
               ? Judgement{}
               : Judgement{
                     Verdict::warning,
                     "codes nobody knows leave no finding and no exclusion, so a typing error "
                     "in a source would not be seen"};
}

// ------------------------------------------------------------------------------------ a long case

static constexpr std::size_t long_rows = 200'000;
static constexpr double fewest_counted =
    100;  // one or two may come and go by the rules of a measure

// One case's rows of one input, as many as are wanted and can be told apart.
static Sample long_case(const Subject& subject, std::size_t input, std::size_t rows) {
    const auto per_case = static_cast<std::uint32_t>(rows);
    Sample sample = subject.sample({.seed = 3, .people = 1, .rows_per_case = per_case});
    for (std::size_t i = 0; i < sample.rows.size(); ++i) {
        auto& list = sample.rows[i];
        std::erase_if(list, [](const SampleRow& row) { return row.of_case != 0; });
        list.resize(std::min(list.size(), i == input ? rows : std::size_t{20}));
    }
    return sample;
}

static std::map<std::pair<std::uint32_t, std::uint32_t>, double> denominators(
    const Subject& subject, const Told& told) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, double> sums;
    for (const ToldContribution& one : told.contributions) {
        const contract::Kind kind = subject.description().indicators[one.indicator].kind;
        if (kind == contract::Kind::count) {
            sums[{one.indicator, one.period}] += one.a;
        } else if (kind == contract::Kind::ratio) {
            sums[{one.indicator, one.period}] += one.b;
        }
    }
    return sums;
}

// What is counted may fall a little when more rows come, as where two marks contradict each other,
// but never to less than half: that is a number that ran over.
static Judgement long_case_of(const Subject& subject, std::size_t input) {
    const Sample whole = long_case(subject, input, long_rows);
    Sample half = whole;
    half.rows[input].resize(half.rows[input].size() / 2);
    const auto fewer = denominators(subject, told(subject, half, {.rows_per_slice = 50'000}));
    auto more = denominators(subject, told(subject, whole, {.rows_per_slice = 50'000}));
    for (const auto& [cell, sum] : fewer) {
        if (sum >= fewest_counted && more[cell] < sum / 2) {
            return {Verdict::fail,
                    subject.description().indicators[cell.first].id + " in " +
                        subject.periods().key(cell.second).text() + " falls from " +
                        std::to_string(sum) + " to " + std::to_string(more[cell]) + " when " +
                        std::to_string(whole.rows[input].size()) + " rows come in place of " +
                        std::to_string(half.rows[input].size()) + "; a counter is too narrow"};
        }
    }
    return {};
}

static Judgement long_cases(const Subject& subject) {
    const auto& inputs = subject.description().inputs;
    bool is_any = false;
    for (std::size_t input = 0; input < inputs.size(); ++input) {
        if (inputs[input].aggregate) {
            continue;
        }
        is_any = true;
        if (Judgement judgement = long_case_of(subject, input);
            judgement.verdict != Verdict::pass) {
            return judgement;
        }
    }
    return is_any ? Judgement{}
                  : Judgement{Verdict::skipped, "each row of a published table is its own case"};
}

// ------------------------------------------------------------------------- parameters and periods

static std::vector<nlohmann::json> trials(const contract::Parameter& parameter) {
    std::vector<nlohmann::json> values;
    for (const std::optional<double>& bound : {parameter.min, parameter.max}) {
        if (!bound) {
            continue;
        }
        if (parameter.type == contract::ParameterType::real) {
            values.emplace_back(*bound);
        } else {
            values.emplace_back(static_cast<std::int64_t>(*bound));
        }
    }
    if (parameter.type == contract::ParameterType::boolean) {
        values = {false, true};
    }
    values.insert(values.end(), parameter.choices.begin(), parameter.choices.end());
    return values;
}

static Judgement parameters(const Subject& subject) {
    const Sample rows = subject.sample({.seed = 1});
    bool is_any = false;
    for (const contract::Parameter& parameter : subject.description().parameters) {
        for (const nlohmann::json& value : trials(parameter)) {
            is_any = true;
            const nlohmann::json overrides{{parameter.name, value}};
            try {
                (void)told(subject, rows, {.parameters = overrides.dump()});
            } catch (const worker::MeasureFailure& failure) {
                if (failure.outcome() == worker::Outcome::failed) {
                    continue;  // it says itself which others it needs beside this one
                }
                // Told with the parameter; whether it is a crash is the outcome's to say.
                throw worker::MeasureFailure(failure.outcome(),
                                             "with " + overrides.dump() + " " + failure.what());
            }
        }
    }
    return is_any ? Judgement{} : Judgement{Verdict::skipped, "no parameter has bounds or choices"};
}

static Judgement asked_periods(const Subject& subject) {
    const auto periods = subject.periods().periods(0);
    for (const ToldContribution& one : told(subject, subject.sample({.seed = 1})).contributions) {
        const contract::Indicator& indicator = subject.description().indicators[one.indicator];
        const calendar::PeriodKey& key = subject.periods().key(one.period);
        if (!contract::allows(indicator, key.grain)) {
            return {Verdict::fail, indicator.id + " is answered for " + key.text() +
                                       ", a grain it does not allow"};
        }
        if (!periods[one.period].asked) {
            return {Verdict::fail,
                    indicator.id + " is answered for " + key.text() + ", which nobody asked for"};
        }
    }
    return {};
}

static Judgement every_case(const Subject& subject) {
    const Sample rows = subject.sample({.seed = 1});
    const Told heard = told(subject, rows);
    std::set<std::uint32_t> spoken_of;
    for (const ToldContribution& one : heard.contributions) {
        spoken_of.insert(one.of_case);
    }
    for (const ToldExclusion& one : heard.exclusions) {
        spoken_of.insert(one.of_case);
    }
    std::size_t with_rows = 0;
    std::size_t silent = 0;
    std::vector<bool> has_rows(rows.cases.size());
    for (std::size_t input = 0; input < rows.rows.size(); ++input) {
        for (const SampleRow& row : rows.rows[input]) {
            // A row of none of the run's periods need not be spoken of.
            const bool counts =
                !subject.description().inputs[input].aggregate || row.period != WM_ALL;
            has_rows[row.of_case] = has_rows[row.of_case] || counts;
        }
    }
    for (std::uint32_t number = 0; number < has_rows.size(); ++number) {
        with_rows += has_rows[number] ? 1 : 0;
        silent += has_rows[number] && !spoken_of.contains(number) ? 1 : 0;
    }
    return silent == 0 ? Judgement{}
                       : Judgement{Verdict::warning,
                                   std::to_string(silent) + " of " + std::to_string(with_rows) +
                                       " cases with rows are neither counted nor excluded; an "
                                       "exclusion would tell why"};
}

std::vector<Check> value_checks() {
    return {
        {"values.in_range", "Answers are finite, declared and possible for their kind.", in_range},
        {"values.empty", "Nobody at all, and people without rows, are no trouble.", empty},
        {"values.all_null", "Nulls wherever they are allowed are no trouble.", all_null},
        {"values.unknown_codes", "Codes nobody knows do no harm and are told.", unknown_codes},
        {"values.extreme", "The least and greatest legal values do no harm.", extreme},
        {"values.long_case", "A case of 200,000 rows is counted in full.", long_cases},
        {"values.parameters",
         "Parameters may be at their bounds and each choice chosen, or it says why not.",
         parameters},
        {"values.periods",
         "Only periods that were asked for and grains that are allowed are answered.",
         asked_periods},
        {"values.every_case", "A case with rows counts or is excluded for a reason.", every_case}};
}

}  // namespace waymark::conformance
