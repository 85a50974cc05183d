// SPDX-License-Identifier: MIT
// Which two scores of an episode are compared, and what the comparison says.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "scoring.hpp"

namespace resilience {

enum class FollowUp : std::uint8_t {
    first_last,    ///< the last score of the episode
    first_within,  ///< the score nearest to the middle of a span after the baseline
};

/// In days; the ends belong to each window.
struct Windows {
    int baseline_before = 28;      ///< before the episode's start
    int baseline_after = 42;       ///< after it
    int follow_up_gap = 14;        ///< first_last: at least so long after the baseline
    int follow_up_after_end = 28;  ///< first_last: at most so long after the episode's end
    FollowUp mode = FollowUp::first_last;
    int within_from = 0;  ///< first_within: the span after the baseline
    int within_to = 0;
};

/// Baseline and follow-up of one episode on one scale, both in the language of the baseline.
struct Pairing {
    std::optional<Score> first;
    std::optional<Score> last;
    std::int64_t other_language = 0;  ///< later scores that could not be compared
    waymark::Day settled;             ///< from the day after on no new form can change it

    [[nodiscard]] bool is_pair() const { return first && last; }
};

/// `scores` as CaseScores gives them; `start` and `end` are known.
[[nodiscard]] Pairing paired(std::span<const Score> scores, waymark::Day start, waymark::Day end,
                             const Windows& windows);

/// What a pair says on its scale. Reliable: beyond measurement error; both false where the scale
/// has no threshold.
struct Verdict {
    double improvement = 0.0;  ///< points, positive is better
    bool is_improved = false;
    bool is_deteriorated = false;
    bool has_no_room = false;  ///< too near the best score to improve reliably
    bool was_clinical = false;
    bool is_clinical = false;

    [[nodiscard]] bool is_recovered() const { return was_clinical && !is_clinical; }
};

/// `threshold`: the scale's for this pair; absent where it has none.
[[nodiscard]] Verdict verdict_on(const Scale& scale, const std::optional<Threshold>& threshold,
                                 double first, double last);

/// Scales judged together. `verdicts` are those of the scales that have a pair, at least one.
/// talking_therapies: improved when some scale improved and none deteriorated, deteriorated the
/// mirror image. corc: improved the same; deteriorated when any scale deteriorated. Both: clinical
/// when any scale is.
[[nodiscard]] Verdict joint_verdict(Rule rule, std::span<const Verdict> verdicts);

}  // namespace resilience
