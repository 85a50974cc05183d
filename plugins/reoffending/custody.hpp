// SPDX-License-Identifier: MIT
// Days in custody after an index event, from the events of the person.
#pragma once

#include <vector>

#include "disposals.hpp"
#include "record.hpp"

namespace reoffending {

/// Days after `index` and up to `last` that the person spent in custody. Custody begins with a
/// `custody_start` or a conviction to immediate custody and ends with the next release of any kind;
/// the day of the release is free. Of one day a conviction comes before a release (time served), a
/// release before a start (arrested at the gate). Custody that has not ended goes on to `last`.
[[nodiscard]] int days_in_custody(const std::vector<Event>& events, const Disposals& disposals,
                                  waymark::Day index, waymark::Day last);

}  // namespace reoffending
