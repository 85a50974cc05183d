// SPDX-License-Identifier: MIT
#include "waymark/measure/day.hpp"

#include <catch2/catch.hpp>
#include <chrono>

using waymark::completed_years;
using waymark::Day;

TEST_CASE("Dates agree with the standard library's calendar over eight centuries", "[sdk]") {
    for (int number = -146097; number <= 146097; ++number) {
        const std::chrono::sys_days days{std::chrono::days{number}};
        const std::chrono::year_month_day expected{days};
        const waymark::Civil civil = Day{number}.civil();
        const bool agrees = civil.year == static_cast<int>(expected.year()) &&
                            civil.month == static_cast<unsigned>(expected.month()) &&
                            civil.day == static_cast<unsigned>(expected.day()) &&
                            Day::of(civil.year, civil.month, civil.day) == Day{number} &&
                            Day{number}.iso_weekday() == std::chrono::weekday{days}.iso_encoding();
        if (!agrees) {
            FAIL("day " << number);
        }
    }
}

TEST_CASE("A month later is clamped to the end of the month", "[sdk]") {
    CHECK(Day::of(2024, 2, 29).plus_months(12) == Day::of(2025, 2, 28));
    CHECK(Day::of(2024, 2, 29).plus_months(18) == Day::of(2025, 8, 29));
    CHECK(Day::of(2024, 1, 31).plus_months(1) == Day::of(2024, 2, 29));
    CHECK(Day::of(2024, 1, 31).plus_months(-2) == Day::of(2023, 11, 30));
    CHECK(Day::of(2024, 12, 15).plus_months(1) == Day::of(2025, 1, 15));
}

TEST_CASE("A birthday on 29 February is passed on 1 March of a common year", "[sdk]") {
    CHECK(completed_years(Day::of(2008, 2, 29), Day::of(2026, 2, 28)) == 17);
    CHECK(completed_years(Day::of(2008, 2, 29), Day::of(2026, 3, 1)) == 18);
    CHECK(completed_years(Day::of(2008, 2, 29), Day::of(2028, 2, 29)) == 20);
}

TEST_CASE("Only real dates in ISO form are read", "[sdk]") {
    CHECK(Day::parse("2024-02-29") == Day::of(2024, 2, 29));
    CHECK(Day::parse("2024-02-29")->text() == "2024-02-29");
    for (const char* wrong : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "2024-01-32",
                              "24-01-01", "2024/01/01", "2024-01-01 ", "", "0000-01-01"}) {
        CAPTURE(wrong);
        CHECK_FALSE(Day::parse(wrong).has_value());
    }
}
