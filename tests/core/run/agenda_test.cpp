// SPDX-License-Identifier: MIT
#include "run/agenda.hpp"

#include <catch2/catch.hpp>

using namespace waymark;
using namespace std::chrono_literals;
using ledger::DueEnd;
using ledger::ScheduleRecord;
using run::Agenda;
using run::AgendaNote;
using run::Scheduled;
using schedule::CatchUp;

// Daily at 06:00 UTC.
static Scheduled daily(CatchUp catch_up, std::optional<std::chrono::days> window = {},
                       const std::string& id = "daily") {
    return {.monitor_id = id,
            .schedule = {std::get<schedule::Cron>(schedule::Cron::parse("0 6 * * *")),
                         *schedule::Zone::find("UTC")},
            .catch_up = catch_up,
            .window = window};
}

static Instant march(unsigned day, std::chrono::seconds time = 6h) {
    return date_of(2026, 3, day) + time;
}

static const schedule::Retry retry{.first = 60s, .longest = 240s, .attempts = 4};

// An agenda of one monitor that began on 1 March.
static Agenda agenda_of(const Scheduled& monitor) {
    Agenda agenda;
    agenda.set({monitor}, retry, march(1, 0h));
    return agenda;
}

// Runs everything that may start at `now`, successfully; the days of March it was due.
static std::vector<unsigned> run_all(Agenda& agenda, Instant now) {
    std::vector<unsigned> days;
    for (agenda.advance(now); const auto due = agenda.next(now); agenda.advance(now)) {
        agenda.started(due->monitor_id);
        const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(due->due)};
        days.push_back(static_cast<unsigned>(day.day()));
        agenda.succeeded(*due);
    }
    return days;
}

static ScheduleRecord record(Agenda& agenda) {
    const auto changes = agenda.take_changes();
    REQUIRE_FALSE(changes.empty());
    return changes.front();
}

// Starts what is next and lets it fail at `end`.
static void fail_next(Agenda& agenda, Instant start, Instant end) {
    agenda.advance(start);
    const auto due = agenda.next(start);
    REQUIRE(due.has_value());
    agenda.started(due->monitor_id);
    agenda.failed(*due, end);
}

using Days = std::vector<unsigned>;

TEST_CASE("A new monitor waits for its first due time and never fires for the past", "[run]") {
    Agenda agenda;
    agenda.set({daily(CatchUp::all, std::chrono::days{90})}, retry, march(10, 12h));
    CHECK(run_all(agenda, march(10, 12h)).empty());
    CHECK(agenda.wake(march(10, 12h)) == march(11));
    CHECK(run_all(agenda, march(11)) == Days{11});
    CHECK(run_all(agenda, march(11, 7h)).empty());
}

TEST_CASE("A monitor that begins at the very moment it is due, runs", "[run]") {
    Agenda agenda;
    agenda.set({daily(CatchUp::none)}, retry, march(10));
    CHECK(run_all(agenda, march(10)) == Days{10});
}

TEST_CASE("After downtime the policy decides which due times are run", "[run]") {
    Agenda none = agenda_of(daily(CatchUp::none));
    CHECK(run_all(none, march(8, 12h)).empty());
    CHECK(record(none).passed_over == 8);
    CHECK(run_all(none, march(9, 6h + 30s)) == Days{9});

    Agenda latest = agenda_of(daily(CatchUp::latest));
    CHECK(run_all(latest, march(8, 12h)) == Days{8});
    CHECK(record(latest).passed_over == 7);

    Agenda all = agenda_of(daily(CatchUp::all, std::chrono::days{3}));
    CHECK(run_all(all, march(8, 12h)) == Days{6, 7, 8});
    const ScheduleRecord after = record(all);
    CHECK(after.passed_over == 5);
    CHECK(after.handled == march(8));
    CHECK(after.last_end == DueEnd::done);

    Agenda windowed = agenda_of(daily(CatchUp::latest, std::chrono::days{0}));
    CHECK(run_all(windowed, march(8, 12h)).empty());
    CHECK(run_all(windowed, march(9)) == Days{9});
}

TEST_CASE("What is passed over is told with its number", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    (void)run_all(agenda, march(8, 12h));
    const auto notes = agenda.take_notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].event == AgendaNote::Event::passed_over);
    CHECK(notes[0].count == 7);
    CHECK(notes[0].due == march(7));
    CHECK(agenda.take_notes().empty());
}

TEST_CASE("A due time within a minute is on time, later it was missed", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::none));
    CHECK(run_all(agenda, march(1, 6h + 1min)) == Days{1});
    CHECK(run_all(agenda, march(2, 6h + 2min)).empty());
}

TEST_CASE("A monitor starts its splay after it is due, and is on time then", "[run]") {
    Scheduled monitor = daily(CatchUp::none);
    monitor.splay = 600s;
    Agenda agenda = agenda_of(monitor);
    CHECK(run_all(agenda, march(1, 6h + 9min)).empty());
    CHECK(agenda.wake(march(1, 6h + 9min)) == march(1, 6h + 10min));
    CHECK(run_all(agenda, march(1, 6h + 10min)) == Days{1});
}

TEST_CASE("A monitor never overlaps itself; what came meanwhile is decided after it", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    agenda.advance(march(1));
    const auto due = agenda.next(march(1));
    REQUIRE(due.has_value());
    agenda.started("daily");
    agenda.advance(march(4));
    CHECK_FALSE(agenda.next(march(4)).has_value());
    agenda.succeeded(*due);
    CHECK(run_all(agenda, march(4)) == Days{4});
}

TEST_CASE("Of several open due times the oldest is next", "[run]") {
    Agenda agenda;
    Scheduled early = daily(CatchUp::latest, {}, "early");
    early.schedule = {std::get<schedule::Cron>(schedule::Cron::parse("0 5 * * *")),
                      *schedule::Zone::find("UTC")};
    agenda.set({daily(CatchUp::latest), early}, retry, march(1, 0h));
    agenda.advance(march(1));
    CHECK(agenda.next(march(1))->monitor_id == "early");
    agenda.started("early");
    CHECK(agenda.next(march(1))->monitor_id == "daily");
}

TEST_CASE("A failed run is tried again after pauses that double, then given up", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    Instant now = march(1);
    for (const auto pause : {60s, 120s, 240s}) {
        fail_next(agenda, now, now);
        CHECK_FALSE(agenda.next(now + pause - 1s).has_value());
        CHECK(agenda.wake(now) == now + pause);
        now += pause;
    }
    CHECK(agenda.next(now)->due == march(1));
    fail_next(agenda, now, now);
    const ScheduleRecord after = record(agenda);
    CHECK(after.last_end == DueEnd::given_up);
    CHECK(after.failures == 0);
    CHECK_FALSE(after.due.has_value());
    CHECK(run_all(agenda, march(2)) == Days{2});
}

TEST_CASE("Success makes the next pause short again", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    for (const unsigned day : {1U, 2U}) {
        const Instant now = march(day);
        fail_next(agenda, now, now);
        CHECK(record(agenda).retry == now + 60s);
        const auto again = agenda.next(now + 60s);
        REQUIRE(again.has_value());
        agenda.started("daily");
        agenda.succeeded(*again);
    }
}

TEST_CASE("A later due time takes the place of one that keeps failing", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    fail_next(agenda, march(1), march(2) - 1min);
    CHECK(run_all(agenda, march(2)) == Days{2});
    CHECK(agenda.take_notes().front().event == AgendaNote::Event::superseded);
}

TEST_CASE("With catch_up all a failing due time is waited for, inside the window", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::all, std::chrono::days{2}));
    fail_next(agenda, march(1), march(2) - 1min);
    CHECK(run_all(agenda, march(2) - 30s).empty());
    CHECK(run_all(agenda, march(2)) == Days{1, 2});

    Agenda stuck = agenda_of(daily(CatchUp::all, std::chrono::days{2}));
    fail_next(stuck, march(1), march(5));
    CHECK(run_all(stuck, march(5)) == Days{3, 4, 5});
}

TEST_CASE("A run that we stop is no failure and stays open", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::none));
    agenda.advance(march(1));
    const auto due = agenda.next(march(1));
    agenda.started("daily");
    agenda.interrupted(*due);
    CHECK(agenda.next(march(1)).has_value());
    CHECK(record(agenda).failures == 0);
}

TEST_CASE("What the ledger knew is gone on with: an open due time runs at once", "[run]") {
    Agenda first = agenda_of(daily(CatchUp::none));
    first.advance(march(1));
    Agenda second;
    second.restore(first.take_changes());
    second.set({daily(CatchUp::none)}, retry, march(1, 8h));
    CHECK(run_all(second, march(1, 8h)) == Days{1});
}

TEST_CASE("Another rule begins anew, and so does a monitor that was away", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::all, std::chrono::days{90}));
    CHECK(run_all(agenda, march(1)) == Days{1});
    Scheduled hourly = daily(CatchUp::all, std::chrono::days{90});
    hourly.schedule = {std::get<schedule::Cron>(schedule::Cron::parse("0 * * * *")),
                       *schedule::Zone::find("UTC")};
    agenda.set({hourly}, retry, march(5, 30min));
    CHECK(run_all(agenda, march(5, 30min)).empty());
    CHECK(agenda.wake(march(5, 30min)) == march(5, 1h));

    agenda.set({}, retry, march(6));
    agenda.set({hourly}, retry, march(9, 30min));
    CHECK(run_all(agenda, march(9, 30min)).empty());
}

TEST_CASE("An open due time of a former rule is passed over in words", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    fail_next(agenda, march(1), march(1));
    Scheduled hourly = daily(CatchUp::latest);
    hourly.schedule = {std::get<schedule::Cron>(schedule::Cron::parse("0 * * * *")),
                       *schedule::Zone::find("UTC")};
    const bool is_removed = GENERATE(false, true);
    agenda.set(is_removed ? std::vector<Scheduled>{} : std::vector{hourly}, retry, march(1, 7h));
    const auto notes = agenda.take_notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes.front().event == AgendaNote::Event::passed_over);
    CHECK(notes.front().due == march(1));
    CHECK(record(agenda).passed_over == 1);
}

TEST_CASE("A reload leaves a running monitor running", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    agenda.advance(march(1));
    const auto due = agenda.next(march(1));
    agenda.started("daily");
    agenda.set({daily(CatchUp::latest)}, retry, march(2));
    agenda.advance(march(2));
    CHECK_FALSE(agenda.next(march(2)).has_value());
    agenda.succeeded(*due);
    CHECK(run_all(agenda, march(2)) == Days{2});
}

TEST_CASE("A clock set back by hours runs nothing twice", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    CHECK(run_all(agenda, march(10)).back() == 10);
    CHECK(run_all(agenda, march(9, 12h)).empty());
    CHECK(run_all(agenda, march(10, 6h + 30s)).empty());
    CHECK(run_all(agenda, march(11)) == Days{11});
}

TEST_CASE("A clock set back by more than a day: stamps of the future are not trusted", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    (void)run_all(agenda, march(20));
    (void)agenda.take_notes();
    CHECK(run_all(agenda, march(10, 7h)).empty());
    const auto notes = agenda.take_notes();
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].event == AgendaNote::Event::future_refused);
    CHECK(notes[0].due == march(20));
    CHECK(run_all(agenda, march(11)) == Days{11});
}

TEST_CASE("A retry that a wrong clock put far ahead is brought near", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    fail_next(agenda, march(1), march(1) + 20h);  // the clock ran ahead
    agenda.advance(march(1) + 10s);
    CHECK(agenda.wake(march(1) + 10s) == march(1) + 70s);
}

TEST_CASE("A clock set forward, or a machine that slept, is met like downtime", "[run]") {
    Agenda agenda = agenda_of(daily(CatchUp::latest));
    CHECK(run_all(agenda, march(1)) == Days{1});
    CHECK(run_all(agenda, march(20, 12h)) == Days{20});
}
