// SPDX-License-Identifier: MIT
#include "base/date.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

#include "base/clock.hpp"

namespace waymark {

TEST_CASE("Months added to a month's last days clamp to the end of the month", "[base]") {
    CHECK(add_months(date_of(2024, 2, 29), 12) == date_of(2025, 2, 28));
    CHECK(add_months(date_of(2024, 2, 29), 18) == date_of(2025, 8, 29));
    CHECK(add_months(date_of(2024, 2, 29), 48) == date_of(2028, 2, 29));
    CHECK(add_months(date_of(2024, 1, 31), 1) == date_of(2024, 2, 29));
    CHECK(add_months(date_of(2024, 3, 31), -1) == date_of(2024, 2, 29));
    CHECK(add_months(date_of(2023, 12, 31), 2) == date_of(2024, 2, 29));
    CHECK(add_months(date_of(2023, 5, 15), 12) == date_of(2024, 5, 15));
    CHECK(add_months(date_of(2023, 5, 15), -17) == date_of(2021, 12, 15));
}

TEST_CASE("More months are never an earlier date, nor is a later start", "[base]") {
    CHECK(rc::check([] {
        const Date date = date_of(*rc::gen::inRange(-100000, 100000));
        const auto months = *rc::gen::inRange(-600, 600);
        RC_ASSERT(add_months(date, months) < add_months(date, months + 1));
        RC_ASSERT(add_months(date, months) <= add_months(date + std::chrono::days{1}, months));
    }));
}

TEST_CASE("A date is read back from its text and its number", "[base]") {
    CHECK(rc::check([] {
        const Date date = date_of(*rc::gen::inRange(-700000, 2900000));
        RC_ASSERT(parse_date(date_text(date)) == date);
        RC_ASSERT(date_of(day_number(date)) == date);
    }));
    CHECK(day_number(date_of(1970, 1, 1)) == 0);
    CHECK(day_number(date_of(2000, 3, 1)) == 11017);
}

TEST_CASE("Texts that are no date are refused", "[base]") {
    for (const char* text :
         {"", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-32", "2024-1-01",
          "24-01-01", "2024/01/01", "2024-01-01 ", " 2024-01-01", "2024-01-0a", "-024-01-01",
          "20240101", "2024-01-01T00:00:00Z"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text).has_value());
    }
    CHECK(parse_date("2000-02-29") == date_of(2000, 2, 29));
}

TEST_CASE("An instant says microseconds only when it has some", "[base]") {
    using std::chrono::microseconds;
    const Instant noon = date_of(2024, 2, 29) + std::chrono::hours{12};
    CHECK(instant_text(noon) == "2024-02-29T12:00:00Z");
    CHECK(instant_text(noon + microseconds{1500}) == "2024-02-29T12:00:00.001500Z");
    CHECK(instant_text(Instant{} - microseconds{1}) == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("A fixed clock stands still until it is set", "[base]") {
    FixedClock clock(date_of(2024, 1, 1));
    CHECK(clock.now() == date_of(2024, 1, 1));
    clock.set(date_of(2025, 1, 1));
    CHECK(clock.now() == date_of(2025, 1, 1));
    CHECK(SystemClock().now() > date_of(2024, 1, 1));
}

}  // namespace waymark
