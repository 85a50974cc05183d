// SPDX-License-Identifier: MIT
// The windows of the school census in England, by which national absence statistics cut a year when
// no authority's own term dates are known.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "calendar/window.hpp"

namespace waymark::calendar {

/// Spring bank holidays that are not the last Monday of May, by calendar year.
using SpringBankHolidays = std::map<std::int32_t, Date>;

/// Easter Sunday of the Gregorian calendar.
/// Source: J. Meeus, Astronomical Algorithms (1991), chapter 8; docs/methods.md, "Census windows".
[[nodiscard]] Date easter_sunday(std::int32_t year);

/// The spring bank holiday: `moved`, else the last Monday of May.
[[nodiscard]] Date spring_bank_holiday(std::int32_t year, const SpringBankHolidays& moved);

/// Term 1..3 of the academic year that begins on 1 August of `academic_year`: autumn 1 August to 31
/// December, spring 1 January to Easter Sunday, summer Easter Monday to 31 July. nullopt for
/// others. Source: DfE, Pupil absence statistics: methodology; docs/methods.md, "Census windows".
[[nodiscard]] std::optional<DateRange> census_term(std::int32_t academic_year,
                                                   std::int32_t ordinal);

/// Half terms 5 and 6: the summer term, cut before the Monday of the spring bank holiday's week.
/// The halves of autumn and spring are not in national data: nullopt.
[[nodiscard]] std::optional<DateRange> census_half_term(std::int32_t academic_year,
                                                        std::int32_t ordinal,
                                                        const SpringBankHolidays& moved);

}  // namespace waymark::calendar
