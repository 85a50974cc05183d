// SPDX-License-Identifier: MIT
#include "cohort_answer.hpp"

#include <algorithm>

#include "custody.hpp"
#include "findings.hpp"
#include "indicators.hpp"
#include "strata.hpp"

namespace reoffending {

using namespace waymark;

Settings::Settings(const Parameters& parameters)
    : entry_lag_days(static_cast<int>(parameters.days("entry_lag_days"))),
      includes_day_0(parameters.choice("day_0") == "include"),
      imputes_dates(parameters.choice("missing_offence_date") == "proven_date"),
      takes_drug_tests(parameters.boolean("drug_tests")),
      starts_at_entry(parameters.choice("index_events") == "from_entry"),
      knows_custody(parameters.boolean("custody_known")),
      tracks_live(parameters.boolean("live_tracker")),
      tells_proofs(parameters.boolean("by_proof")),
      disposals(parameters.document("disposals")),
      groups(parameters.document("offence_groups")),
      serious(parameters.document("serious_offences"), groups) {}

/// An entry at its place in time, with what followed it.
struct CohortAnswer::Outcome {
    Entry entry;
    std::optional<int> age;
    Stage stage = Stage::follow_up;
    FollowUp result;
    Answer here;  ///< with the entry's strata and maturity

    [[nodiscard]] bool is_due() const { return stage != Stage::follow_up; }
    [[nodiscard]] bool is_reoffender() const { return result.reoffences > 0; }

    void tell(Proportion rate) const {
        if (is_due()) {
            here.proportion(rate, is_reoffender());
        } else {
            here.without_value(rate, State::not_due);
        }
    }
    void tell_over_offenders(Ratio reoffences, int count) const {
        if (is_due()) {
            here.ratio(reoffences, count, 1);
        } else {
            here.without_value(reoffences, State::not_due);
        }
    }
    void tell_over_offenders(Ratio reoffences) const {
        tell_over_offenders(reoffences, result.reoffences);
    }
    // Who has not reoffended counts in neither part, but has a say in how settled the cell is.
    void tell_over_reoffenders(Ratio reoffences) const {
        if (is_due()) {
            here.ratio(reoffences, result.reoffences, is_reoffender());
        } else {
            here.without_value(reoffences, State::not_due);
        }
    }
};

// Null for a child under the age of criminal responsibility.
std::optional<CohortAnswer::Outcome> CohortAnswer::outcome_of(const Entry& entry,
                                                              const Answer& place) const {
    constexpr int responsible_years = 10;
    const std::optional<int> age = age_at_index(person_, entry.index());
    if (age && *age < responsible_years) {
        return std::nullopt;
    }
    const Stage stage = stage_of(entry.index(), out_.as_of(), settings_.entry_lag_days);
    const FollowUp result = followed(entry, record_.offences, settings_.includes_day_0);
    return Outcome{entry, age, stage, result,
                   in_strata(place, age, entry, result).provisional(stage != Stage::settled)};
}

void CohortAnswer::tell_quarters(const std::vector<Entry>& entries) const {
    for (const Entry& entry : first_of_quarters(entries, [](const Entry&) { return true; })) {
        const auto one = outcome_of(entry, out_.at(entry.index()));
        if (!one) {
            out_.at(entry.index()).exclude(under_10);
            continue;
        }
        one->tell(reoffending_rate);
        one->tell_over_reoffenders(per_reoffender);
        one->tell_over_offenders(per_offender);
        one->tell_over_offenders(per_100_offenders);
        tell_proofs(*one);
        tell_times(*one);
        tell_serious(*one);
        tell_stage(*one);
        tell_custody(*one);
        tell_tracker(*one);
        tell_findings(*one);
    }
}

void CohortAnswer::tell_times(const Outcome& one) const {
    // Not before all is settled: who has not reoffended yet gives a quantile no value that could be
    // marked as provisional.
    if (one.stage != Stage::settled) {
        one.here.without_value(days_to_first, State::not_due);
    } else if (one.result.first) {
        one.here.quantile(days_to_first, *one.result.first - one.entry.index());
    }
    // Not in the waiting months: offences whose proof is still to come would lift the curve.
    if (one.stage != Stage::final && one.stage != Stage::settled) {
        one.here.without_value(not_reoffended, State::not_due);
        one.here.without_value(days_free, State::not_due);
        return;
    }
    const Day index = one.entry.index();
    // Until the reoffence or the end of being watched, whichever comes first.
    const Day until = std::min(one.result.first.value_or(far_future), last_watched(index));
    one.here.time_to_event(not_reoffended, until - index, one.result.first == until);
    one.here.time_to_event(days_free, until - index, one.result.first == until);
}

// The anniversary, death or deportation, whichever comes first; never before the index date.
Day CohortAnswer::last_watched(Day index) const {
    const Day left =
        std::min(person_.died.value_or(far_future), person_.deported.value_or(far_future));
    return std::max(index, std::min(index.plus_months(follow_up_months), left));
}

void CohortAnswer::tell_serious(const Outcome& one) const {
    if (one.is_due() && one.result.serious == 0 && one.result.class_unknown > 0) {
        // A reoffence that cannot be judged may be a serious one: no rate, rather than a low one.
        one.here.without_value(serious_rate, State::missing);
    } else if (one.is_due()) {
        one.here.proportion(serious_rate, one.result.serious > 0);
    } else {
        one.here.without_value(serious_rate, State::not_due);
    }
}

void CohortAnswer::tell_proofs(const Outcome& one) const {
    if (settings_.tells_proofs) {
        one.tell_over_offenders(convicted_per_offender, one.result.convictions);
        one.tell_over_offenders(cautioned_per_offender,
                                one.result.reoffences - one.result.convictions);
    }
}

void CohortAnswer::tell_stage(const Outcome& one) const {
    one.here.count(entries_in_follow_up, one.stage == Stage::follow_up ? 1 : 0);
    one.here.count(entries_waiting, one.stage == Stage::waiting ? 1 : 0);
    one.here.count(entries_final, one.stage >= Stage::final ? 1 : 0);
}

void CohortAnswer::tell_custody(const Outcome& one) const {
    if (!settings_.knows_custody) {
        return;
    }
    if (!one.is_due()) {
        one.here.without_value(custody_days, State::not_due);
        return;
    }
    const Day index = one.entry.index();
    one.here.mean(custody_days,
                  days_in_custody(record_.events, settings_.disposals, index, last_watched(index)));
}

// Counters of a service's own records: always provisional, also when nothing is due yet.
void CohortAnswer::tell_tracker(const Outcome& one) const {
    if (!settings_.tracks_live) {
        return;
    }
    const Day index = one.entry.index();
    const Answer here = one.here.provisional();
    here.count(tracker_proven, one.result.reoffences);
    here.count(tracker_alleged,
               alleged_in_follow_up(index, record_.alleged, settings_.includes_day_0));
    here.count(tracker_days, std::min(last_watched(index), out_.as_of()) - index);
}

void CohortAnswer::tell_findings(const Outcome& one) const {
    const Answer here = out_.at(one.entry.index());
    const auto tell = [&](Finding code, int count) {
        if (count > 0) {
            here.finding(code, count);
        }
    };
    const FollowUp& result = one.result;
    tell(pseudo, result.pseudo);
    tell(same_day, result.same_day);
    tell(late_proven, result.late_proven);
    tell(breach, result.breach);
    tell(not_recordable, result.not_recordable);
    tell(elsewhere, result.elsewhere);
    tell(class_unknown, result.class_unknown);
    tell(group_unmapped, one.entry.principal->group == OffenceGroup::unmapped ? 1 : 0);
    tell(born_unknown, one.age ? 0 : 1);
    // A share needs every chance told, also where nothing was found.
    here.finding(no_date, result.without_date, result.in_time);
}

void CohortAnswer::tell_disposals(const std::vector<Entry>& entries) const {
    for (std::size_t table = 0; table < settings_.disposals.table_count(); ++table) {
        const auto is_in_table = [&](const Entry& entry) {
            return settings_.disposals.is_in_table(table, entry.event->type, entry.event->disposal);
        };
        for (const Entry& entry : first_of_quarters(entries, is_in_table)) {
            if (const auto one = outcome_of(entry, out_.at(entry.index()))) {
                one->tell(disposal_rate[table]);
                one->tell_over_reoffenders(disposal_per_reoffender[table]);
                one->tell_over_offenders(disposal_per_offender[table]);
            }
        }
    }
}

static bool is_whole_cohort(Grain grain) {
    return grain == Grain::academic_year || grain == Grain::financial_year ||
           grain == Grain::calendar_year || grain == Grain::window;
}

void CohortAnswer::tell_unique(const std::vector<Entry>& entries) const {
    for (const Period& period : out_.periods()) {
        if (!is_whole_cohort(period.grain)) {
            continue;
        }
        const auto first = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
            return period.contains(entry.index());
        });
        if (first == entries.end()) {
            continue;
        }
        if (const auto one = outcome_of(*first, out_.in(period))) {
            one->tell(unique_rate);
            one->tell_over_offenders(unique_per_offender);
            one->tell_over_reoffenders(unique_per_reoffender);
        }
    }
}

}  // namespace reoffending
