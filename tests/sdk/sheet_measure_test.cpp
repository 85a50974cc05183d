// SPDX-License-Identifier: MIT
// Half days of a register, where two marks for one session must be seen together.
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "waymark/measure.hpp"
#include "waymark/testing.hpp"

namespace {

using namespace waymark;
using testing::Contribution;
using testing::FindingSeen;
using testing::Outcome;
using testing::Scene;

struct Mark {
    Day date;
    Half session = Half::morning;
    std::uint8_t code = 0;
};
constexpr std::uint8_t present = 1;
constexpr std::uint8_t absent = 2;
constexpr std::uint8_t conflict = 128;

constexpr Ratio absence{0};
constexpr Count longest_gap{1};
constexpr Finding conflicts{0};
constexpr Finding missing{1};

// Absent wins over present; two different marks are a conflict; open half days without a mark are
// missing.
template <Order order>
struct Register : SheetMeasure<std::uint8_t, Mark> {
    static void describe(Definition& is) {
        is.measure({.id = "org.example.register", .version = "1.0.0", .title = "Register"});
        is.input<Mark>(
              "marks",
              {.order = order, .unit = true, .date = "date", .on_duplicate = OnDuplicate::pass})
            .date<&Mark::date>("date")
            .template category<&Mark::session>("session", {.codes = {"AM", "PM"}})
            .template category<&Mark::code, &Register::meaning>("code");
        is.indicator(absence, "absence", {.title = "A", .definition = "a", .source = "s"});
        is.indicator(longest_gap, "gap", {.title = "G", .definition = "g", .source = "s"});
        is.finding(conflicts, "conflicts", "two different marks for one session");
        is.finding(missing, "missing", "open sessions without a mark", 0.05);
    }
    std::uint8_t meaning(std::string_view code) const { return code == "I" ? absent : present; }
    Half half(const Mark& mark) const { return mark.session; }
    void mark(std::uint8_t& cell, const Mark& mark, const Case& /*about*/) const {
        const auto before = static_cast<std::uint8_t>(cell & 3U);
        const bool differs = before != 0 && before != mark.code;
        cell = static_cast<std::uint8_t>((cell & conflict) | (differs ? conflict : 0U) |
                                         std::max(before, mark.code));
    }
    void answer(const Case& about, const Unit& /*unit*/, const Period& period,
                const Sheet<std::uint8_t>& sheet, Answer& out) const {
        std::int64_t counted = 0;
        std::int64_t away = 0;
        std::int64_t in_conflict = 0;
        sheet.for_each(period.first, period.last, [&](Day, Half, std::uint8_t cell) {
            counted += (cell & 3U) != 0 ? 1 : 0;
            away += (cell & 3U) == absent ? 1 : 0;
            in_conflict += (cell & conflict) != 0 ? 1 : 0;
        });
        out.ratio(absence, away, counted);
        if (in_conflict > 0) {
            out.finding(conflicts, in_conflict, counted);
        }
        tell_missing(about.calendar(), period, sheet, out);
        out.count(longest_gap, gap_before(period.last, sheet));
    }

private:
    static void tell_missing(const Calendar& calendar, const Period& period,
                             const Sheet<std::uint8_t>& sheet, const Answer& out) {
        std::int64_t open = 0;
        std::int64_t unmarked = 0;
        for (Day day = period.first; day <= period.last; day = day + 1) {
            for (const Half half : {Half::morning, Half::afternoon}) {
                if (calendar.is_open(day, half).value_or(false)) {
                    ++open;
                    unmarked += sheet.at(day, half) == 0 ? 1 : 0;
                }
            }
        }
        if (unmarked > 0) {
            out.finding(missing, unmarked, open);
        }
    }
    // Looks back over days before the period too: the sheet holds all of them.
    static int gap_before(Day last, const Sheet<std::uint8_t>& sheet) {
        int days = 0;
        for (Day day = last; day >= sheet.earlier_day() && sheet.at(day, Half::morning) == 0 &&
                             sheet.at(day, Half::afternoon) == 0;
             day = day - 1) {
            ++days;
        }
        return days;
    }
};

template <Order order>
Scene one_week() {
    Scene scene(measure_table<Register<order>>());
    scene.period("week",
                 {.grain = Grain::week, .first = Day::of(2024, 9, 2), .last = Day::of(2024, 9, 8)});
    scene.period(
        "next", {.grain = Grain::week, .first = Day::of(2024, 9, 9), .last = Day::of(2024, 9, 15)});
    for (int day = 0; day < 3; ++day) {
        scene.open_day(Day::of(2024, 9, 2) + day);
    }
    scene.add_case("ann", {.end = Day::of(2024, 9, 15)});
    scene.add_case("ben", {.end = Day::of(2024, 9, 8)});
    const auto mark = [&](const char* unit, const char* date, const char* session,
                          const char* code) {
        scene.row("marks", "ann",
                  {{"unit", unit}, {"date", date}, {"session", session}, {"code", code}});
    };
    mark("A", "2024-09-04", "AM", "/");
    mark("A", "2024-09-02", "AM", "/");
    mark("A", "2024-09-02", "PM", "I");
    mark("A", "2024-09-02", "PM", "/");
    mark("A", "2024-09-02", "AM", "/");
    mark("A", "2024-09-10", "AM", "/");
    mark("A", "2024-08-30", "AM", "/");
    mark("B", "2024-09-03", "PM", "I");
    mark("B", "2099-01-01", "PM", "I");
    return scene;
}

// Tells how many days the sheet spans.
struct SheetSpan : SheetMeasure<std::uint8_t, Mark> {
    static void describe(Definition& is) {
        is.measure({.id = "org.example.span", .version = "1.0.0", .title = "Span"});
        is.input<Mark>("marks", {.date = "date"})
            .date<&Mark::date>("date")
            .category<&Mark::session>("session", {.codes = {"AM", "PM"}})
            .category<&Mark::code, &SheetSpan::meaning>("code");
        is.indicator(days, "days", {.title = "D", .definition = "d", .source = "s"});
    }
    static constexpr Count days{0};
    static std::uint8_t meaning(std::string_view /*code*/) { return present; }
    Half half(const Mark& mark) const { return mark.session; }
    void mark(std::uint8_t& cell, const Mark& mark, const Case& /*about*/) const {
        cell = mark.code;
    }
    void answer(const Case& /*about*/, const Unit& /*unit*/, const Period& /*period*/,
                const Sheet<std::uint8_t>& sheet, Answer& out) const {
        out.count(days, sheet.later_day() - sheet.earlier_day() + 1);
    }
};

// Keeps the first mark, and notes how many more there were.
template <Order order>
struct Counting : SheetMeasure<std::uint8_t, Mark> {
    using Note = std::int32_t;

    static void describe(Definition& is) {
        is.measure({.id = "org.example.counting", .version = "1.0.0", .title = "Counting"});
        is.input<Mark>(
              "marks",
              {.order = order, .unit = true, .date = "date", .on_duplicate = OnDuplicate::pass})
            .date<&Mark::date>("date")
            .template category<&Mark::session>("session", {.codes = {"AM", "PM"}});
        is.indicator(absence, "further", {.title = "F", .definition = "f", .source = "s"});
    }
    Half half(const Mark& mark) const { return mark.session; }
    void mark(std::uint8_t& cell, const Margin<Note>& margin, const Mark& /*mark*/,
              const Case& /*about*/) const {
        if (cell != 0) {
            ++margin.note();
        }
        cell = 1;
    }
    void answer(const Case& /*about*/, const Unit& /*unit*/, const Period& period,
                const Sheet<std::uint8_t, Note>& sheet, Answer& out) const {
        std::int64_t further = 0;
        std::int64_t noted_days = 0;
        Day before = far_past;
        for (const auto& noted : sheet.notes(period.first, period.last)) {
            further += noted.note;
            noted_days += noted.day > before ? 1 : 0;
            before = noted.day;
        }
        out.ratio(absence, further, noted_days);
    }
};

// Each half day of ten is marked once more than the last, the days in the order of `days`.
template <Order order>
Scene ten_half_days(const std::vector<int>& days) {
    Scene scene(measure_table<Counting<order>>());
    scene.period(
        "days 1 to 3",
        {.grain = Grain::week, .first = Day::of(2024, 9, 2) + 1, .last = Day::of(2024, 9, 2) + 3});
    for (const char* person : {"ann", "ben"}) {
        scene.add_case(person, {.start = far_past});
        for (const int day : days) {
            for (int times = 0; times < 4 * day + 3; ++times) {
                const bool is_morning = times < 2 * day + 1;
                scene.row("marks", person,
                          {{"unit", "A"},
                           {"date", (Day::of(2024, 9, 2) + day).text()},
                           {"session", is_morning ? "AM" : "PM"}});
            }
        }
    }
    return scene;
}

}  // namespace

TEST_CASE("Duplicates and gaps of a register are seen", "[sdk]") {
    const Scene scene = one_week<Order::any>();
    const Outcome outcome = scene.run();
    INFO(outcome);
    REQUIRE(outcome.status == WM_OK);
    const auto ratio = [](const char* period, const char* about, double a, double b) {
        return Contribution{
            .indicator = "absence", .period = period, .about = about, .a = a, .b = b};
    };
    // Ben has no marks at all, and is asked for with a blank sheet in the one week he was there.
    CHECK(outcome.of("absence") ==
          std::vector<Contribution>{ratio("week", "ann", 1, 3), ratio("week", "ann", 1, 1),
                                    ratio("week", "ben", 0, 0), ratio("next", "ann", 0, 1)});
    CHECK(outcome.findings ==
          std::vector<FindingSeen>{
              {.code = "conflicts", .period = "week", .about = "ann", .count = 1, .of = 3},
              // Of both units together: what is found of one case in one period is added up.
              {.code = "missing", .period = "week", .about = "ann", .count = 8, .of = 12},
              {.code = "missing", .period = "week", .about = "ben", .count = 6, .of = 6}});
    const auto gaps = outcome.of("gap");
    REQUIRE(gaps.size() == 4);
    CHECK(gaps[0].a == 4);  // Thursday to Sunday
    CHECK(gaps[1].a == 5);
    CHECK(gaps[3].a == 5);
}

TEST_CASE("A register cut into other batches or blocks is the same", "[sdk]") {
    const Outcome whole = one_week<Order::any>().run();
    CHECK(one_week<Order::any>().run({.rows = 2, .cases = 1, .offset = 11}) == whole);
    CHECK(one_week<Order::by_case>().run({.rows = 1, .cases = 1, .offset = 2}) == whole);
}

TEST_CASE("Notes stand at their half days, in whatever order the rows come", "[sdk]") {
    const Outcome outcome = ten_half_days<Order::any>({0, 1, 2, 3, 4}).run();
    INFO(outcome);
    REQUIRE(outcome.status == WM_OK);
    const auto further = outcome.of("further");
    REQUIRE(further.size() == 2);
    for (const Contribution& of_one : further) {
        CHECK(of_one.a == 2 + 3 + 4 + 5 + 6 + 7);
        CHECK(of_one.b == 3);
    }
    for (const std::vector<int>& days : {std::vector{4, 3, 2, 1, 0}, std::vector{2, 0, 4, 1, 3}}) {
        CHECK(ten_half_days<Order::any>(days).run() == outcome);
        CHECK(ten_half_days<Order::by_case>(days).run({.rows = 1, .cases = 1}) == outcome);
    }
}

TEST_CASE("The days of a unit's sheet do not tell of the units beside it", "[sdk]") {
    Scene scene(measure_table<SheetSpan>());
    scene.period("year", {.grain = Grain::calendar_year,
                          .first = Day::of(2024, 1, 1),
                          .last = Day::of(2024, 12, 31)});
    scene.add_case("ann").add_case("ben");
    scene.row("marks", "ann", {{"date", "2024-03-04"}, {"session", "PM"}, {"code", "/"}});
    scene.row("marks", "ann", {{"date", "2024-03-08"}, {"session", "AM"}, {"code", "/"}});
    scene.row("marks", "ben", {{"date", "2024-01-02"}, {"session", "AM"}, {"code", "/"}});
    scene.row("marks", "ben", {{"date", "2024-12-20"}, {"session", "AM"}, {"code", "/"}});

    const auto days = scene.run().of("days");
    REQUIRE(days.size() == 2);
    CHECK(days[0].a == 5);
    CHECK(days[1].a == 354);
}
