// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "faults/fault_runs.hpp"

using namespace waymark;
using faults::check_faults;
using worker::Outcome;

static void check_python_faults(std::initializer_list<faults::Expected> expected) {
    if (!faults::skipped()) {
        check_faults("faulty_python", expected);
    }
}

TEST_CASE("A Python measure without a fault is accepted where the faulty ones are told",
          "[faults]") {
    check_python_faults({{"none", Outcome::ok, ""}, {"gc_walk", Outcome::ok, ""}});
}

TEST_CASE("What a Python measure raises is told at its line, without values of rows", "[faults]") {
    const char* const untold = "its text may hold values of rows and is not told";
    check_python_faults(
        {{"bad_parameter", Outcome::failed, "BadParameter: rate must be above 0"},
         {"raise_open", Outcome::failed, "ValueError: before any row was seen"},
         {"raise_value", Outcome::failed, untold},
         {"trace_rows", Outcome::failed, "BadParameter: hidden\""},
         {"bad_input", Outcome::failed, "BadInput: marks of two registers in one table"},
         {"missing_column", Outcome::failed, "Misuse: the input has no column by that name"},
         {"leave", Outcome::failed, "SystemExit"},
         {"recursion", Outcome::failed, "RecursionError"}});
}

TEST_CASE("A Python measure keeps nothing of a batch and changes nothing in it", "[faults]") {
    check_python_faults({{"keep_view", Outcome::failed, "Misuse: rows() keeps a view of a batch"},
                         {"ended_view", Outcome::failed, "ValueError"},
                         {"ended_batch", Outcome::failed, "Misuse: the batch ended with the call"},
                         {"write_view", Outcome::failed, "TypeError"}});
}

TEST_CASE("A Python measure has no way to the system", "[faults]") {
    check_python_faults({{"open_file", Outcome::failed, "NameError"},
                         {"open_below", Outcome::failed, "PermissionError"},
                         {"import_os", Outcome::failed, "ImportError"},
                         {"import_ctypes", Outcome::failed, "ModuleNotFoundError"},
                         {"thread", Outcome::policy, "system call"}});
}

TEST_CASE("A Python measure meets the caps of memory and time", "[faults]") {
    check_python_faults({{"memory", Outcome::out_of_memory, "ran out of memory"},
                         {"deep_data", Outcome::out_of_memory, "ran out of memory"},
                         {"hang", Outcome::timed_out, "was silent for "}});
}

TEST_CASE("What a Python measure may not answer is rejected", "[faults]") {
    check_python_faults(
        {{"not_a_number", Outcome::rejected, "for \"coded\""},
         {"odd_period", Outcome::rejected, "a period that it was not given"},
         {"odd_state", Outcome::rejected, "none of WM_STATE_*"},
         {"negative_people", Outcome::rejected, "negative number of people"},
         {"swallow", Outcome::rejected, "a period that it was not given"},
         {"odd_indicator", Outcome::failed, "Misuse: the description has none of its indicators"},
         {"odd_type", Outcome::failed, "TypeError"},
         {"huge_people", Outcome::failed, "OverflowError"}});
}

TEST_CASE("A Python measure answers while it is asked, and not later", "[faults]") {
    if (faults::skipped()) {
        return;
    }
    auto run = faults::faulty_run("faulty_python", "late");
    run.cases_per_question = 5;
    const auto end = faults::ended(run);
    CHECK(end.outcome == Outcome::failed);
    CHECK_THAT(end.sentence, Catch::Contains("Misuse: answers are taken only while"));
}

TEST_CASE("What a Python measure prints is in its log", "[faults]") {
    if (faults::skipped()) {
        return;
    }
    auto run = faults::faulty_run("faulty_python", "print");
    const auto end = faults::ended(run);
    CHECK(end.outcome == Outcome::ok);
    CHECK_THAT(end.told.log,
               Catch::Contains(std::vector<std::string>{"faulty_python.so: rows were read"}));
}
