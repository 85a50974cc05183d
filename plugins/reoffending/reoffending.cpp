// SPDX-License-Identifier: MIT
#include "reoffending.hpp"

#include "cohort.hpp"
#include "findings.hpp"
#include "record.hpp"

namespace reoffending {

using namespace waymark;

Reoffending::Reoffending(const Parameters& parameters) : settings_(parameters) {}

void Reoffending::answer(const Person& person, Rows<EventRow> events, Rows<OffenceRow> offences,
                         const Answer& out) const {
    Record record = cleaned(events, offences, out.as_of(), settings_.imputes_dates);
    const CohortRules rules{settings_.disposals, settings_.groups, settings_.takes_drug_tests,
                            settings_.starts_at_entry ? person.start : far_past};
    const std::vector<Entry> entries = eligible_entries(record, rules, record.notes);
    for (const Note& note : record.notes) {
        (note.day ? out.at(*note.day) : out).finding(note.code, 1);
    }
    if (entries.empty()) {
        out.exclude(no_index_event);
    }
    const CohortAnswer cohorts(settings_, person, record, out);
    cohorts.tell_quarters(entries);
    cohorts.tell_disposals(entries);
    cohorts.tell_unique(entries);
}

}  // namespace reoffending

WAYMARK_MEASURE(reoffending::Reoffending)
