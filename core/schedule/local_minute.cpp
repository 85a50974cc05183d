// SPDX-License-Identifier: MIT
#include "schedule/local_minute.hpp"

#include "base/date.hpp"

namespace waymark::schedule {

std::string local_text(LocalMinute local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const std::chrono::hh_mm_ss time(local - day);
    const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    return date_text(Date{day.time_since_epoch()}) + " " + two(time.hours().count()) + ":" +
           two(time.minutes().count());
}

}  // namespace waymark::schedule
