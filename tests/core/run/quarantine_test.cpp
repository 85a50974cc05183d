// SPDX-License-Identifier: MIT
#include "run/quarantine.hpp"

#include <catch2/catch.hpp>

namespace waymark::run {
namespace {

using std::chrono::hours;
using worker::Outcome;

const Instant noon{std::chrono::sys_days{std::chrono::year{2024} / 10 / 10} + hours{12}};

ledger::Conduct fresh() {
    return {.measure_id = "org.example.m", .plugin_sha256 = "ab", .last = {}};
}

TEST_CASE("A build is put into quarantine by failures in a row, and each lasts twice as long",
          "[run][quarantine]") {
    config::PluginRules rules;
    rules.quarantine_after = 3;
    rules.quarantine_first = hours{1};
    rules.quarantine_longest = hours{3};
    ledger::Conduct conduct = fresh();
    for (int i = 0; i < 2; ++i) {
        conduct = after_failure(conduct, Outcome::crashed, noon, rules);
        CHECK_FALSE(is_in_quarantine(conduct, noon));
    }
    for (const int expected : {1, 2, 3, 3}) {
        conduct = after_failure(conduct, Outcome::timed_out, noon, rules);
        CHECK(conduct.until == noon + hours{expected});
        CHECK(is_in_quarantine(conduct, noon + hours{expected} - std::chrono::seconds{1}));
        CHECK_FALSE(is_in_quarantine(conduct, noon + hours{expected}));
    }
    CHECK(conduct.failures == 6);
    CHECK(conduct.last_outcome == ledger::Outcome::timed_out);
    const std::string sentence = quarantine_sentence(conduct);
    for (const char* const part : {"6 times in a row", "timed_out", "2024-10-10T15:00:00Z",
                                   "unquarantine CONFIG org.example.m"}) {
        CHECK_THAT(sentence, Catch::Contains(part));
    }
}

TEST_CASE("What the sandbox forbids, and speaking out of turn, is enough once; 0 is never",
          "[run][quarantine]") {
    config::PluginRules rules;
    for (const Outcome grave : {Outcome::policy, Outcome::protocol}) {
        CHECK(is_in_quarantine(after_failure(fresh(), grave, noon, rules), noon));
    }
    for (const Outcome slight :
         {Outcome::crashed, Outcome::timed_out, Outcome::out_of_memory, Outcome::rejected}) {
        CHECK(is_misconduct(slight));
        CHECK_FALSE(is_in_quarantine(after_failure(fresh(), slight, noon, rules), noon));
    }
    for (const Outcome none : {Outcome::ok, Outcome::failed, Outcome::refused}) {
        CHECK_FALSE(is_misconduct(none));
    }
    rules.quarantine_after = 0;
    CHECK_FALSE(is_in_quarantine(after_failure(fresh(), Outcome::policy, noon, rules), noon));
}

}  // namespace
}  // namespace waymark::run
