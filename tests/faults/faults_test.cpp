// SPDX-License-Identifier: MIT
#include <sys/prctl.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <optional>
#include <string>

#include "faults/fault_runs.hpp"
#include "faults/host_watch.hpp"

using namespace waymark;
using namespace std::chrono_literals;
using faults::check_faults;
using faults::Ended;
using faults::ended;
using faults::Expected;
using faults::faulty_run;
using faults::host_state;
using faults::skipped;
using worker::Outcome;
using worker::test::SmallRun;

TEST_CASE("A plugin without a fault is accepted where the faulty ones are told", "[faults]") {
    SmallRun run = faulty_run("faulty", "none");
    CHECK(ended(run).outcome == Outcome::ok);
}

TEST_CASE("A crash is told with its signal and what was being done", "[faults]") {
    if (skipped()) {
        return;
    }
    check_faults("faulty",
                 {{"null_write", Outcome::crashed,
                   "crashed while reading rows of \"marks\": signal SIGSEGV"},
                  {"write_batch", Outcome::crashed, "SIGSEGV"},
                  {"recursion", Outcome::crashed, "SIGSEGV"},
                  {"divide", Outcome::crashed, "SIGFPE"},
                  {"abort", Outcome::crashed, "SIGABRT"},
                  {"throw", Outcome::crashed, "SIGABRT"},
                  {"crash_answer", Outcome::crashed, "crashed while answering: signal SIGSEGV"}});
}

TEST_CASE("A plugin that does not come back is stopped", "[faults]") {
    if (skipped()) {
        return;
    }
    check_faults("faulty",
                 {{"hang_open", Outcome::timed_out, "was stopped while opening"},
                  {"hang_rows", Outcome::timed_out, "was stopped while reading rows of \"marks\""},
                  {"hang_answer", Outcome::timed_out, "was stopped while answering"}});
}

TEST_CASE("The whole run has an end, also for a plugin that keeps talking", "[faults]") {
    if (skipped()) {
        return;
    }
    SmallRun run = faulty_run("faulty", "hang_rows");
    run.opening.floor = 10s;
    run.opening.wall_clock = 300ms;
    const Ended end = ended(run);
    CHECK(end.outcome == Outcome::timed_out);
    CHECK_THAT(end.sentence, Catch::Contains("the run's 300 ms were over"));
}

TEST_CASE("A plugin that jumps into a frame that is gone harms nobody but itself", "[faults]") {
    if (skipped()) {
        return;
    }
    const auto before = host_state();
    {
        SmallRun run = faulty_run("faulty", "long_jump");
        run.opening.floor = 400ms;
        const Ended end = ended(run);
        CHECK(end.outcome != Outcome::ok);
        CHECK_FALSE(end.sentence.empty());
    }
    CHECK(host_state() == before);
}

TEST_CASE("An answer that comes drop by drop meets the end of the run", "[faults]") {
    if (skipped()) {
        return;
    }
    SmallRun run = faulty_run("faulty", "slow_drip");
    run.opening.wall_clock = 300ms;
    const Ended end = ended(run);
    CHECK(end.outcome == Outcome::timed_out);
    CHECK_THAT(end.sentence, Catch::Contains("the run's 300 ms were over"));
}

TEST_CASE("Memory without end meets the cap, by malloc and by new", "[faults]") {
    if (skipped()) {
        return;
    }
    check_faults("faulty", {{"allocate", Outcome::out_of_memory, "ran out of memory"},
                            {"allocate_new", Outcome::out_of_memory, "ran out of memory"}});
}

TEST_CASE("Processes, threads, sockets, code and signals are forbidden", "[faults]") {
    if (skipped()) {
        return;
    }
    check_faults("faulty", {{"fork", Outcome::policy, "may not do while reading rows"},
                            {"exec", Outcome::policy, "system call"},
                            {"thread", Outcome::policy, "system call"},
                            {"socket", Outcome::policy, "system call"},
                            {"make_code", Outcome::policy, "system call"},
                            {"kill_host", Outcome::policy, "system call"},
                            {"ptrace", Outcome::policy, "system call"},
                            {"lift_limits", Outcome::policy, "system call"},
                            {"duplicate_files", Outcome::policy, "system call"},
                            {"catch_signals", Outcome::policy, "system call"}});
}

TEST_CASE("Files and locked memory stay shut, and the plugin is told so", "[faults]") {
    if (skipped()) {
        return;
    }
    check_faults("faulty", {{"open_file", Outcome::failed, "Permission denied"},
                            {"create_file", Outcome::failed, "Permission denied"},
                            {"unlock_batch", Outcome::failed, "Permission denied"}});
    CHECK_FALSE(std::filesystem::exists("waymark-fault-was-here"));
}

TEST_CASE("A plugin that leaves or speaks out of turn is told as such", "[faults]") {
    if (skipped()) {
        return;
    }
    check_faults("faulty", {{"exit", Outcome::protocol, "exit code 0"},
                            {"exit_at_close", Outcome::protocol,
                             "while closing: its process ended with exit code 3"},
                            {"close_line", Outcome::protocol, "closed its line"},
                            {"forge_noise", Outcome::protocol, "too short"},
                            {"forge_large", Outcome::protocol, ""},
                            {"forge_ack", Outcome::protocol, "a reply"},
                            {"forge_ready", Outcome::protocol, "a reply to something else"},
                            {"forge_answer", Outcome::protocol, "answers when nobody had asked"},
                            {"early_done", Outcome::protocol, "it sent"}});
}

TEST_CASE("An answer that its description does not allow is rejected", "[faults]") {
    check_faults("faulty",
                 {{"not_a_number", Outcome::rejected, "for \"coded\""},
                  {"infinite", Outcome::rejected, "infinite"},
                  {"above_one", Outcome::rejected, "between 0 and people"},
                  {"odd_indicator", Outcome::rejected, "number 9 of 2"},
                  {"odd_series", Outcome::rejected, "a series of \"coded\""},
                  {"odd_period", Outcome::rejected, "a period that it was not given"},
                  {"foreign_case", Outcome::rejected, "a case that it was not asked about"},
                  {"negative_people", Outcome::rejected, "negative number of people"},
                  {"odd_state", Outcome::rejected, "none of WM_STATE_*"},
                  {"odd_stratum", Outcome::rejected, "one per kind"},
                  {"too_many", Outcome::rejected, "more than 64 contributions"},
                  {"short_answer", Outcome::rejected, "smaller than ABI 1.0"},
                  {"no_column", Outcome::rejected, "lacks cases or a"},
                  {"odd_reason", Outcome::rejected, "a reason that its description does not have"},
                  {"odd_finding", Outcome::rejected, "a finding that its description"},
                  {"share_above_one", Outcome::rejected, "more often than there were chances"}});
}

TEST_CASE("What a plugin says of itself is passed on, cleaned", "[faults]") {
    check_faults("faulty", {{"refuse_parameter", Outcome::failed,
                             "it says \"the parameter \"rate\" must be above 0\""},
                            {"bad_words", Outcome::failed, "it says \"line one?line ??[2J two\""},
                            {"stop_unasked", Outcome::failed, "status 1 without a message"}});
}

TEST_CASE("Noise does no harm and is bounded in the log", "[faults]") {
    if (skipped()) {
        return;
    }
    for (const char* const fault : {"noise", "log_flood"}) {
        CAPTURE(fault);
        SmallRun run = faulty_run("faulty", fault);
        const Ended end = ended(run);
        CHECK(end.sentence.empty());
        CHECK(end.told.log.size() > 10);
        CHECK(end.told.log.size() < 1100);
        for (const std::string& line : end.told.log) {
            CHECK(line.find('\x1b') == std::string::npos);
        }
    }
}

TEST_CASE("What happens before the first question is told too", "[faults]") {
    if (skipped()) {
        return;
    }
    const auto before = host_state();
    for (const Expected& expected : std::initializer_list<Expected>{
             {"start_hang", Outcome::timed_out, "was stopped while being loaded"},
             {"start_exec", Outcome::policy, "while being loaded"},
             {"start_socket", Outcome::policy, "while being loaded"},
             {"start_exit", Outcome::protocol, "while being loaded: its process ended"},
             {"start_abort", Outcome::crashed, "crashed while being loaded: signal SIGABRT"},
             {"start_close", Outcome::protocol, "while being loaded"}}) {
        CAPTURE(expected.fault);
        SmallRun run(expected.fault);
        run.opening.floor = expected.outcome == Outcome::timed_out ? 400ms : 10s;
        const Ended end = ended(run);
        CHECK(worker::word(end.outcome) == worker::word(expected.outcome));
        CHECK_THAT(end.sentence, Catch::Contains(expected.part));
    }
    CHECK(host_state() == before);
}

TEST_CASE("A plugin that does not fit is refused with the reason", "[faults]") {
    for (const Expected& expected : std::initializer_list<Expected>{
             {"odd_magic", Outcome::refused, "magic word"},
             {"odd_major", Outcome::refused, "built for ABI 9"},
             {"odd_minor", Outcome::refused, "needs ABI 1.7"},
             {"odd_size", Outcome::refused, "its table has 24 bytes"},
             {"odd_name", Outcome::refused, "does not export waymark_measure()"}}) {
        CAPTURE(expected.fault);
        SmallRun run(expected.fault);
        const Ended end = ended(run);
        CHECK(worker::word(end.outcome) == worker::word(expected.outcome));
        CHECK_THAT(end.sentence, Catch::Contains(expected.part));
    }
}
