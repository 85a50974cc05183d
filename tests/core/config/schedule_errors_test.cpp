// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "example.hpp"

namespace waymark::config {

// The errors when the one monitor of the least configuration has this schedule, places without the
// line: "column: error: ...".
static std::string schedule_errors(const std::string& schedule) {
    const std::string errors =
        errors_of(with("[[monitor]]", "[[monitor]]\nschedule = " + schedule));
    const std::size_t line = errors.find(':') + 1;
    return errors.empty() ? "" : errors.substr(errors.find(':', line) + 1);
}

static std::string one(const std::string& error) {
    return error + "\n1 error. Nothing was changed.";
}

TEST_CASE("A wrong cron is told with the column of what is wrong in it", "[config]") {
    CHECK(schedule_errors("{ cron = \"30 6 * * MOO\" }") ==
          one("31: error: cron \"30 6 * * MOO\": no such weekday"));
    CHECK(schedule_errors("{ cron = \"0 6 31 FEB *\" }") ==
          one("26: error: cron \"0 6 31 FEB *\": no such day in the months given; it would never "
              "run"));
    CHECK(schedule_errors("{ cron = \"\" }") ==
          one("22: error: cron \"\": expected five fields: minute, hour, day of the month, month, "
              "weekday"));
}

TEST_CASE("A schedule is a cron or a name, with what belongs to it", "[config]") {
    CHECK(schedule_errors("{ cron = \"30 6 * * MON\" }").empty());
    CHECK(schedule_errors("{ named = \"weekly\" }").empty());
    CHECK(schedule_errors("{ jitter = \"5m\" }") ==
          one("12: error: expected cron or named in [monitor.schedule]"));
    CHECK(schedule_errors("{ cron = \"0 6 * * *\", named = \"weekly\" }") ==
          one("12: error: expected cron or named in [monitor.schedule], not both"));
    CHECK(schedule_errors("{ cron = \"0 6 * * *\", at = \"05:00\" }") ==
          one("39: error: \"at\": belongs to named schedules; a cron has its own time of day"));
    CHECK(schedule_errors("{ named = \"weekly\", at = \"5 am\" }") ==
          one("37: error: \"at\": expected a time of day such as \"05:00\""));
    CHECK(schedule_errors("{ named = \"weekly\", offset = \"2 days\" }") ==
          one("41: error: \"offset\": expected a number of days or weeks such as \"P7D\" or "
              "\"P2W\""));
    CHECK(schedule_errors("{ named = \"yearly\" }") ==
          one("22: error: \"named\": unknown word \"yearly\"; expected one of weekly monthly "
              "quarterly termly"));
    CHECK(schedule_errors("\"30 6 * * MON\"") == one("12: error: \"schedule\": expected a table"));
}

TEST_CASE("Catching up everything needs a window, and nothing needs none", "[config]") {
    CHECK(
        schedule_errors("{ named = \"weekly\", catch_up = \"all\" }") ==
        one("43: error: \"catch_up\": \"all\" needs a window, such as \"P28D\": how far back runs "
            "are caught up"));
    CHECK(schedule_errors("{ named = \"weekly\", catch_up = \"none\", window = \"P7D\" }") ==
          one("60: error: \"window\": nothing is caught up with catch_up \"none\"; leave one out"));
    CHECK(schedule_errors("{ named = \"weekly\", jitter = \"25h\" }") ==
          one("41: error: \"jitter\": expected at most \"24h\""));
}

TEST_CASE("What the daemon cannot work with is told", "[config]") {
    const auto daemon_errors = [](const std::string& line) {
        return errors_of(with("[[service]]", "[daemon]\n" + line + "\n[[service]]"));
    };
    CHECK_THAT(daemon_errors("parallel_runs = 0"),
               Catch::Contains("expected a whole number from 1 to 64"));
    CHECK_THAT(daemon_errors("retry_first = \"7h\""),
               Catch::Contains("\"retry_longest\": expected at least retry_first"));
    CHECK_THAT(daemon_errors("stop_within = \"10ms\""),
               Catch::Contains("\"stop_within\": expected at least \"1s\""));
    CHECK_THAT(daemon_errors("paralel_runs = 2"),
               Catch::Contains("did you mean \"parallel_runs\"?"));
}

}  // namespace waymark::config
