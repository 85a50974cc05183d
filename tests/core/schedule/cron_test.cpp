// SPDX-License-Identifier: MIT
#include "schedule/cron.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "base/date.hpp"

namespace waymark::schedule {

static Cron cron(const std::string& text) {
    auto parsed = Cron::parse(text);
    const auto* fault = std::get_if<CronFault>(&parsed);
    INFO(text << ": " << (fault != nullptr ? fault->sentence : ""));
    REQUIRE(fault == nullptr);
    return std::get<Cron>(parsed);
}

static LocalMinute local(int year, unsigned month, unsigned day, int hour = 0, int minute = 0) {
    return std::chrono::local_days{date_of(year, month, day).time_since_epoch()} +
           std::chrono::hours{hour} + std::chrono::minutes{minute};
}

// "position sentence" of what is wrong.
static std::string fault(const std::string& text) {
    const auto parsed = Cron::parse(text);
    const auto* found = std::get_if<CronFault>(&parsed);
    return found == nullptr ? "" : std::to_string(found->position) + " " + found->sentence;
}

static std::string next(const std::string& text, LocalMinute from) {
    return local_text(cron(text).at_or_after(from));
}

TEST_CASE("An expression fits the minutes its five fields say", "[schedule]") {
    const LocalMinute from = local(2026, 3, 20, 6, 31);  // a Friday
    CHECK(next("30 6 * * MON", from) == "2026-03-23 06:30");
    CHECK(next("* * * * *", from) == "2026-03-20 06:31");
    CHECK(next("*/20 8-10/2 * * *", from) == "2026-03-20 08:00");
    CHECK(next("5,50 9 * * *", from) == "2026-03-20 09:05");
    CHECK(next("0 5 2 JAN,apr,JUL,oct *", from) == "2026-04-02 05:00");
    CHECK(next("0 0 * * 7", from) == "2026-03-22 00:00");
    CHECK(next("0 0 * * 0", from) == "2026-03-22 00:00");
    CHECK(next("\t0  0 * 1-12 tue-thu ", from) == "2026-03-24 00:00");
}

TEST_CASE("A day of the month and a weekday: one of the two is enough", "[schedule]") {
    CHECK(next("0 12 1 * MON", local(2026, 3, 24)) == "2026-03-30 12:00");
    CHECK(next("0 12 1 * MON", local(2026, 3, 31)) == "2026-04-01 12:00");
    CHECK(next("0 12 */2 * MON", local(2026, 3, 24)) == "2026-04-13 12:00");
}

TEST_CASE("29 February comes in leap years only, and not in 2100", "[schedule]") {
    CHECK(next("0 6 29 2 *", local(2026, 1, 1)) == "2028-02-29 06:00");
    CHECK(next("0 6 29 2 *", local(2096, 3, 1)) == "2104-02-29 06:00");
}

TEST_CASE("The year's end is an ordinary night", "[schedule]") {
    CHECK(next("59 23 31 12 *", local(2026, 12, 31, 23, 59)) == "2026-12-31 23:59");
    CHECK(next("0 0 * * *", local(2026, 12, 31, 0, 1)) == "2027-01-01 00:00");
}

TEST_CASE("What is wrong with an expression is told with its place", "[schedule]") {
    CHECK(fault("30 6 * * MOO") == "9 no such weekday");
    CHECK(fault("60 6 * * *") == "0 the minute is from 0 to 59");
    CHECK(fault("0 24 * * *") == "2 the hour is from 0 to 23");
    CHECK(fault("0 6 0 * *") == "4 the day of the month is from 1 to 31");
    CHECK(fault("0 6 * 13 *") == "6 the month is from 1 to 12");
    CHECK(fault("0 6 * *") ==
          "0 expected five fields: minute, hour, day of the month, month, weekday");
    CHECK(fault("@daily") ==
          "0 expected five fields: minute, hour, day of the month, month, weekday");
    CHECK(fault("0 6 * * * *") ==
          "10 expected five fields: minute, hour, day of the month, month, weekday");
    CHECK(fault("0 6 * * FRI-MON") == "8 the range ends before it begins");
    CHECK(fault("*/0 6 * * *") == "2 a step is a number above 0");
    CHECK(fault("5/10 6 * * *") == "1 a step belongs to a range or to *");
    CHECK(fault("1,,2 6 * * *") == "2 the minute is missing here");
    CHECK(fault("1-2-3 6 * * *") == "3 expected a comma or a blank here");
    CHECK(fault("0 6 * JANUARY *") == "6 no such month");
    CHECK(fault("99999999999 6 * * *") == "0 no such minute");
    CHECK(fault("-1 6 * * *") == "0 the minute is missing here");
}

TEST_CASE("An expression that no day ever fits is refused", "[schedule]") {
    const std::string never = "4 no such day in the months given; it would never run";
    CHECK(fault("0 6 31 2 *") == never);
    CHECK(fault("0 6 30 FEB *") == never);
    CHECK(fault("0 6 31 4,6,9,11 *") == never);
    CHECK(fault("0 6 29 2 *").empty());
    CHECK(fault("0 6 31 2 MON").empty());  // Mondays in February
}

TEST_CASE("Any text is taken or told off, and what is taken has a next time", "[schedule]") {
    CHECK(rc::check([] {
        const auto pieces = *rc::gen::container<std::vector<std::string>>(
            5, rc::gen::container<std::string>(
                   rc::gen::elementOf(std::string("01239*/,-MONJAFEBSUT"))));
        std::string text;
        for (const std::string& piece : pieces) {
            text += piece + " ";
        }
        const auto parsed = Cron::parse(text);
        if (const auto* fault = std::get_if<CronFault>(&parsed)) {
            RC_ASSERT(fault->position <= text.size());
            RC_ASSERT(!fault->sentence.empty());
        } else {
            const LocalMinute from = local(2026, 3, 20);
            RC_ASSERT(std::get<Cron>(parsed).at_or_after(from) >= from);
        }
    }));
}

}  // namespace waymark::schedule
