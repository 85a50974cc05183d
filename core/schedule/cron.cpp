// SPDX-License-Identifier: MIT
#include "schedule/cron.hpp"

#include <array>
#include <vector>

#include "base/error.hpp"

namespace waymark::schedule {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::year_month_day;
using LocalDay = std::chrono::local_days;

static constexpr std::array<std::string_view, 12> month_names{
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
static constexpr std::array<std::string_view, 7> weekday_names{"SUN", "MON", "TUE", "WED",
                                                               "THU", "FRI", "SAT"};

static constexpr std::array<FieldKind, 5> kinds{{{"minute", 0, 59, {}},
                                                 {"hour", 0, 23, {}},
                                                 {"day of the month", 1, 31, {}},
                                                 {"month", 1, 12, month_names},
                                                 {"weekday", 0, 7, weekday_names}}};

struct Piece {
    std::string_view text;
    std::size_t position;
};

static std::vector<Piece> pieces_of(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    std::vector<Piece> pieces;
    for (std::size_t at = text.find_first_not_of(blanks); at < text.size();) {
        const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
        pieces.push_back({text.substr(at, end - at), at});
        at = text.find_first_not_of(blanks, end);
    }
    return pieces;
}

std::variant<Cron, CronFault> Cron::parse(std::string_view text) {
    const std::vector<Piece> pieces = pieces_of(text);
    if (pieces.size() != kinds.size()) {
        return CronFault{pieces.size() > kinds.size() ? pieces[kinds.size()].position : 0,
                         "expected five fields: minute, hour, day of the month, month, weekday"};
    }
    Cron cron;
    cron.text_ = text;
    const std::array<Field*, 5> fields{&cron.minutes_, &cron.hours_, &cron.days_, &cron.months_,
                                       &cron.weekdays_};
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        CronFault fault;
        const auto field = parse_field(pieces[i].text, pieces[i].position, kinds[i], fault);
        if (!field) {
            return fault;
        }
        *fields[i] = *field;
    }
    cron.weekdays_.numbers |= cron.weekdays_.has(7) ? 1U : 0U;
    if (!cron.is_possible()) {
        return CronFault{pieces[2].position, "no such day in the months given; it would never run"};
    }
    return cron;
}

bool Cron::is_possible() const {
    if (!weekdays_.is_open) {
        return true;  // every month has every weekday
    }
    constexpr std::array<std::uint32_t, 12> lengths{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (std::uint32_t month = 1; month <= lengths.size(); ++month) {
        for (std::uint32_t day = 1; months_.has(month) && day <= lengths[month - 1]; ++day) {
            if (days_.has(day)) {
                return true;
            }
        }
    }
    return false;
}

bool Cron::fits(year_month_day day) const {
    const bool is_day = days_.has(static_cast<unsigned>(day.day()));
    const std::chrono::weekday weekday{LocalDay{day}};
    const bool is_weekday = weekdays_.has(weekday.c_encoding());
    return days_.is_open || weekdays_.is_open ? is_day && is_weekday : is_day || is_weekday;
}

LocalMinute Cron::at_or_after(LocalMinute from) const {
    LocalDay day = std::chrono::floor<days>(from);
    // Within 40 years any date falls on any weekday, also 29 February and also around 2100.
    const LocalDay end = day + days{40 * 366};
    while (day < end) {
        const year_month_day date{day};
        if (!months_.has(static_cast<unsigned>(date.month()))) {
            const auto month = date.year() / date.month() + std::chrono::months{1};
            day = LocalDay{month / std::chrono::day{1}};
            continue;
        }
        if (fits(date)) {
            LocalMinute first = day;
            const auto start = from > first ? from - first : minutes{0};
            for (auto time = start; time < days{1}; time += minutes{1}) {
                const auto hour = std::chrono::floor<hours>(time);
                if (!hours_.has(static_cast<std::uint32_t>(hour.count()))) {
                    time = hour + minutes{59};
                } else if (minutes_.has(static_cast<std::uint32_t>((time - hour).count()))) {
                    return first + time;
                }
            }
        }
        day += days{1};
    }
    check(false, "an expression that was taken fits some day");
    return from;
}

}  // namespace waymark::schedule
