// SPDX-License-Identifier: MIT
#include "calendar/census.hpp"

#include <catch2/catch.hpp>

namespace waymark::calendar {

using std::chrono::days;

TEST_CASE("Easter Monday falls where GOV.UK lists it for 2019 to 2028", "[calendar]") {
    for (const char* monday :
         {"2019-04-22", "2020-04-13", "2021-04-05", "2022-04-18", "2023-04-10", "2024-04-01",
          "2025-04-21", "2026-04-06", "2027-03-29", "2028-04-17"}) {
        const Date date = parse_date(monday).value();
        const std::chrono::year_month_day civil{date};
        CHECK(date_text(easter_sunday(int{civil.year()}) + days{1}) == monday);
    }
    // The earliest and the latest Easter there can be.
    CHECK(easter_sunday(1818) == date_of(1818, 3, 22));
    CHECK(easter_sunday(2038) == date_of(2038, 4, 25));
}

TEST_CASE("The spring bank holiday falls where GOV.UK lists it for 2019 to 2028", "[calendar]") {
    const SpringBankHolidays moved{{2022, date_of(2022, 6, 2)}};
    for (const char* holiday :
         {"2019-05-27", "2020-05-25", "2021-05-31", "2022-06-02", "2023-05-29", "2024-05-27",
          "2025-05-26", "2026-05-25", "2027-05-31", "2028-05-29"}) {
        const std::chrono::year_month_day civil{parse_date(holiday).value()};
        CHECK(date_text(spring_bank_holiday(int{civil.year()}, moved)) == holiday);
    }
}

TEST_CASE("Census terms fill the academic year without gap or overlap", "[calendar]") {
    for (std::int32_t year = 1990; year < 2100; ++year) {
        const auto autumn = census_term(year, 1);
        const auto spring = census_term(year, 2);
        const auto summer = census_term(year, 3);
        CHECK(autumn->first == date_of(year, 8, 1));
        CHECK(autumn->last + days{1} == spring->first);
        CHECK(spring->last + days{1} == summer->first);
        CHECK(summer->last == date_of(year + 1, 7, 31));
        const auto fifth = census_half_term(year, 5, {});
        const auto sixth = census_half_term(year, 6, {});
        CHECK(fifth->first == summer->first);
        CHECK(fifth->last + days{1} == sixth->first);
        CHECK(sixth->first == spring_bank_holiday(year + 1, {}));
        CHECK(sixth->last == summer->last);
    }
}

TEST_CASE("A moved spring bank holiday moves the summer halves by whole weeks", "[calendar]") {
    const SpringBankHolidays moved{{2012, date_of(2012, 6, 4)}, {2022, date_of(2022, 6, 2)}};
    CHECK(census_half_term(2011, 5, moved)->last == date_of(2012, 6, 3));
    CHECK(census_half_term(2011, 6, moved)->first == date_of(2012, 6, 4));
    // A Thursday: the halves still meet on the Monday of that week.
    CHECK(census_half_term(2021, 5, moved)->last == date_of(2022, 5, 29));
    CHECK(census_half_term(2021, 6, moved)->first == date_of(2022, 5, 30));
}

TEST_CASE("The census knows no halves of autumn and spring and no fourth term", "[calendar]") {
    for (const std::int32_t ordinal : {0, 1, 2, 3, 4, 7}) {
        CHECK_FALSE(census_half_term(2024, ordinal, {}).has_value());
    }
    CHECK_FALSE(census_term(2024, 0).has_value());
    CHECK_FALSE(census_term(2024, 4).has_value());
}

}  // namespace waymark::calendar
