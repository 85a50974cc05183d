// SPDX-License-Identifier: MIT
// The measure: episodes with their questionnaires, dated by the end of the episode.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "instruments.hpp"
#include "pairing.hpp"
#include "scoring.hpp"
#include "waymark/measure.hpp"

namespace resilience {

// By scale.
inline constexpr waymark::Proportion baseline_rate{0};
inline constexpr waymark::Proportion completion_rate{1};
inline constexpr waymark::Mean baseline_mean{2};
inline constexpr waymark::Mean baseline_mean_paired{3};
inline constexpr waymark::Mean baseline_mean_unpaired{4};
inline constexpr waymark::Mean follow_up_mean{5};
inline constexpr waymark::Change mean_change{6};
inline constexpr waymark::Proportion reliable_improvement{7};
inline constexpr waymark::Proportion reliable_deterioration{8};
inline constexpr waymark::Proportion no_room{9};
inline constexpr waymark::Proportion clinical_at_baseline{10};
inline constexpr waymark::Proportion clinical_at_follow_up{11};
inline constexpr waymark::Proportion recovery{12};
inline constexpr waymark::Proportion reliable_recovery{13};
// By band.
inline constexpr waymark::Proportion band_at_baseline{14};
inline constexpr waymark::Proportion band_at_follow_up{15};
// By composite.
inline constexpr waymark::Proportion joint_completion_rate{16};
inline constexpr waymark::Proportion joint_improvement{17};
inline constexpr waymark::Proportion joint_deterioration{18};
inline constexpr waymark::Proportion joint_recovery{19};
inline constexpr waymark::Proportion joint_reliable_recovery{20};
// By scale, and only when asked for calibration.
inline constexpr waymark::Mean calibration_score{21};
inline constexpr waymark::Mean calibration_sum{22};
inline constexpr waymark::Mean calibration_item{23};

// By added value.
inline constexpr waymark::Mean added_value{24};
// By scale of steps.
inline constexpr waymark::Proportion moved_up{25};
inline constexpr waymark::Proportion moved_down{26};

inline constexpr waymark::OwnStrata item_strata{0};
inline constexpr waymark::OwnStrata episode_strata{1};

inline constexpr waymark::Exclusion no_start{0};
inline constexpr waymark::Exclusion episode_open{1};
inline constexpr waymark::Exclusion end_before_start{2};
inline constexpr waymark::Exclusion too_few_contacts{3};
inline constexpr waymark::Exclusion age_outside{4};
inline constexpr waymark::Exclusion no_baseline{5};
inline constexpr waymark::Exclusion no_follow_up{6};
inline constexpr waymark::Exclusion later_episode{7};

inline constexpr waymark::Finding invalid_forms{0};
inline constexpr waymark::Finding unknown_forms{1};
inline constexpr waymark::Finding duplicate_forms{2};
inline constexpr waymark::Finding same_day_scores{3};
inline constexpr waymark::Finding incomplete_scores{4};
inline constexpr waymark::Finding prorated_pairs{5};
inline constexpr waymark::Finding other_language{6};
inline constexpr waymark::Finding age_unknown{7};
inline constexpr waymark::Finding not_followed_up{8};

/// A case with what this measure asks for.
class Episode : public waymark::Case {
public:
    std::optional<waymark::Day> born;
    std::optional<std::int64_t> age;  ///< at the start
    std::optional<std::int64_t> contacts;
    std::optional<waymark::Day> previous_end;  ///< of the person's episode before, in the service

    /// nullopt where neither birth nor age is known.
    [[nodiscard]] std::optional<std::int64_t> age_on(waymark::Day day) const;
};

class Resilience : public waymark::CaseMeasure<Form, Form, GivenScore> {
public:
    using Case = Episode;

    explicit Resilience(const waymark::Parameters& parameters);

    static void describe(waymark::Definition& definition);

    void answer(const Episode& episode, waymark::Rows<Form> forms, waymark::Rows<Form> more_forms,
                waymark::Rows<GivenScore> scores, waymark::Answer& out) const;

private:
    struct Course;  ///< one episode while it is answered

    [[nodiscard]] bool is_counted(const Episode& episode, const waymark::Answer& out) const;
    void answer_in(const waymark::Period& period, const Episode& episode, const CaseScores& scores,
                   const waymark::Answer& out) const;
    void answer_episode(const Episode& episode, const CaseScores& scores,
                        const waymark::Answer& out) const;
    void answer_scale(std::size_t number, Course& course) const;
    void answer_baseline(std::size_t number, const Score& first, const waymark::Answer& out) const;
    void answer_pair(std::size_t number, const Pairing& pairing,
                     const std::optional<ItemsInBoth>& both, const waymark::Answer& out,
                     Course& course) const;
    void answer_reliable(std::size_t number, const Verdict& verdict,
                         const waymark::Answer& out) const;
    void answer_clinical(std::size_t number, const Verdict& verdict,
                         const waymark::Answer& out) const;
    void answer_bands(const Scale& scale, double score, waymark::Proportion share,
                      const waymark::Answer& out) const;
    void answer_composite(std::size_t number, const Course& course) const;
    void answer_added_value(std::size_t number, const Course& course) const;
    void answer_calibration(std::size_t number, const Score& first,
                            const waymark::Answer& out) const;
    void tell_findings(const CaseScores& scores, const Course& course) const;

    Instruments instruments_;
    Windows windows_;
    std::int64_t min_contacts_;
    bool is_calibration_;
    bool counts_later_ones_;
};

}  // namespace resilience
