// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "core/ledger/sample_run.hpp"
#include "core/sqlite/test_folder.hpp"
#include "ledger/ledger.hpp"

using namespace waymark;
using ledger::DueEnd;
using ledger::Ledger;
using ledger::ScheduleRecord;

static const Instant monday{date_of(2026, 3, 23) + std::chrono::hours{6}};
static const FixedClock clock_then{monday + std::chrono::minutes{1}};

static ScheduleRecord open_record() {
    return {.monitor_id = "absence-weekly",
            .rule = "30 6 * * MON, Europe/London",
            .handled = monday,
            .due = monday,
            .failures = 2,
            .retry = monday + std::chrono::minutes{3},
            .last_due = monday - std::chrono::days{7},
            .last_end = DueEnd::given_up,
            .passed_over = 4};
}

static std::string prepared_run(Ledger& ledger, std::optional<Instant> due) {
    auto start = test::run_start(date_of(2026, 3, 23));
    start.due = due;
    std::string run_id = ledger.begin(start);
    test::prepare(ledger, run_id, "digest", {});
    return run_id;
}

TEST_CASE("Schedules are read back as written, the last word counting", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", clock_then);
    CHECK(ledger.reader().schedules().empty());
    ScheduleRecord fresh{.monitor_id = "a", .rule = "0 5 * * *, UTC", .handled = monday};
    ledger.set_schedules({open_record(), fresh});
    fresh.handled += std::chrono::days{1};
    ledger.set_schedules({fresh});
    CHECK(ledger.reader().schedules() == std::vector{fresh, open_record()});
}

TEST_CASE("The commit of a run ends the due time it was for", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", clock_then);
    ledger.set_schedules({open_record()});
    const std::string run_id = prepared_run(ledger, monday);
    CHECK(ledger.reader().run(run_id)->start.due == monday);
    CHECK(ledger.reader().schedules() == std::vector{open_record()});
    ledger.commit(run_id, std::nullopt);

    ScheduleRecord ended = open_record();
    ended.due.reset();
    ended.failures = 0;
    ended.retry.reset();
    ended.last_due = monday;
    ended.last_end = DueEnd::done;
    CHECK(ledger.reader().schedules() == std::vector{ended});
}

TEST_CASE("A run by hand, or for an earlier due time, leaves the open one", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", clock_then);
    ledger.set_schedules({open_record()});
    ledger.commit(prepared_run(ledger, std::nullopt), "vintage");
    ledger.commit(prepared_run(ledger, monday - std::chrono::days{7}), "vintage");
    CHECK(ledger.reader().schedules() == std::vector{open_record()});
}

TEST_CASE("A failed run leaves its due time open", "[ledger]") {
    const test::Folder folder;
    Ledger ledger(folder / "ledger", clock_then);
    ledger.set_schedules({open_record()});
    ledger.fail(prepared_run(ledger, monday), ledger::Outcome::failed, "no such file");
    CHECK(ledger.reader().schedules() == std::vector{open_record()});
}
