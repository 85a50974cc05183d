// SPDX-License-Identifier: MIT
#include "run/agenda.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.hpp"

namespace waymark::run {

using ledger::ScheduleRecord;
using schedule::CatchUp;

std::string_view word(AgendaNote::Event event) noexcept {
    static constexpr std::array<std::string_view, 4> words{"passed_over", "superseded", "given_up",
                                                           "future_refused"};
    return words[static_cast<std::size_t>(event)];
}

// Due times after record.handled that may have started by now.
struct Agenda::Ripe {
    std::uint64_t too_old = 0;           ///< outside the window, and not on time
    std::optional<Instant> last_old;     ///< the last of those
    std::uint64_t eligible = 0;          ///< the others
    std::optional<Instant> first;        ///< of the eligible ones
    std::optional<Instant> last;         ///< of the eligible ones
    std::optional<Instant> before_last;  ///< of the eligible ones
    bool is_last_on_time = false;
};

ScheduleRecord& Agenda::record_of(const std::string& monitor_id) {
    const auto found = records_.find(monitor_id);
    check(found != records_.end(), "every monitor on the agenda has its record");
    return found->second;
}

void Agenda::restore(const std::vector<ScheduleRecord>& records) {
    check(changed_.empty(), "what changed is written down before it is read again");
    records_.clear();
    for (const ScheduleRecord& record : records) {
        records_.emplace(record.monitor_id, record);
    }
}

void Agenda::set(std::vector<Scheduled> monitors, schedule::Retry retry, Instant now) {
    monitors_ = std::move(monitors);
    retry_ = retry;
    std::set<std::string> scheduled;
    for (const Scheduled& monitor : monitors_) {
        scheduled.insert(monitor.monitor_id);
        const std::string rule = monitor.schedule.text();
        ScheduleRecord& record = records_[monitor.monitor_id];
        if (record.rule != rule) {
            // One microsecond before: what is due at this very moment is still to come.
            begin_anew(record, {.monitor_id = monitor.monitor_id,
                                .rule = rule,
                                .handled = now - std::chrono::microseconds{1}});
        }
    }
    // A monitor that left begins anew should it come back.
    for (auto& [monitor_id, record] : records_) {
        if (!scheduled.contains(monitor_id) && !record.rule.empty()) {
            begin_anew(record, {.monitor_id = monitor_id, .rule = "", .handled = now});
        }
    }
}

// A due time that was still open is passed over, in words, unless its run is going on.
void Agenda::begin_anew(ScheduleRecord& record, ScheduleRecord fresh) {
    if (record.due && !running_.contains(fresh.monitor_id)) {
        notes_.push_back({AgendaNote::Event::passed_over, fresh.monitor_id, *record.due});
        fresh.passed_over = 1;
    }
    record = std::move(fresh);
    changed_.insert(record.monitor_id);
}

Agenda::Ripe Agenda::ripe(const Scheduled& monitor, const ScheduleRecord& record,
                          Instant now) const {
    Ripe ripe;
    for (auto due = monitor.schedule.next(record.handled); due;
         due = monitor.schedule.next(due->at)) {
        const Instant start = due->at + monitor.splay;
        if (start > now) {
            break;
        }
        const bool is_on_time = now - start <= lateness;
        if (!is_on_time && monitor.window && due->at < now - *monitor.window) {
            ++ripe.too_old;
            ripe.last_old = due->at;
            continue;
        }
        ++ripe.eligible;
        ripe.first = ripe.first ? ripe.first : due->at;
        ripe.before_last = ripe.last;
        ripe.last = due->at;
        ripe.is_last_on_time = is_on_time;
    }
    return ripe;
}

void Agenda::begin(ScheduleRecord& record, Instant due) {
    if (record.due) {
        end(record, ledger::DueEnd::superseded);
    }
    record.due = due;
    record.handled = due;
    changed_.insert(record.monitor_id);
}

void Agenda::end(ScheduleRecord& record, ledger::DueEnd how) {
    if (how != ledger::DueEnd::done) {
        notes_.push_back({how == ledger::DueEnd::superseded ? AgendaNote::Event::superseded
                                                            : AgendaNote::Event::given_up,
                          record.monitor_id, *record.due});
    }
    record.last_due = record.due;
    record.last_end = how;
    record.due.reset();
    record.retry.reset();
    record.failures = 0;
    changed_.insert(record.monitor_id);
}

void Agenda::pass_over(ScheduleRecord& record, Instant last, std::uint64_t count) {
    if (count > 0) {
        notes_.push_back({AgendaNote::Event::passed_over, record.monitor_id, last, count});
        record.passed_over += count;
        record.handled = std::max(record.handled, last);
        changed_.insert(record.monitor_id);
    }
}

// Stamps of the future are left by a clock that was wrong. Those a little ahead are kept, so that a
// clock set back runs nothing twice; with the others the monitor would rest for as long as the
// clock had been ahead.
void Agenda::refuse_future(const Scheduled& monitor, ScheduleRecord& record, Instant now) {
    if (record.handled - now > trusted_ahead) {
        notes_.push_back({AgendaNote::Event::future_refused, monitor.monitor_id, record.handled});
        record = {.monitor_id = record.monitor_id,
                  .rule = record.rule,
                  .handled = now - std::chrono::microseconds{1},
                  .passed_over = record.passed_over};
        changed_.insert(record.monitor_id);
    }
    if (record.retry && *record.retry - now > retry_.longest) {
        record.retry = now + retry_.pause(std::max(record.failures, 1U));
        changed_.insert(record.monitor_id);
    }
}

void Agenda::advance(Instant now) {
    for (const Scheduled& monitor : monitors_) {
        if (!running_.contains(monitor.monitor_id)) {
            advance(monitor, now);
        }
    }
}

void Agenda::advance(const Scheduled& monitor, Instant now) {
    ScheduleRecord& record = record_of(monitor.monitor_id);
    refuse_future(monitor, record, now);
    const Ripe found = ripe(monitor, record, now);
    pass_over(record, found.last_old.value_or(now), found.too_old);
    if (!found.last) {
        return;
    }
    if (monitor.catch_up == CatchUp::all) {
        const bool is_outside = record.due && monitor.window && *record.due < now - *monitor.window;
        if (!record.due || is_outside) {
            begin(record, *found.first);
        }
    } else if (monitor.catch_up == CatchUp::latest || found.is_last_on_time) {
        pass_over(record, found.before_last.value_or(now), found.eligible - 1);
        begin(record, *found.last);
    } else {
        pass_over(record, *found.last, found.eligible);
    }
}

std::optional<Assignment> Agenda::next(Instant now) const {
    std::optional<Assignment> first;
    for (const Scheduled& monitor : monitors_) {
        const ScheduleRecord& record = records_.at(monitor.monitor_id);
        const bool is_ready = record.due && (!record.retry || *record.retry <= now) &&
                              !running_.contains(monitor.monitor_id);
        if (is_ready && (!first || *record.due < first->due)) {
            first = {monitor.monitor_id, *record.due};
        }
    }
    return first;
}

void Agenda::started(const std::string& monitor_id) {
    const bool is_new = running_.insert(monitor_id).second;
    check(is_new, "a monitor never overlaps itself");
}

void Agenda::interrupted(const Assignment& run) {
    running_.erase(run.monitor_id);
}

void Agenda::succeeded(const Assignment& run) {
    running_.erase(run.monitor_id);
    const auto record = records_.find(run.monitor_id);
    if (record != records_.end() && record->second.due == run.due) {
        end(record->second, ledger::DueEnd::done);
    }
}

void Agenda::failed(const Assignment& run, Instant now) {
    running_.erase(run.monitor_id);
    const auto found = records_.find(run.monitor_id);
    if (found == records_.end() || found->second.due != run.due) {
        return;  // the schedule was changed while it ran
    }
    ScheduleRecord& record = found->second;
    ++record.failures;
    changed_.insert(run.monitor_id);
    if (record.failures >= retry_.attempts) {
        end(record, ledger::DueEnd::given_up);
    } else {
        record.retry = now + retry_.pause(record.failures);
    }
}

std::optional<Instant> Agenda::wake(Instant now) const {
    std::optional<Instant> first;
    const auto consider = [&](std::optional<Instant> at) {
        if (at && *at > now && (!first || *at < *first)) {
            first = at;
        }
    };
    for (const Scheduled& monitor : monitors_) {
        const ScheduleRecord& record = records_.at(monitor.monitor_id);
        consider(record.retry);
        if (const auto due = monitor.schedule.next(record.handled)) {
            consider(due->at + monitor.splay);
        }
    }
    return first;
}

std::vector<ScheduleRecord> Agenda::take_changes() {
    std::vector<ScheduleRecord> changes;
    for (const std::string& monitor_id : changed_) {
        changes.push_back(records_.at(monitor_id));
    }
    changed_.clear();
    return changes;
}

std::vector<AgendaNote> Agenda::take_notes() {
    return std::exchange(notes_, {});
}

}  // namespace waymark::run
