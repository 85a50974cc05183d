// SPDX-License-Identifier: MIT
// The school census: ages as it tells them, the second summer half term, and the limits persistent
// absence had in other years (School attendance (England), sections 1, 3 and 4).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "waymark/measure.hpp"

namespace attendance {

/// The academic year a day is in, by the year it began: 1 August to 31 July.
[[nodiscard]] constexpr int academic_year(waymark::Day day) {
    const waymark::Civil civil = day.civil();
    return civil.month >= 8 ? civil.year : civil.year - 1;
}

/// Completed years on 31 August at the start of an academic year.
[[nodiscard]] constexpr int statistical_age(waymark::Day born, int academic_year) {
    return waymark::completed_years(born, waymark::Day::of(academic_year, 8, 31));
}

/// From the prescribed day (31 December, 31 March, 31 August) on or next after the fifth birthday
/// to the last Friday in June of the academic year in which the sixteenth falls. Not the
/// statistical age.
[[nodiscard]] bool is_of_compulsory_school_age(waymark::Day born, waymark::Day day);

/// By which rule an enrolment is persistently absent.
enum class PersistentRule : std::uint8_t { exact10, exact15, std15, std20 };

/// The document `census`. Immutable once built; any thread.
class CensusRules {
public:
    /// Throws waymark::BadParameter naming the entry that cannot be used.
    explicit CensusRules(const waymark::Json& document);

    /// The first day of the second summer half term of an academic year.
    [[nodiscard]] waymark::Day second_summer_half(int academic_year) const;

    /// Sessions of absence from which a standard rule speaks of persistent absence in a period.
    /// nullopt where it has no limit: other periods, other rules.
    [[nodiscard]] std::optional<std::int64_t> standard_threshold(PersistentRule rule,
                                                                 const waymark::Period& period,
                                                                 bool is_five_half_terms) const;

private:
    std::map<int, waymark::Day> bank_holidays_;                               ///< by calendar year
    std::map<std::pair<std::string, std::string>, std::int64_t> thresholds_;  ///< rule, span
};

}  // namespace attendance
