// SPDX-License-Identifier: MIT
#include "calendar/period.hpp"

#include <rapidcheck.h>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

namespace waymark::calendar {

static constexpr std::array civil_grains{
    Grain::day,           Grain::week,         Grain::month, Grain::quarter, Grain::financial_year,
    Grain::academic_year, Grain::calendar_year};

TEST_CASE("Each grain has its own text for the period of one day", "[calendar]") {
    const Date date = date_of(2024, 9, 12);
    const auto text = [&](Grain grain) { return civil_key(grain, date).value().text(); };
    CHECK(text(Grain::day) == "2024-09-12");
    CHECK(text(Grain::week) == "2024-W37");
    CHECK(text(Grain::month) == "2024-09");
    CHECK(text(Grain::academic_year) == "202425");
    CHECK(text(Grain::quarter) == "2024-Q3");
    CHECK(text(Grain::financial_year) == "FY2024-25");
    CHECK(text(Grain::calendar_year) == "2024");
    CHECK(PeriodKey{Grain::term, 2024, 1}.text() == "202425-T1");
    CHECK(PeriodKey{Grain::half_term, 2024, 6}.text() == "202425-H6");
    CHECK(PeriodKey{Grain::academic_year, 1999, 0}.text() == "199900");
    CHECK(window_key(*parse_window("0..6m")).text() == "w:0..6m");
}

TEST_CASE("Each grain reads as people say it", "[calendar]") {
    const auto label = [](const char* text) { return parse_period_key(text).value().label(); };
    CHECK(label("2024-09-12") == "12 September 2024");
    CHECK(label("2024-W37") == "Week 37, 2024");
    CHECK(label("2024-09") == "September 2024");
    CHECK(label("202425") == "Academic year 2024/25");
    CHECK(label("202425-T1") == "Autumn term 2024/25");
    CHECK(label("202425-H5") == "Summer term 2024/25, first half");
    CHECK(label("202425-H2") == "Autumn term 2024/25, second half");
    CHECK(label("2024-Q3") == "July to September 2024");
    CHECK(label("FY2024-25") == "Financial year 2024/25");
    CHECK(label("2024") == "2024");
    CHECK(label("w:0..6m") == "0 to 6 months after entry");
}

TEST_CASE("Academic and financial years turn on their first day", "[calendar]") {
    CHECK(civil_key(Grain::academic_year, date_of(2024, 7, 31))->text() == "202324");
    CHECK(civil_key(Grain::academic_year, date_of(2024, 8, 1))->text() == "202425");
    CHECK(civil_key(Grain::financial_year, date_of(2024, 3, 31))->text() == "FY2023-24");
    CHECK(civil_key(Grain::financial_year, date_of(2024, 4, 1))->text() == "FY2024-25");
}

TEST_CASE("ISO weeks belong to the year of their Thursday", "[calendar]") {
    CHECK(civil_key(Grain::week, date_of(2021, 1, 3))->text() == "2020-W53");
    CHECK(civil_key(Grain::week, date_of(2018, 12, 31))->text() == "2019-W01");
    CHECK(civil_key(Grain::week, date_of(2027, 1, 3))->text() == "2026-W53");
    CHECK(civil_days({Grain::week, 2024, 37}) ==
          DateRange{date_of(2024, 9, 9), date_of(2024, 9, 15)});
}

TEST_CASE("The period of a day holds it, and its text is read back", "[calendar]") {
    CHECK(rc::check([] {
        const Date date = date_of(*rc::gen::inRange(-200000, 800000));
        for (const Grain grain : civil_grains) {
            const PeriodKey key = civil_key(grain, date).value();
            RC_ASSERT(civil_days(key).value().contains(date));
            RC_ASSERT(parse_period_key(key.text()) == key);
        }
    }));
}

TEST_CASE("Texts of one grain sort as their dates do", "[calendar]") {
    CHECK(rc::check([] {
        const Date early = date_of(*rc::gen::inRange(-200000, 800000));
        const Date late = early + std::chrono::days{*rc::gen::inRange(0, 1000)};
        for (const Grain grain : civil_grains) {
            const PeriodKey first = civil_key(grain, early).value();
            const PeriodKey second = civil_key(grain, late).value();
            RC_ASSERT((first <=> second) == (first.text() <=> second.text()));
        }
    }));
}

TEST_CASE("Periods that do not exist have no key", "[calendar]") {
    for (const char* text :
         {"2023-W53", "2024-W00",  "2024-13",   "2024-00",   "2024-Q5",   "2024-Q0",
          "202426",   "202425-T4", "202425-H0", "202425-X1", "FY2024-26", "2023-02-29",
          "0000",     "24",        "2024-w37",  "2024-W37 ", "w:",        "w:0m..6m",
          "w:6..0m",  "",          "2024-9-12"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_period_key(text).has_value());
    }
}

}  // namespace waymark::calendar
