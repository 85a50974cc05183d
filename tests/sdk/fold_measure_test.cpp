// SPDX-License-Identifier: MIT
// Streams of rows: units, slots that add up to periods, windows, calendars, slots that do not
// count.
#include <rapidcheck.h>
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
using testing::Cut;
using testing::Outcome;
using testing::Scene;

struct Mark {
    Day date;
    bool is_absent = false;
};
struct Tally {
    std::int64_t possible = 0;
    std::int64_t absent = 0;
    Tally& operator+=(const Tally& other) {
        possible += other.possible;
        absent += other.absent;
        return *this;
    }
};
struct Pupil : Case {
    bool leaves_early = false;
};

constexpr Ratio absence{0};
constexpr Exclusion no_sessions{0};

template <Order order, bool has_unit>
struct Absence : FoldMeasure<Tally, Mark> {
    using Case = Pupil;

    static void describe(Definition& is) {
        is.measure({.id = "org.example.absence", .version = "1.0.0", .title = "Absence"});
        is.input<Mark>("marks", {.order = order, .unit = has_unit, .date = "date"})
            .date<&Mark::date>("date")
            .template category<&Mark::is_absent, &Absence::absent>("code");
        is.case_columns<Pupil>().template boolean<&Pupil::leaves_early>("leaves_early");
        is.indicator(absence, "absence", {.title = "A", .definition = "a", .source = "s"});
        is.exclusion(no_sessions, "no_sessions", "no sessions");
    }
    static bool absent(std::string_view code) { return code == "I"; }
    void add(Tally& tally, const Mark& mark, const Pupil& /*pupil*/) const {
        ++tally.possible;
        tally.absent += mark.is_absent ? 1 : 0;
    }
    bool counts(const Pupil& pupil, const Slot& slot) const {
        const Period* half_term = slot.period(Grain::half_term);
        return !pupil.leaves_early || half_term == nullptr || half_term->ordinal != 6;
    }
    void answer(const Pupil& /*pupil*/, const Unit& /*unit*/, const Period& /*period*/,
                const Tally& tally, Answer& out) const {
        if (tally.possible == 0) {
            return out.exclude(no_sessions);
        }
        out.ratio(absence, tally.absent, tally.possible);
    }
};
using ByUnit = Absence<Order::any, true>;

template <class Measure>
Scene school_year() {
    Scene scene(measure_table<Measure>());
    const auto add = [&](const char* name, Grain grain, int ordinal, Day first, Day last,
                         bool is_asked) {
        scene.period(name, {.grain = grain,
                            .ordinal = ordinal,
                            .first = first,
                            .last = last,
                            .is_asked = is_asked});
    };
    add("year", Grain::academic_year, 0, Day::of(2024, 8, 1), Day::of(2025, 7, 31), true);
    add("spring", Grain::term, 2, Day::of(2025, 1, 1), Day::of(2025, 4, 20), true);
    add("summer", Grain::term, 3, Day::of(2025, 4, 21), Day::of(2025, 7, 31), true);
    add("half 6", Grain::half_term, 6, Day::of(2025, 5, 26), Day::of(2025, 7, 31), false);
    return scene;
}

Contribution ratio(const char* period, const char* about, double a, double b) {
    return {.indicator = "absence", .period = period, .about = about, .a = a, .b = b};
}

}  // namespace

TEST_CASE("Slots add up to every period they belong to", "[sdk]") {
    Scene scene = school_year<ByUnit>();
    scene.add_case("ann", {.columns = {{"leaves_early", false}}});
    scene.add_case("eve", {.columns = {{"leaves_early", true}}});
    scene.add_case("late", {.start = Day::of(2025, 6, 1), .columns = {{"leaves_early", false}}});
    for (const char* about : {"ann", "eve"}) {
        scene.row("marks", about, {{"unit", "A"}, {"date", "2025-01-06"}, {"code", "/"}});
        scene.row("marks", about, {{"unit", "A"}, {"date", "2025-04-28"}, {"code", "I"}});
        scene.row("marks", about, {{"unit", "A"}, {"date", "2025-06-02"}, {"code", "I"}});
        scene.row("marks", about, {{"unit", "A"}, {"date", "2025-08-01"}, {"code", "I"}});
    }
    scene.row("marks", "ann", {{"unit", "B"}, {"date", "2025-06-03"}, {"code", "/"}});

    const Outcome outcome = scene.run();
    INFO(outcome);
    REQUIRE(outcome.status == WM_OK);
    // 1 August is in no period. Eve's last half term does not count. Ann has two enrolments.
    CHECK(outcome.contributions ==
          std::vector<Contribution>{ratio("year", "ann", 2, 3), ratio("year", "ann", 0, 1),
                                    ratio("year", "eve", 1, 2), ratio("spring", "ann", 0, 1),
                                    ratio("spring", "eve", 0, 1), ratio("summer", "ann", 2, 2),
                                    ratio("summer", "ann", 0, 1), ratio("summer", "eve", 1, 1)});
    // A case without rows is asked for once in each period that it overlaps.
    REQUIRE(outcome.exclusions.size() == 2);
    CHECK(outcome.exclusions[0].period == "year");
    CHECK(outcome.exclusions[1].period == "summer");
    CHECK(outcome.exclusions[1].about == "late");
}

TEST_CASE("Windows of a case are added up apart from the calendar", "[sdk]") {
    Scene scene = school_year<Absence<Order::any, false>>();
    scene.period("first month", {.grain = Grain::window, .year = 0, .ordinal = 0});
    scene.period("first half year", {.grain = Grain::window, .year = 0, .ordinal = 1});
    const Day start = Day::of(2025, 2, 10);
    scene.add_case("ann", {.start = start,
                           .columns = {{"leaves_early", false}},
                           .windows = {std::pair(start, start.plus_months(1) - 1),
                                       std::pair(start, start.plus_months(6) - 1)}});
    scene.add_case("ben", {.columns = {{"leaves_early", false}},
                           .windows = {std::nullopt, std::pair(start, start + 10)}});
    for (int day = 0; day < 40; day += 10) {
        scene.row("marks", "ann", {{"date", start + day}, {"code", day == 0 ? "I" : "/"}});
    }
    const Outcome outcome = scene.run();
    INFO(outcome);
    CHECK(outcome.contributions ==
          std::vector<Contribution>{ratio("year", "ann", 1, 4), ratio("spring", "ann", 1, 4),
                                    ratio("first month", "ann", 1, 3),
                                    ratio("first half year", "ann", 1, 4)});
    REQUIRE_FALSE(outcome.exclusions.empty());
    CHECK(outcome.exclusions.back().period == "first half year");
    CHECK(outcome.exclusions.back().about == "ben");
    CHECK(scene.run({.rows = 1, .cases = 1, .offset = 9}) == outcome);
}

TEST_CASE("Each case is counted in the days of its own authority", "[sdk]") {
    Scene scene = school_year<ByUnit>();
    scene.calendar("Leeds", "spring", Day::of(2025, 1, 1), Day::of(2025, 4, 27));
    scene.calendar("Leeds", "summer", Day::of(2025, 4, 28), Day::of(2025, 7, 31));
    scene.add_case("here", {.columns = {{"leaves_early", false}}});
    scene.add_case("there", {.calendar = "Leeds", .columns = {{"leaves_early", false}}});
    for (const char* about : {"here", "there"}) {
        scene.row("marks", about, {{"unit", "A"}, {"date", "2025-04-25"}, {"code", "I"}});
    }
    const Outcome outcome = scene.run();
    CHECK(outcome.contributions ==
          std::vector<Contribution>{ratio("year", "here", 1, 1), ratio("year", "there", 1, 1),
                                    ratio("spring", "there", 1, 1), ratio("summer", "here", 1, 1)});
}

template <class Measure>
static void same_for_any_cut() {
    const Scene scene = [] {
        Scene random = school_year<Measure>();
        random.period("w0", {.grain = Grain::window, .year = 0, .ordinal = 0});
        const int cases = *rc::gen::inRange(1, 6);
        const auto windows = std::vector<std::optional<std::pair<Day, Day>>>{
            std::pair(Day::of(2025, 3, 1), Day::of(2025, 5, 1))};
        for (int number = 0; number < cases; ++number) {
            random.add_case("case " + std::to_string(number),
                            {.columns = {{"leaves_early", number % 2 == 0}}, .windows = windows});
        }
        for (int rows = *rc::gen::inRange(0, 40); rows > 0; --rows) {
            random.row(
                "marks", "case " + std::to_string(*rc::gen::inRange(0, cases)),
                {{"unit", *rc::gen::inRange(0, 3)},
                 {"date", Day::of(2024, 12, 1) + *rc::gen::inRange(0, 250)},
                 {"code", *rc::gen::elementOf(std::vector<std::string>{"/", "I", "L", "N"})}});
        }
        return random;
    }();
    const Cut cut{.rows = static_cast<std::size_t>(*rc::gen::inRange(1, 20)),
                  .cases = static_cast<std::size_t>(*rc::gen::inRange(1, 7)),
                  .offset = *rc::gen::inRange(0, 70)};
    const Outcome whole = scene.run();
    RC_ASSERT(whole.status == WM_OK);
    RC_ASSERT(scene.run(cut) == whole);
}

TEST_CASE("Other batch cuts, blocks and Arrow offsets give identical answers", "[sdk]") {
    CHECK(rc::check("rows as they come, by unit", same_for_any_cut<ByUnit>));
    CHECK(rc::check("block by block, by unit", same_for_any_cut<Absence<Order::by_case, true>>));
    CHECK(rc::check("block by block, without units",
                    same_for_any_cut<Absence<Order::by_case, false>>));
}
