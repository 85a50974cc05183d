// SPDX-License-Identifier: MIT
// The calendar file of an authority: term dates, closures and open days as versioned data.
#pragma once

#include <filesystem>

#include "calendar/calendar.hpp"

namespace waymark::calendar {

/// Reads a calendar file (TOML):
///
///     id = "exampleshire"                # lower-case letters, digits, - and _
///     version = "2024.1"
///     authority = "Exampleshire Council"
///     basis = "school_calendar"          # or census, feed, observed
///     source = "exampleshire.gov.uk/terms, read 2024-08-01"
///     open_days = "exampleshire.csv"     # optional: one column `date`, beside this file
///     [[term]]                           # ordinal 1 autumn, 2 spring, 3 summer
///     ordinal = 1
///     first = 2024-09-02
///     last = 2024-12-20
///     name = "Autumn term"               # optional
///     [[half_term]]                      # ordinal 1..6, inside its term
///     ordinal = 1
///     first = 2024-09-02
///     last = 2024-10-25
///     [[closure]]                        # or [[open]]: days open against the rule
///     date = 2024-09-02                  # or first and last
///     session = "morning"                # optional; also afternoon
///     reason = "INSET"
///     [[spring_bank_holiday]]            # of the census rule, where it was moved
///     date = 2022-06-02
///     reason = "Platinum Jubilee"
///     standing = "verified"              # or background
///
/// The academic year of a term follows from its first day. A file without terms leaves the census
/// windows in place; with terms, only its terms exist. Open are the weekdays of each term, or of
/// its half terms where the file gives any for it; or exactly the listed days when there is a list;
/// then less the closures, then plus the days of [[open]]. Known are the academic years the terms
/// cover (up to the last given term when the summer term is not given yet), or the days from the
/// first to the last that the list or a closure names.
///
/// Throws Error: input_missing or permission when a file cannot be read; configuration with one
/// sentence a line, each beginning file:line:column, for everything found wrong.
[[nodiscard]] Calendar read_calendar(const std::filesystem::path& path);

}  // namespace waymark::calendar
