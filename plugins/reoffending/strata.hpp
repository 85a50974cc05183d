// SPDX-License-Identifier: MIT
// The strata the measure assigns itself: age, history, offence and event at the index date.
#pragma once

#include "follow_up.hpp"
#include "rows.hpp"
#include "waymark/measure/answer.hpp"
#include "waymark/measure/definition.hpp"

namespace reoffending {

/// Completed years at the index date; null where the birth is not known or comes after it.
[[nodiscard]] std::optional<int> age_at_index(const Person& person, waymark::Day index);

/// Declares the kinds of strata and their values.
void describe_strata(waymark::Definition& definition);

/// `out` with the strata of an entry of a person of at least 10 years.
[[nodiscard]] waymark::Answer in_strata(const waymark::Answer& out, std::optional<int> age,
                                        const Entry& entry, const FollowUp& follow_up);

}  // namespace reoffending
