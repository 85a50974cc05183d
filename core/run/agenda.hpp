// SPDX-License-Identifier: MIT
// Which monitor is to run when: due times against the clock, what was missed, what is tried again.
// Pure decisions; the daemon acts on them and writes the records down.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/record.hpp"
#include "schedule/retry.hpp"
#include "schedule/schedule.hpp"

namespace waymark::run {

/// A monitor with its schedule.
struct Scheduled {
    std::string monitor_id;
    schedule::Schedule schedule;
    schedule::CatchUp catch_up = schedule::CatchUp::latest;
    std::optional<std::chrono::days> window;
    std::chrono::seconds splay{0};  ///< starts so much after its due time
};

/// Something that happened to due times, for the log.
struct AgendaNote {
    enum class Event : std::uint8_t {
        passed_over,     ///< `count` due times, the last one `due`, are not run
        superseded,      ///< `due` failed until a later due time came
        given_up,        ///< `due` failed as often as allowed
        future_refused,  ///< the ledger knew a due time after the clock's time, which is not
                         ///< trusted
    };
    Event event = Event::passed_over;
    std::string monitor_id;
    Instant due;
    std::uint64_t count = 1;
};

[[nodiscard]] std::string_view word(AgendaNote::Event event) noexcept;

/// What is to be started.
struct Assignment {
    std::string monitor_id;
    Instant due;
};

/// One thread. Instants handed in come from one clock, which may jump either way.
class Agenda {
public:
    /// A due time that starts within this is on time, later it was missed.
    static constexpr std::chrono::minutes lateness{1};
    /// A due time the ledger has decided may lie so far ahead of the clock: clocks are set back by
    /// seconds or by an hour, and what ran is not run again. Further ahead it is not trusted.
    static constexpr std::chrono::days trusted_ahead{1};

    /// Takes the ledger's records in place of its own; call it when no change is waiting.
    void restore(const std::vector<ledger::ScheduleRecord>& records);

    /// Takes over these monitors in place of those before. A monitor whose rule is not that of its
    /// record begins anew, as of `now`, and what was open of the former rule is passed over; one
    /// that is running goes on running.
    void set(std::vector<Scheduled> monitors, schedule::Retry retry, Instant now);

    /// Decides about every due time up to `now`: begun, left for later, or passed over.
    void advance(Instant now);

    /// The open due time that has waited longest and may start now. Its monitor is not running.
    [[nodiscard]] std::optional<Assignment> next(Instant now) const;

    void started(const std::string& monitor_id);
    /// The run of a due time ended; `now` counts for the pause before the next try.
    void succeeded(const Assignment& run);
    void failed(const Assignment& run, Instant now);
    /// It was stopped by us: the due time stays open and is no failure.
    void interrupted(const Assignment& run);

    /// The first moment after `now` at which advance() or next() may answer otherwise.
    [[nodiscard]] std::optional<Instant> wake(Instant now) const;

    /// Records that changed since they were last taken: to be written before anything is started.
    [[nodiscard]] std::vector<ledger::ScheduleRecord> take_changes();
    [[nodiscard]] std::vector<AgendaNote> take_notes();

private:
    struct Ripe;  // the due times that have come

    [[nodiscard]] ledger::ScheduleRecord& record_of(const std::string& monitor_id);
    [[nodiscard]] Ripe ripe(const Scheduled& monitor, const ledger::ScheduleRecord& record,
                            Instant now) const;
    void refuse_future(const Scheduled& monitor, ledger::ScheduleRecord& record, Instant now);
    void advance(const Scheduled& monitor, Instant now);
    void begin_anew(ledger::ScheduleRecord& record, ledger::ScheduleRecord fresh);
    void begin(ledger::ScheduleRecord& record, Instant due);
    void pass_over(ledger::ScheduleRecord& record, Instant last, std::uint64_t count);
    void end(ledger::ScheduleRecord& record, ledger::DueEnd end);

    std::vector<Scheduled> monitors_;
    std::map<std::string, ledger::ScheduleRecord> records_;
    std::set<std::string> running_;
    std::set<std::string> changed_;
    std::vector<AgendaNote> notes_;
    schedule::Retry retry_;
};

}  // namespace waymark::run
