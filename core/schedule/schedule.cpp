// SPDX-License-Identifier: MIT
#include "schedule/schedule.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "calendar/period.hpp"

namespace waymark::schedule {

using calendar::Grain;
using std::chrono::days;
using std::chrono::minutes;

Schedule::Schedule(Rule rule, Zone zone, std::vector<Date> term_ends)
    : rule_(std::move(rule)), zone_(std::move(zone)), term_ends_(std::move(term_ends)) {}

std::string Schedule::text() const {
    return schedule::text(rule_) + ", " + zone_.name();
}

// Zone::instant_of never decreases, so local times up to that of `after` need not be looked at.
// Times of one gap share their instant, and those of a repeated hour lie in its first pass: both
// are passed by until an instant comes that is later, so no due time is told twice.
static Due next_cron(const Cron& cron, const Zone& zone, Instant after) {
    LocalMinute local = zone.local(after);
    while (true) {
        local = cron.at_or_after(local + minutes{1});
        const Placed placed = zone.instant_of(local);
        if (placed.at > after) {
            return {placed.at, local, placed.shift};
        }
    }
}

Due Schedule::due_after(Date last_day, const NamedRule& rule) const {
    const Date day = last_day + days{1} + rule.offset;
    const LocalMinute local = std::chrono::local_days{day.time_since_epoch()} + rule.at;
    const Placed placed = zone_.instant_of(local);
    return {placed.at, local, placed.shift};
}

static Grain grain_of(Named named) {
    check(named != Named::termly, "terms have no civil days");
    return named == Named::weekly    ? Grain::week
           : named == Named::monthly ? Grain::month
                                     : Grain::quarter;
}

std::optional<Due> Schedule::next_named(const NamedRule& rule, Instant after) const {
    // Two days more than the offset, so that the period before the one wanted is seen as well.
    const Date start = zone_.local_date(after) - rule.offset - days{2};
    if (rule.named == Named::termly) {
        auto last_day = std::lower_bound(term_ends_.begin(), term_ends_.end(), start);
        for (; last_day != term_ends_.end(); ++last_day) {
            const Due due = due_after(*last_day, rule);
            if (due.at > after) {
                return due;
            }
        }
        return std::nullopt;
    }
    for (Date day = start;;) {
        constexpr const char* why = "weeks, months and quarters are the same in every calendar";
        const auto key = checked(calendar::civil_key(grain_of(rule.named), day), why);
        const Date last_day = checked(calendar::civil_days(key), why).last;
        const Due due = due_after(last_day, rule);
        if (due.at > after) {
            return due;
        }
        day = last_day + days{1};
    }
}

std::optional<Due> Schedule::next(Instant after) const {
    if (const auto* cron = std::get_if<Cron>(&rule_)) {
        return next_cron(*cron, zone_, after);
    }
    return next_named(std::get<NamedRule>(rule_), after);
}

}  // namespace waymark::schedule
