// SPDX-License-Identifier: MIT
#include "schedule/schedule.hpp"

#include "base/error.hpp"

namespace waymark::schedule {

using calendar::Grain;
using calendar::PeriodKey;
using std::chrono::days;
using std::chrono::minutes;

Schedule::Schedule(Rule rule, Zone zone, calendar::Calendar calendar)
    : rule_(std::move(rule)), zone_(std::move(zone)), calendar_(std::move(calendar)) {}

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

static Grain grain_of(Named named) {
    switch (named) {
        case Named::weekly:
            return Grain::week;
        case Named::monthly:
            return Grain::month;
        case Named::quarterly:
            return Grain::quarter;
        case Named::termly:
            break;
    }
    return Grain::term;
}

static std::optional<Due> due_after_period(const std::optional<calendar::DateRange>& period,
                                           const NamedRule& rule, const Zone& zone) {
    if (!period || period->is_empty()) {
        return std::nullopt;
    }
    const Date day = period->last + days{1} + rule.offset;
    const LocalMinute local = std::chrono::local_days{day.time_since_epoch()} + rule.at;
    const Placed placed = zone.instant_of(local);
    return Due{placed.at, local, placed.shift};
}

std::optional<Due> Schedule::next_named(const NamedRule& rule, Instant after) const {
    const Grain grain = grain_of(rule.named);
    // Far enough back that the period before the one wanted is seen as well.
    const Date start = zone_.local_date(after) - rule.offset - days{2};
    if (grain == Grain::term) {
        const int year = calendar::academic_year_of(start);
        constexpr int years_ahead = 4;
        for (int ordinal = 0; ordinal < 3 * years_ahead; ++ordinal) {
            const PeriodKey key{grain, year + ordinal / 3, 1 + ordinal % 3};
            const auto due = due_after_period(calendar_.period(key).days, rule, zone_);
            if (due && due->at > after) {
                return due;
            }
        }
        return std::nullopt;
    }
    for (Date day = start;;) {
        const auto key = calendar::civil_key(grain, day);
        check(key.has_value(), "weeks, months and quarters are the same in every calendar");
        const auto period = calendar::civil_days(*key);
        const auto due = due_after_period(period, rule, zone_);
        if (due && due->at > after) {
            return due;
        }
        day = period->last + days{1};
    }
}

std::optional<Due> Schedule::next(Instant after) const {
    if (const auto* cron = std::get_if<Cron>(&rule_)) {
        return next_cron(*cron, zone_, after);
    }
    return next_named(std::get<NamedRule>(rule_), after);
}

}  // namespace waymark::schedule
