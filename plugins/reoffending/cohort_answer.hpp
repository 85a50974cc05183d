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
#include "serious_offences.hpp"
#include "waymark/measure/answer.hpp"
#include "waymark/measure/parameters.hpp"

namespace reoffending {

struct Settings {
    explicit Settings(const waymark::Parameters& parameters);

    int entry_lag_days = 0;
    bool includes_day_0 = false;
    bool imputes_dates = false;
    bool takes_drug_tests = false;
    bool starts_at_entry = false;
    bool knows_custody = false;
    bool tracks_live = false;
    bool tells_proofs = false;
    Disposals disposals;
    OffenceGroups groups;
    SeriousOffences serious;
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

    [[nodiscard]] waymark::Day last_watched(waymark::Day index) const;
    [[nodiscard]] std::optional<Outcome> outcome_of(const Entry& entry,
                                                    const waymark::Answer& place) const;
    void tell_times(const Outcome& one) const;
    void tell_serious(const Outcome& one) const;
    void tell_proofs(const Outcome& one) const;
    void tell_stage(const Outcome& one) const;
    void tell_custody(const Outcome& one) const;
    void tell_tracker(const Outcome& one) const;
    void tell_findings(const Outcome& one) const;

    const Settings& settings_;
    const Person& person_;
    const Record& record_;
    const waymark::Answer& out_;
};

}  // namespace reoffending
