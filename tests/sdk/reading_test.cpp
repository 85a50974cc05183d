// SPDX-License-Identifier: MIT
// reading.h, through which C authors read batches.
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <string>

#include "waymark/reading.h"

namespace {

/// One column with its buffers; a dictionary beside it makes it a category.
struct Column {
    std::array<const void*, 3> buffers{};
    ArrowArray array{};

    Column(const void* valid, const void* values, std::int64_t offset, const void* text = nullptr) {
        buffers = {valid, values, text};
        array.offset = offset;
        array.n_buffers = text == nullptr ? 2 : 3;
        array.buffers = buffers.data();
    }
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;
    ~Column() = default;
};

}  // namespace

TEST_CASE("Columns are read at their offset, nulls by the bitmap", "[sdk]") {
    const std::array<std::int32_t, 4> days{1, 2, 3, 4};
    const std::uint8_t valid = 0b1011;
    const Column column(&valid, days.data(), 1);

    CHECK(wm_day(&column.array, 0) == 2);
    CHECK(wm_day(&column.array, 2) == 4);
    CHECK_FALSE(wm_is_null(&column.array, 0));
    CHECK(wm_is_null(&column.array, 1));
    const Column without_nulls(nullptr, days.data(), 0);
    CHECK_FALSE(wm_is_null(&without_nulls.array, 2));
}

TEST_CASE("A row of a batch stands behind the batch's own offset", "[sdk]") {
    const std::array<std::uint32_t, 3> numbers{7, 8, 9};
    Column column(nullptr, numbers.data(), 0);
    std::array<ArrowArray*, 1> children{&column.array};
    ArrowArray rows{};
    rows.offset = 1;
    rows.length = 2;
    rows.children = children.data();
    wm_batch batch{};
    batch.rows = &rows;

    CHECK(wm_number(wm_column(&batch, 0), wm_place(&batch, 0)) == 8);
    CHECK(wm_number(wm_column(&batch, 0), wm_place(&batch, 1)) == 9);
}

TEST_CASE("Whole numbers, reals and truths keep their width", "[sdk]") {
    const std::array<std::int64_t, 2> large{0, std::numeric_limits<std::int64_t>::min()};
    const std::array<double, 2> reals{0.5, -0.25};
    const std::array<std::uint8_t, 2> bits{0, 0b10};
    const Column integers(nullptr, large.data(), 0);
    const Column numbers(nullptr, reals.data(), 1);
    const Column truths(nullptr, bits.data(), 3);

    CHECK(wm_integer(&integers.array, 1) == std::numeric_limits<std::int64_t>::min());
    CHECK(wm_real(&numbers.array, 0) == -0.25);
    CHECK(wm_boolean(&truths.array, 6) == 1);
    CHECK(wm_boolean(&truths.array, 5) == 0);
}

TEST_CASE("A code is the whole text of its dictionary entry", "[sdk]") {
    const std::array<std::int32_t, 4> ends{0, 2, 4, 7};
    const std::string text = "AMPMPMx";
    Column entries(nullptr, ends.data(), 0, text.data());
    const std::array<std::int32_t, 3> indices{1, 2, 0};
    const std::uint8_t valid = 0b011;
    Column column(&valid, indices.data(), 0);
    column.array.dictionary = &entries.array;

    CHECK(wm_is_code(&column.array, 0, "PM"));
    CHECK_FALSE(wm_is_code(&column.array, 0, "P"));
    CHECK_FALSE(wm_is_code(&column.array, 1, "PM"));
    CHECK(wm_is_code(&column.array, 1, "PMx"));
    CHECK_FALSE(wm_is_code(&column.array, 2, "AM"));  // null
}

TEST_CASE("Calendars and periods are walked by the size their writer gave them", "[sdk]") {
    struct LaterPeriod {
        wm_period period;
        std::uint64_t appended;
    };
    struct LaterCalendar {
        wm_calendar calendar;
        std::uint64_t appended;
    };
    std::array<LaterPeriod, 2> periods{};
    std::array<LaterCalendar, 2> calendars{};
    const std::array<std::uint16_t, 2> slots{0, WM_NO_SLOT};
    for (auto& one : periods) {
        one.period.size = sizeof(LaterPeriod);
    }
    for (auto& one : calendars) {
        one.calendar.size = sizeof(LaterCalendar);
        one.calendar.periods = &periods[0].period;
    }
    periods[1].period.year = 2024;
    calendars[1].calendar.first_day = 10;
    calendars[1].calendar.last_day = 11;
    calendars[1].calendar.slot_of_day = slots.data();

    const wm_calendar* second = wm_calendar_at(&calendars[0].calendar, 1);
    CHECK(second == &calendars[1].calendar);
    CHECK(wm_period_at(second, 1)->year == 2024);
    CHECK(wm_slot_of(second, 10) == 0);
    CHECK(wm_slot_of(second, 11) == WM_NO_SLOT);
    CHECK(wm_slot_of(second, 9) == WM_NO_SLOT);
    CHECK(wm_slot_of(second, 12) == WM_NO_SLOT);
}
