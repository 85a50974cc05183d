// SPDX-License-Identifier: MIT
// Made-up questionnaires and offences, for the measures that see a case's rows together. The rows
// of a person stand far apart. Nobody in them exists.
#pragma once

#include <cstdint>
#include <cstdio>

namespace waymark::bench {

/// people x forms rows of about 60 bytes: 10 million with these numbers. Answers to WHO-5, a form
/// every two weeks, rows in the order of the days: client, service, completed_on, referred_on,
/// closed_on, q1 to q5.
struct QuestionnaireTable {
    std::uint32_t people = 1'000'000;
    std::uint32_t forms = 10;  ///< of each person; at least 2, and the episode ends a week later
    std::uint32_t services = 20;
    std::uint64_t seed = 1;
};

/// Episodes of all services, all ended in the academic year 2023/24 when there are at most 20
/// forms.
struct PlantedForms {
    std::uint64_t rows = 0;
    std::uint64_t episodes = 0;  ///< all have a baseline
    std::uint64_t pairs = 0;     ///< have a follow-up too
    std::uint64_t improved = 0;  ///< of the pairs, reliably: 10 points of 100
    std::uint64_t worse = 0;
};

/// Throws Error (store) when the file cannot be written.
PlantedForms write_questionnaires(const QuestionnaireTable& table, std::FILE* file);

/// people x offences rows of about 90 bytes: 10 million with these numbers, and a row of events for
/// each person: a conviction in 2022.
struct OffenceTable {
    std::uint32_t people = 1'000'000;
    std::uint32_t offences = 10;  ///< of each person, the one of the event included; at least 3
    std::uint32_t services = 20;
    std::uint64_t seed = 1;
};

/// People of all services.
struct PlantedOffences {
    std::uint64_t rows = 0;  ///< of both tables
    std::uint64_t offenders = 0;
    std::uint64_t reoffenders = 0;
    std::uint64_t reoffences = 0;
};

/// Throws Error (store) when a file cannot be written.
PlantedOffences write_offences(const OffenceTable& table, std::FILE* events, std::FILE* offences);

}  // namespace waymark::bench
