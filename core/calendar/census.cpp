// SPDX-License-Identifier: MIT
#include "calendar/census.hpp"

namespace waymark::calendar {

using std::chrono::days;

Date easter_sunday(std::int32_t year) {
    const int golden = year % 19;
    const int century = year / 100;
    const int leap_fault = (century + 8) / 25;
    const int moon_fault = (century - leap_fault + 1) / 3;
    const int epact = (19 * golden + century - century / 4 - moon_fault + 15) % 30;
    const int to_sunday = (32 + 2 * (century % 4) + 2 * (year % 100 / 4) - epact - year % 4) % 7;
    const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
    const int day_of_march = epact + to_sunday - 7 * late + 22;  // may run on into April
    return date_of(year, 3, 1) + days{day_of_march - 1};
}

Date spring_bank_holiday(std::int32_t year, const SpringBankHolidays& moved) {
    if (const auto found = moved.find(year); found != moved.end()) {
        return found->second;
    }
    const Date end_of_may = date_of(year, 5, 31);
    return end_of_may - days{std::chrono::weekday{end_of_may}.iso_encoding() - 1};
}

std::optional<DateRange> census_term(std::int32_t academic_year, std::int32_t ordinal) {
    const std::int32_t year = academic_year + 1;
    switch (ordinal) {
        case 1:
            return DateRange{date_of(academic_year, 8, 1), date_of(academic_year, 12, 31)};
        case 2:
            return DateRange{date_of(year, 1, 1), easter_sunday(year)};
        case 3:
            return DateRange{easter_sunday(year) + days{1}, date_of(year, 7, 31)};
        default:
            return std::nullopt;
    }
}

std::optional<DateRange> census_half_term(std::int32_t academic_year, std::int32_t ordinal,
                                          const SpringBankHolidays& moved) {
    const auto summer = census_term(academic_year, 3);
    const Date holiday = spring_bank_holiday(academic_year + 1, moved);
    // The rule ends the first half on the Sunday before the holiday and begins the second with the
    // holiday, always a Monday until it moved to a Thursday in 2022: cut at that week's Monday, so
    // that no day falls between the halves.
    const Date cut = holiday - days{std::chrono::weekday{holiday}.iso_encoding() - 1};
    switch (ordinal) {
        case 5:
            return DateRange{summer->first, cut - days{1}};
        case 6:
            return DateRange{cut, summer->last};
        default:
            return std::nullopt;
    }
}

}  // namespace waymark::calendar
