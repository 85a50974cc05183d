// SPDX-License-Identifier: MIT
#include "census.hpp"

#include <array>

namespace attendance {

using waymark::Civil;
using waymark::Day;
using waymark::Grain;
using waymark::Json;

static Day last_weekday_of(int year, unsigned month, unsigned iso_weekday) {
    Day day = Day::of(year, month, waymark::days_of_month(year, month));
    while (day.iso_weekday() != iso_weekday) {
        day = day - 1;
    }
    return day;
}

// Birthdays of 29 February come on 1 March in common years, as in completed_years().
static Day birthday(Day born, int age) {
    const Civil from = born.civil();
    const bool is_missing = from.day > waymark::days_of_month(from.year + age, from.month);
    return is_missing ? Day::of(from.year + age, from.month + 1, 1)
                      : Day::of(from.year + age, from.month, from.day);
}

bool is_of_compulsory_school_age(Day born, Day day) {
    const Day fifth = birthday(born, 5);
    const int year = fifth.year();
    const std::array prescribed{Day::of(year, 3, 31), Day::of(year, 8, 31), Day::of(year, 12, 31)};
    Day begins = prescribed.back();
    for (const Day one : prescribed) {
        if (one >= fifth) {
            begins = one;
            break;
        }
    }
    const int last_year = academic_year(birthday(born, 16));
    return day >= begins && day <= last_weekday_of(last_year + 1, 6, 5);
}

CensusRules::CensusRules(const Json& document) {
    if (const Json* holidays = document.find("spring_bank_holiday")) {
        for (const Json& item : holidays->items()) {
            const Day date = item.at("date").day();
            bank_holidays_[date.year()] = date;
        }
    }
    if (const Json* limits = document.find("standard_threshold")) {
        for (const Json& item : limits->items()) {
            thresholds_[{item.at("rule").text(), item.at("span").text()}] =
                item.at("absent").integer();
        }
    }
}

Day CensusRules::second_summer_half(int academic_year) const {
    const auto moved = bank_holidays_.find(academic_year + 1);
    return moved != bank_holidays_.end() ? moved->second : last_weekday_of(academic_year + 1, 5, 1);
}

std::optional<std::int64_t> CensusRules::standard_threshold(PersistentRule rule,
                                                            const waymark::Period& period,
                                                            bool is_five_half_terms) const {
    std::string span;
    if (period.grain == Grain::academic_year) {
        span = is_five_half_terms ? "five_half_terms" : "six_half_terms";
    } else if (period.grain == Grain::term && period.ordinal <= 2) {
        span = period.ordinal == 1 ? "autumn" : "spring";
    }
    const auto found = thresholds_.find({rule == PersistentRule::std15 ? "std15" : "std20", span});
    return found == thresholds_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace attendance
