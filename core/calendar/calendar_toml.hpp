// SPDX-License-Identifier: MIT
// A calendar file as it is written: every field of the right type, with its place. What the fields
// mean together is calendar_file.cpp's business.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/error_list.hpp"
#include "calendar/grain.hpp"
#include "calendar/open_days.hpp"

namespace waymark::calendar {

template <typename T>
struct Placed {
    T value{};
    Place place;
};

/// A [[term]] or [[half_term]].
struct WrittenSpan {
    Grain grain = Grain::term;
    int ordinal = 0;
    DateRange days;
    std::string name;
    Place place;
};

/// The fields of a calendar file. Texts that are missing or faulty are empty.
struct WrittenCalendar {
    Placed<std::string> id;
    Placed<std::string> version;
    Placed<std::string> authority;
    Placed<std::string> source;
    Placed<std::string> basis;
    Placed<std::string> open_days;  ///< file name of the list, "" without one
    std::vector<WrittenSpan> spans;
    std::vector<Placed<SessionChange>> closures;
    std::vector<Placed<SessionChange>> openings;
    std::vector<Placed<Date>> spring_bank_holidays;
};

/// Reads the TOML text of `file`. Adds to `faults` what is missing, unknown or of a wrong type; an
/// entry with such a fault is left out. Throws Error (configuration) with the place when the text
/// is no TOML.
[[nodiscard]] WrittenCalendar written_calendar(std::string_view toml_text, const std::string& file,
                                               ErrorList& faults);

}  // namespace waymark::calendar
