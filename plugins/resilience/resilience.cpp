// SPDX-License-Identifier: MIT
#include "resilience.hpp"

#include <algorithm>

namespace resilience {

using waymark::Answer;
using waymark::Day;
using waymark::Rows;
using waymark::State;

std::optional<std::int64_t> Episode::age_on(Day day) const {
    if (born) {
        return waymark::completed_years(*born, day);
    }
    return age;
}

struct Resilience::Course {
    const Episode& episode;
    const CaseScores& scores;
    Answer out;                                         ///< at its end, or in a period with it
    std::vector<std::optional<Pairing>> pairings = {};  ///< by scale; nullopt = not eligible
    std::vector<std::optional<Verdict>> verdicts = {};  ///< by scale; nullopt = no pair
    std::int64_t eligible = 0;                          ///< scales
    std::int64_t with_baseline = 0;
    std::int64_t pairs = 0;
    std::int64_t prorated = 0;
    std::int64_t other_language = 0;
    bool has_unknown_age = false;
};

static int days(const waymark::Parameters& parameters, std::string_view name) {
    return static_cast<int>(parameters.days(name));
}

Resilience::Resilience(const waymark::Parameters& parameters)
    : instruments_(parameters.document("instruments")),
      windows_{days(parameters, "baseline_before"),
               days(parameters, "baseline_after"),
               days(parameters, "follow_up_gap"),
               days(parameters, "follow_up_after_end"),
               parameters.choice("follow_up") == "first_within" ? FollowUp::first_within
                                                                : FollowUp::first_last,
               days(parameters, "within_from"),
               days(parameters, "within_to")},
      min_contacts_(parameters.integer("min_contacts")),
      is_calibration_(parameters.boolean("calibration")),
      counts_later_ones_(parameters.choice("episodes") == "all") {
    if (windows_.mode == FollowUp::first_within &&
        (windows_.within_to < 1 || windows_.within_from > windows_.within_to)) {
        throw waymark::BadParameter(
            "follow_up = \"first_within\" needs within_from and a later within_to, in days");
    }
}

void Resilience::answer(const Episode& episode, Rows<Form> forms, Rows<Form> more_forms,
                        Rows<GivenScore> given, Answer& out) const {
    if (!is_counted(episode, out)) {
        return;
    }
    CaseScores scores(instruments_, out.as_of());
    scores.add(forms);
    scores.add(more_forms);
    scores.add(given);
    scores.settle();
    if (!episode.previous_end && !counts_later_ones_) {
        answer_episode(episode, scores, out.at(episode.end));
        return;
    }
    for (const waymark::Period& period : out.periods()) {
        if (period.contains(episode.end)) {
            answer_in(period, episode, scores, out.in(period));
        }
    }
}

// An episode is a later one of a period when the one before ended in it, too.
void Resilience::answer_in(const waymark::Period& period, const Episode& episode,
                           const CaseScores& scores, const Answer& out) const {
    const bool is_later = episode.previous_end && period.contains(*episode.previous_end);
    if (counts_later_ones_) {
        answer_episode(episode, scores, out.stratum(episode_strata, is_later ? 1 : 0));
    } else if (is_later) {
        out.exclude(later_episode);
    } else {
        answer_episode(episode, scores, out);
    }
}

void Resilience::answer_episode(const Episode& episode, const CaseScores& scores,
                                const Answer& out) const {
    Course course{episode, scores, out};
    course.pairings.resize(instruments_.scales().size());
    course.verdicts.resize(instruments_.scales().size());
    for (std::size_t number = 0; number < instruments_.scales().size(); ++number) {
        answer_scale(number, course);
    }
    if (is_calibration_) {
        return;
    }
    for (std::size_t number = 0; number < instruments_.composites().size(); ++number) {
        answer_composite(number, course);
    }
    for (std::size_t number = 0; number < instruments_.added_values().size(); ++number) {
        answer_added_value(number, course);
    }
    if (course.eligible == 0) {
        course.out.exclude(age_outside);
    } else if (course.with_baseline == 0) {
        course.out.exclude(no_baseline, mean_change);
    } else if (course.pairs == 0) {
        course.out.exclude(no_follow_up, mean_change);
    }
    tell_findings(scores, course);
}

// The population is that of episodes that have ended: one that is still open belongs to no period
// yet, and is told where it is known to be open.
bool Resilience::is_counted(const Episode& episode, const Answer& out) const {
    if (episode.start == waymark::far_past) {
        out.exclude(no_start);
    } else if (episode.end > out.as_of()) {
        out.at(out.as_of()).exclude(episode_open);
    } else if (episode.end < episode.start) {
        out.at(episode.end).exclude(end_before_start);
    } else if (episode.contacts && *episode.contacts < min_contacts_) {
        out.at(episode.end).exclude(too_few_contacts);
    } else {
        return true;
    }
    return false;
}

void Resilience::answer_scale(std::size_t number, Course& course) const {
    const Scale& scale = instruments_.scales()[number];
    const Instrument& form = instruments_.instruments()[scale.instrument];
    Pairing pairing =
        paired(course.scores.of(number), course.episode.start, course.episode.end, windows_);
    std::optional<ItemsInBoth> both;
    if (scale.compare != Compare::scores && pairing.is_pair()) {
        both = items_in_both(instruments_, number, *pairing.first, *pairing.last);
        if (!both) {
            pairing.last.reset();  // two forms with nothing in common are no pair
        }
    }
    // Who grows out of the range between two forms stays with the form used twice.
    const auto age =
        course.episode.age_on(pairing.first ? pairing.first->date : course.episode.start);
    if (!form.allows_age(age)) {
        return;
    }
    course.has_unknown_age = course.has_unknown_age || (!age && (form.age_min || form.age_max));
    course.pairings[number] = pairing;
    ++course.eligible;
    if (is_calibration_) {
        if (pairing.first) {
            answer_calibration(number, *pairing.first, course.out);
        }
        return;
    }
    const Answer out = course.out.provisional(course.out.as_of() < pairing.settled);
    course.other_language += pairing.other_language;
    out.proportion(baseline_rate[number], pairing.first.has_value());
    out.proportion(completion_rate[number], pairing.is_pair());
    if (!pairing.first) {
        return;
    }
    ++course.with_baseline;
    if (scale.compare != Compare::steps) {
        answer_baseline(number, *pairing.first, out);
    }
    if (pairing.is_pair()) {
        answer_pair(number, pairing, both, out, course);
    } else if (scale.compare != Compare::steps) {
        out.mean(baseline_mean_unpaired[number], pairing.first->value);
    }
}

void Resilience::answer_baseline(std::size_t number, const Score& first, const Answer& out) const {
    const Scale& scale = instruments_.scales()[number];
    out.mean(baseline_mean[number], first.value);
    answer_bands(scale, first.value, band_at_baseline, out);
    if (scale.cutoff) {
        out.proportion(clinical_at_baseline[number], scale.cutoff->is_clinical(first.value));
    }
}

void Resilience::answer_pair(std::size_t number, const Pairing& pairing,
                             const std::optional<ItemsInBoth>& both, const Answer& out,
                             Course& course) const {
    const Scale& scale = instruments_.scales()[number];
    const double first = both ? both->first : pairing.first->value;
    const double last = both ? both->last : pairing.last->value;
    ++course.pairs;
    if (scale.compare == Compare::steps) {
        out.proportion(moved_up[number], both->some_better);
        out.proportion(moved_down[number], both->some_worse);
        return;
    }
    course.prorated +=
        !both && (pairing.first->is_prorated() || pairing.last->is_prorated()) ? 1 : 0;
    out.mean(baseline_mean_paired[number], first);
    out.mean(follow_up_mean[number], last);
    // The host takes last minus first; where lower is better both are turned round, so that
    // positive is an improvement on every scale.
    const double sign = scale.better == Better::up ? 1.0 : -1.0;
    out.change(mean_change[number], sign * first, sign * last);
    answer_bands(scale, last, band_at_follow_up, out);
    const bool is_one_item = both && both->items == 1 && scale.threshold_of_one_item;
    const Verdict verdict =
        verdict_on(scale, is_one_item ? scale.threshold_of_one_item : scale.threshold, first, last);
    course.verdicts[number] = verdict;
    answer_reliable(number, verdict, out);
    answer_clinical(number, verdict, out);
}

void Resilience::answer_reliable(std::size_t number, const Verdict& verdict,
                                 const Answer& out) const {
    if (!instruments_.scales()[number].threshold) {
        out.without_value(reliable_improvement[number], State::not_applicable);
        out.without_value(reliable_deterioration[number], State::not_applicable);
        return;
    }
    out.proportion(reliable_improvement[number], verdict.is_improved);
    out.proportion(reliable_deterioration[number], verdict.is_deteriorated);
    out.proportion(no_room[number], verdict.has_no_room);
}

void Resilience::answer_clinical(std::size_t number, const Verdict& verdict,
                                 const Answer& out) const {
    const Scale& scale = instruments_.scales()[number];
    if (!scale.cutoff) {
        out.without_value(recovery[number], State::not_applicable);
        return;
    }
    out.proportion(clinical_at_follow_up[number], verdict.is_clinical);
    if (!verdict.was_clinical) {
        return;
    }
    out.proportion(recovery[number], verdict.is_recovered());
    if (scale.threshold) {
        out.proportion(reliable_recovery[number], verdict.is_recovered() && verdict.is_improved);
    }
}

void Resilience::answer_bands(const Scale& scale, double score, waymark::Proportion share,
                              const Answer& out) const {
    const Band* its = scale.band_of(score);
    for (const Band& band : scale.bands) {
        out.proportion(share[band.series], &band == its);
    }
}

void Resilience::answer_composite(std::size_t number, const Course& course) const {
    const Composite& composite = instruments_.composites()[number];
    std::vector<Verdict> verdicts;
    Day settled = waymark::far_past;
    for (const std::size_t scale : composite.scales) {
        if (!course.pairings[scale]) {
            return;
        }
        settled = std::max(settled, course.pairings[scale]->settled);
        if (course.verdicts[scale]) {
            verdicts.push_back(*course.verdicts[scale]);
        }
    }
    const Answer out = course.out.provisional(course.out.as_of() < settled);
    const bool is_complete = composite.rule == Rule::corc
                                 ? !verdicts.empty()
                                 : verdicts.size() == composite.scales.size();
    out.proportion(joint_completion_rate[number], is_complete);
    if (!is_complete) {
        return;
    }
    const Verdict joint = joint_verdict(composite.rule, verdicts);
    out.proportion(joint_improvement[number], joint.is_improved);
    out.proportion(joint_deterioration[number], joint.is_deteriorated);
    if (joint.was_clinical) {
        out.proportion(joint_recovery[number], joint.is_recovered());
        out.proportion(joint_reliable_recovery[number], joint.is_recovered() && joint.is_improved);
    }
}

// The three scores of the baseline are of one day; the follow-up lies in the months the formula is
// for.
void Resilience::answer_added_value(std::size_t number, const Course& course) const {
    const AddedValue& its = instruments_.added_values()[number];
    const auto& total = course.pairings[its.total];
    const auto& impact = course.pairings[its.impact];
    const auto& emotional = course.pairings[its.emotional];
    if (!total || !impact || !emotional || !total->is_pair() || !impact->first ||
        !emotional->first) {
        return;
    }
    const Day first = total->first->date;
    const Day last = total->last->date;
    if (impact->first->date != first || emotional->first->date != first ||
        last < first.plus_months(its.months_from) || last > first.plus_months(its.months_to)) {
        return;
    }
    const double expected = its.constant + its.of_total * total->first->value +
                            its.of_impact * impact->first->value +
                            its.of_emotional * emotional->first->value;
    course.out.provisional(course.out.as_of() < total->settled)
        .mean(added_value[number], expected - total->last->value);
}

// Reliability is that of forms without gaps: a prorated item would repeat the others.
void Resilience::answer_calibration(std::size_t number, const Score& first,
                                    const Answer& out) const {
    const Scale& scale = instruments_.scales()[number];
    const Instrument& form = instruments_.instruments()[scale.instrument];
    if (first.items.empty() || first.missing > 0) {
        return;
    }
    double sum = 0.0;
    for (std::size_t place = 0; place < scale.items.size(); ++place) {
        const std::size_t item = scale.items[place];
        const double answer = counted(form, item, *first.items[item]);
        sum += answer;
        out.stratum(item_strata, item).mean(calibration_item[number], answer);
    }
    out.mean(calibration_sum[number], sum);
    out.mean(calibration_score[number], first.value);
}

void Resilience::tell_findings(const CaseScores& scores, const Course& course) const {
    const Answer& out = course.out;
    const auto tell = [&](waymark::Finding code, std::int64_t count) {
        if (count > 0) {
            out.finding(code, count);
        }
    };
    const Tally& tally = scores.tally();
    tell(unknown_forms, tally.unknown);
    tell(duplicate_forms, tally.duplicates);
    tell(same_day_scores, tally.same_day);
    tell(incomplete_scores, tally.incomplete);
    tell(prorated_pairs, course.prorated);
    tell(other_language, course.other_language);
    tell(age_unknown, course.has_unknown_age ? 1 : 0);
    // Shares need every chance told, also where nothing was found.
    if (tally.forms > 0) {
        out.finding(invalid_forms, tally.invalid, tally.forms);
    }
    if (course.eligible > 0) {
        out.finding(not_followed_up, course.eligible - course.pairs, course.eligible);
    }
}

}  // namespace resilience

WAYMARK_MEASURE(resilience::Resilience)
