// SPDX-License-Identifier: MIT
#include "pairing.hpp"

#include <algorithm>
#include <cstdlib>
#include <tuple>

namespace resilience {

using waymark::Day;

// The first score in the window; of one day in several languages the more complete one.
static const Score* baseline(std::span<const Score> scores, Day from, Day to) {
    const Score* first = nullptr;
    for (const Score& score : scores) {
        const auto key = [](const Score& one) {
            return std::tuple(one.date, one.missing, ~one.record);
        };
        if (score.date >= from && score.date <= to &&
            (first == nullptr || key(score) < key(*first))) {
            first = &score;
        }
    }
    return first;
}

static const Score* follow_up(std::span<const Score> scores, const Score& first, Day end,
                              const Windows& windows, std::int64_t& other_language) {
    const bool is_last = windows.mode == FollowUp::first_last;
    const Day from =
        first.date + std::max(1, is_last ? windows.follow_up_gap : windows.within_from);
    const Day to = is_last ? end + windows.follow_up_after_end : first.date + windows.within_to;
    // Twice the distance to the middle of the span, which may lie between two days.
    const auto distance = [&](const Score& score) {
        return std::abs(2 * (score.date - first.date) - windows.within_from - windows.within_to);
    };
    const Score* found = nullptr;
    for (const Score& score : scores) {
        if (score.date < from || score.date > to) {
            continue;
        }
        if (score.language != first.language) {
            ++other_language;
        } else if (found == nullptr || is_last || distance(score) <= distance(*found)) {
            found = &score;
        }
    }
    return found;
}

Pairing paired(std::span<const Score> scores, Day start, Day end, const Windows& windows) {
    Pairing pairing;
    const Day last_baseline = start + windows.baseline_after;
    const bool is_last = windows.mode == FollowUp::first_last;
    const Score* first = baseline(scores, start - windows.baseline_before, last_baseline);
    if (first == nullptr) {
        pairing.settled = std::max(last_baseline, is_last ? end + windows.follow_up_after_end
                                                          : last_baseline + windows.within_to);
        return pairing;
    }
    pairing.first = *first;
    pairing.settled = is_last ? end + windows.follow_up_after_end : first->date + windows.within_to;
    if (const Score* last = follow_up(scores, *first, end, windows, pairing.other_language)) {
        pairing.last = *last;
    }
    return pairing;
}

Verdict verdict_on(const Scale& scale, const std::optional<Threshold>& threshold, double first,
                   double last) {
    Verdict verdict;
    verdict.improvement = scale.improvement(first, last);
    if (threshold) {
        verdict.is_improved = threshold->is_reached_by(verdict.improvement);
        verdict.is_deteriorated = threshold->is_reached_by(-verdict.improvement);
        verdict.has_no_room = !threshold->is_reached_by(scale.room_above(first));
    }
    if (scale.cutoff) {
        verdict.was_clinical = scale.cutoff->is_clinical(first);
        verdict.is_clinical = scale.cutoff->is_clinical(last);
    }
    return verdict;
}

Verdict joint_verdict(Rule rule, std::span<const Verdict> verdicts) {
    const auto any = [&](bool Verdict::*what) {
        return std::any_of(verdicts.begin(), verdicts.end(),
                           [&](const Verdict& one) { return one.*what; });
    };
    const bool some_better = any(&Verdict::is_improved);
    const bool some_worse = any(&Verdict::is_deteriorated);
    Verdict joint;
    joint.is_improved = some_better && !some_worse;
    joint.is_deteriorated = some_worse && (rule == Rule::corc || !some_better);
    joint.was_clinical = any(&Verdict::was_clinical);
    joint.is_clinical = any(&Verdict::is_clinical);
    return joint;
}

}  // namespace resilience
