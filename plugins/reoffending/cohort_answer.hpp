// SPDX-License-Identifier: MIT
// What is answered about one person: an entry to each cohort the person is in, with what followed.
#pragma once

#include <optional>
#include <vector>

#include "cohort.hpp"
#include "disposals.hpp"
#include "follow_up.hpp"
#include "offence_groups.hpp"
#include "record.hpp"
#include "waymark/measure/answer.hpp"

namespace reoffending {

struct Settings {
    int entry_lag_days = 0;
    bool includes_day_0 = false;
    bool imputes_dates = false;
    bool takes_drug_tests = false;
    bool starts_at_entry = false;
    Disposals disposals;
    OffenceGroups groups;
};

/// Lives for one answer; refers to what it is built from.
class CohortAnswer {
public:
    CohortAnswer(const Settings& settings, const Person& person, const Record& record,
                 const waymark::Answer& out)
        : settings_(settings), person_(person), record_(record), out_(out) {}

    /// The headline: the first entry of each quarter, to the quarter and to the years around it.
    void tell_quarters(const std::vector<Entry>& entries) const;

    /// The cohorts of the disposal tables: the first entry of each quarter that is in the table.
    void tell_disposals(const std::vector<Entry>& entries) const;

    /// Cohorts over a whole year or window: the first entry of each.
    void tell_unique(const std::vector<Entry>& entries) const;

private:
    struct Outcome;

    [[nodiscard]] std::optional<Outcome> outcome_of(const Entry& entry,
                                                    const waymark::Answer& place) const;
    void tell_times(const Outcome& one) const;
    void tell_findings(const Outcome& one) const;

    const Settings& settings_;
    const Person& person_;
    const Record& record_;
    const waymark::Answer& out_;
};

}  // namespace reoffending
