// SPDX-License-Identifier: MIT
// Who enters a cohort and when: the index events of one person.
#pragma once

#include <functional>
#include <vector>

#include "disposals.hpp"
#include "offence_groups.hpp"
#include "record.hpp"

namespace reoffending {

/// An event that can be an index event. Both pointers are into the record it was found in.
struct Entry {
    const Event* event = nullptr;
    const Offence* principal = nullptr;  ///< the most serious of its offences that qualify

    [[nodiscard]] waymark::Day index() const { return event->date; }
};

/// Which events may be index events. Plain references; lives shorter than what it refers to.
struct CohortRules {
    const Disposals& disposals;
    const OffenceGroups& groups;
    bool takes_drug_tests = false;
    waymark::Day first_day = waymark::far_past;  ///< events before it are not index events
};

/// The events of a record that can be index events, in the order in which they are tried. Why the
/// others cannot is added to `notes`.
[[nodiscard]] std::vector<Entry> eligible_entries(const Record& record, const CohortRules& rules,
                                                  Notes& notes);

/// The first entry of each calendar quarter, of those that `is_wanted`.
[[nodiscard]] std::vector<Entry> first_of_quarters(
    const std::vector<Entry>& entries, const std::function<bool(const Entry&)>& is_wanted);

}  // namespace reoffending
