// SPDX-License-Identifier: MIT
#include "calendar/window.hpp"

#include <rapidcheck.h>
#include <catch2/catch.hpp>

namespace waymark::calendar {

static DateRange days_of(const char* window, Date anchor) {
    const auto parsed = parse_window(window);
    REQUIRE(parsed.has_value());
    return parsed->days(anchor);
}

TEST_CASE("Windows written one after the other share no day and leave none out", "[calendar]") {
    const Date entry = date_of(2024, 2, 29);
    CHECK(days_of("-12m..0", entry) == DateRange{date_of(2023, 2, 28), date_of(2024, 2, 28)});
    CHECK(days_of("0..6m", entry) == DateRange{entry, date_of(2024, 8, 28)});
    CHECK(days_of("6m..12m", entry) == DateRange{date_of(2024, 8, 29), date_of(2025, 2, 27)});
    CHECK(days_of("6..12m", entry) == days_of("6m..12m", entry));
    CHECK(days_of("0..52w", entry) == DateRange{entry, entry + std::chrono::days{363}});
    CHECK(days_of("-90d..0", entry) ==
          DateRange{entry - std::chrono::days{90}, entry - std::chrono::days{1}});
}

TEST_CASE("A follow-up window leaves the index date out and takes the anniversary in",
          "[calendar]") {
    // Reoffending example 2: index 15 May 2023, an offence on 15 May 2024 counts, one on the index
    // does not.
    const DateRange follow_up = days_of("(0..12m]", date_of(2023, 5, 15));
    CHECK(follow_up == DateRange{date_of(2023, 5, 16), date_of(2024, 5, 15)});
    CHECK(days_of("(0..12m]", date_of(2024, 2, 29)).last == date_of(2025, 2, 28));
    CHECK(days_of("(0..18m]", date_of(2024, 2, 29)).last == date_of(2025, 8, 29));
}

TEST_CASE("A window's text is read back as the same window", "[calendar]") {
    CHECK(rc::check([] {
        const auto unit =
            *rc::gen::element(Window::Unit::day, Window::Unit::week, Window::Unit::month);
        const auto start = *rc::gen::inRange(-1200, 1200);
        const auto end = *rc::gen::inRange(start + 1, 1201);
        const Window window{start, end, unit, *rc::gen::arbitrary<bool>()};
        RC_ASSERT(parse_window(window.text()) == window);
    }));
}

TEST_CASE("Neighbouring windows of any unit tile any anchor's days", "[calendar]") {
    CHECK(rc::check([] {
        const auto unit =
            *rc::gen::element(Window::Unit::day, Window::Unit::week, Window::Unit::month);
        const bool after_start = *rc::gen::arbitrary<bool>();
        const Date anchor = date_of(*rc::gen::inRange(0, 40000));
        const auto start = *rc::gen::inRange(-60, 60);
        const Window here{start, start + 1, unit, after_start};
        const Window next{start + 1, start + 3, unit, after_start};
        RC_ASSERT(!here.days(anchor).is_empty());
        RC_ASSERT(here.days(anchor).last + std::chrono::days{1} == next.days(anchor).first);
    }));
}

TEST_CASE("Texts that are no window are refused", "[calendar]") {
    for (const char* text :
         {"", "0..6", "6m..0", "0..0m", "6m", "0..6y", "0..6m..12m", "-1m..3w", "0...6m", "(0..6m",
          "(0..6m)", "[0..6m]", "0..1201m", "0..99999999999m", " 0..6m", "m..6m", "+1m..2m"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_window(text).has_value());
    }
}

TEST_CASE("A window reads as a phrase", "[calendar]") {
    CHECK(parse_window("0..6m")->label() == "0 to 6 months after entry");
    CHECK(parse_window("-12m..0")->label() == "12 to 0 months before entry");
    CHECK(parse_window("-4w..8w")->label() == "4 weeks before to 8 weeks after entry");
    CHECK(parse_window("0..1d")->label("release") == "0 to 1 day after release");
    CHECK(parse_window("(0..12m]")->label("index") ==
          "0 to 12 months after index, last day included");
}

}  // namespace waymark::calendar
