// SPDX-License-Identifier: MIT
// Five-field cron expressions over local time. Pure arithmetic; any thread.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "schedule/cron_field.hpp"
#include "schedule/local_minute.hpp"

namespace waymark::schedule {

/// Minute, hour, day of the month, month, weekday, as POSIX crontab has them: lists, ranges, steps,
/// names of months and weekdays in English, Sunday as 0 and as 7. When neither the day of the month
/// nor the weekday begins with *, a day that fits one of the two is enough. Immutable; any thread.
/// Source   POSIX.1-2017, crontab; names and steps as in Vixie's cron, crontab(5).
class Cron {
public:
    /// The expression, or what is wrong with it. Refused are also those that no day ever fits
    /// ("0 0 31 2 *").
    [[nodiscard]] static std::variant<Cron, CronFault> parse(std::string_view text);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// The first local minute at or after `from` that fits, on a calendar without clock changes.
    [[nodiscard]] LocalMinute at_or_after(LocalMinute from) const;

private:
    Cron() = default;
    [[nodiscard]] bool fits(std::chrono::year_month_day day) const;
    [[nodiscard]] bool is_possible() const;

    std::string text_;
    Field minutes_;
    Field hours_;
    Field days_;
    Field months_;
    Field weekdays_;
};

}  // namespace waymark::schedule
