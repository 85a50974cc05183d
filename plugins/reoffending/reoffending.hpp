// SPDX-License-Identifier: MIT
// Proven reoffending on events and offences, after the national statistics of England and Wales:
// quarterly cohorts of cautions, non-custodial convictions and releases from custody, followed for
// twelve months, with six more for the proof.
#pragma once

#include <string_view>

#include "cohort_answer.hpp"
#include "rows.hpp"
#include "waymark/measure.hpp"

namespace reoffending {

/// Immutable once built; one instance per shard.
class Reoffending : public waymark::CaseMeasure<EventRow, OffenceRow> {
public:
    using Case = Person;

    explicit Reoffending(const waymark::Parameters& parameters);

    static void describe(waymark::Definition& definition);

    [[nodiscard]] DisposalRank disposal(std::string_view code) const {
        return settings_.disposals.rank(code);
    }
    [[nodiscard]] OffenceClass offence_class(std::string_view code) const {
        return {settings_.groups.of_class(code), settings_.serious.has_class(code)};
    }

    void answer(const Person& person, waymark::Rows<EventRow> events,
                waymark::Rows<OffenceRow> offences, const waymark::Answer& out) const;

private:
    Settings settings_;
};

}  // namespace reoffending
