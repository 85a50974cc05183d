// SPDX-License-Identifier: MIT
// Reasons, ages and the rules of other years: what the measure tells when it is asked to.
#include "../../plugins/attendance/census.hpp"
#include "attendance_register.hpp"

using namespace attendance_test;

TEST_CASE("attendance example 1: late before and after the register closed", "[attendance]") {
    const auto outcome = Register(monday)
                             .with_details()
                             .marks("ada", "hill", R"(/ \ | L \ | I I | / B | U \)")
                             .outcome();
    CHECK(ratio(outcome, "late_before").first == 1);
    CHECK(ratio(outcome, "late_after").first == 1);
    CHECK(ratio(outcome, "late_sessions").first == 2);
    CHECK(ratio(outcome, "late_before_rate") == Fraction{1, 10});
    CHECK(ratio(outcome, "no_reason_rate") == Fraction{0, 10});
    CHECK(ratio(outcome, "not_required_rate") == Fraction{0, 10});
}

TEST_CASE("attendance example 4: persistent absence by the rules of other years", "[attendance]") {
    struct Row {
        int possible;
        int absent;
        const char* rule;
        bool is_persistent;
    };
    for (const Row& row : {Row{60, 20, "exact10", true}, Row{60, 20, "std15", false},
                           Row{380, 50, "exact10", true}, Row{380, 50, "exact15", false},
                           Row{380, 50, "std15", false}, Row{380, 56, "exact10", true},
                           Row{380, 56, "exact15", false}, Row{380, 56, "std15", true}}) {
        CAPTURE(row.possible, row.absent, row.rule);
        std::string codes;
        for (int i = 0; i < row.possible; ++i) {
            codes += i < row.absent ? "I " : "/ ";
        }
        Register year(monday, Day::of(2012, 8, 1), Day::of(2012, 12, 31));
        year.scene().period("year", {.grain = waymark::Grain::academic_year,
                                     .year = 2024,
                                     .first = Day::of(2024, 8, 1),
                                     .last = Day::of(2025, 7, 31)});
        year.with("pa_rule", R"("exact10")", "\"" + std::string(row.rule) + "\"");
        CHECK(holds(year.marks("ada", "hill", codes).outcome(), "persistent_absence") ==
              row.is_persistent);
    }
}

TEST_CASE("Standard thresholds are by term, and of five half terms for the older rule",
          "[attendance]") {
    const auto judged = [](const std::string& rule, int absent, int ordinal) {
        std::string codes;
        for (int i = 0; i < 120; ++i) {
            codes += i < absent ? "I " : "/ ";
        }
        Register marks(monday, far_away, far_away);
        marks.scene().period("asked", {.grain = waymark::Grain::term,
                                       .ordinal = ordinal,
                                       .first = Day::of(2024, 8, 1),
                                       .last = Day::of(2024, 12, 31)});
        marks.with("pa_rule", R"("exact10")", "\"" + rule + "\"");
        const auto told = marks.marks("ada", "hill", codes).outcome().of("persistent_absence");
        REQUIRE(told.size() == 1);
        return told[0].state == waymark::State::not_applicable ? -1 : static_cast<int>(told[0].a);
    };
    CHECK(judged("std15", 21, 1) == 0);
    CHECK(judged("std15", 22, 1) == 1);
    CHECK(judged("std15", 16, 2) == 1);
    CHECK(judged("std15", 40, 3) == -1);
    CHECK(judged("std20", 27, 1) == 0);
    CHECK(judged("std20", 28, 1) == 1);
    CHECK(judged("std20", 60, 2) == -1);
}

TEST_CASE("attendance example 9: X of a pupil who has to attend is told of", "[attendance]") {
    const std::string marks = R"(/ \ / \ / \ / \ I I X X X X X X X X X X)";
    const auto mismatches = [&](Day from, Day born) {
        return found(Register(from, from, from + 60)
                         .with_details()
                         .pupil("ada", {{"born", born.text()}})
                         .marks("ada", "hill", marks)
                         .outcome(),
                     "code_age_mismatch");
    };
    CHECK(mismatches(Day::of(2021, 2, 1), Day::of(2010, 10, 5)) == 0);
    CHECK(mismatches(Day::of(2024, 2, 5), Day::of(2013, 10, 5)) == 10);
    CHECK(mismatches(Day::of(2024, 2, 5), Day::of(2019, 4, 1)) == 0);  // of school age in summer
}

TEST_CASE("Reasons are told over possible sessions, under the names of the absence statistics",
          "[attendance]") {
    const auto outcome = Register(monday)
                             .with_details()
                             .marks("ada", "hill", R"(I M | R C2 | C2 E | G U | O N | / \ | / \)")
                             .outcome();
    const auto rates = outcome.of("reason_rate");
    REQUIRE(rates.size() == 15);
    double sum = 0;
    for (const auto& rate : rates) {
        CHECK(rate.b == 14);
        sum += rate.a;
    }
    CHECK(sum == 10);         // every absent session has one reason
    CHECK(rates[1].a == 1);   // auth_illness
    CHECK(rates[9].a == 2);   // auth_temp_reduced_timetable
    CHECK(rates[14].a == 1);  // unauth_noyet
    CHECK(ratio(outcome, "absent_excluding_c2") == Fraction{8, 14});
    CHECK(ratio(outcome, "overall_absence_rate") == Fraction{10, 14});
    CHECK(ratio(outcome, "suspension_sessions").first == 1);
    CHECK(ratio(outcome, "suspension_rate") == Fraction{1, 14});
}

TEST_CASE("Details are told only when asked for", "[attendance]") {
    const auto outcome = Register(monday).marks("ada", "hill", "I /").outcome();
    for (const char* indicator : {"reason_rate", "absent_excluding_c2", "late_sessions",
                                  "suspension_rate", "ten_unauthorised"}) {
        CHECK(outcome.of(indicator).empty());
    }
}

TEST_CASE("Ten unauthorised sessions count over ten weeks with school", "[attendance]") {
    // One day of two in each of five weeks, `apart` weeks with school from each other.
    const auto flagged = [](int apart, int closed_weeks) {
        Register marks(monday, monday, monday + 300);
        int week = 0;
        for (int i = 0; i < 60; ++i, ++week) {
            if (i == 6) {
                week += closed_weeks;
            }
            const Day day = monday + 7 * week;
            marks.scene().open_day(day);
            const bool is_absent = i % apart == 0 && i / apart < 5;
            if (i == 0) {
                marks.scene().add_case("ada");
            }
            marks.mark("ada", "hill", day, "AM", is_absent ? "O" : "/");
            marks.mark("ada", "hill", day, "PM", is_absent ? "O" : "/");
        }
        return holds(marks.with_details().outcome(), "ten_unauthorised");
    };
    CHECK(flagged(2, 0));        // weeks 1, 3, 5, 7, 9
    CHECK(flagged(2, 6));        // holidays are no weeks with school
    CHECK_FALSE(flagged(3, 0));  // weeks 1, 4, 7, 10, 13
}

TEST_CASE("The statistical population is aged 5 to 15 on 31 August", "[attendance]") {
    const auto told = [](Day born) {
        const auto outcome = Register(monday)
                                 .of_statistical_population()
                                 .pupil("ada", {{"born", born.text()}})
                                 .marks("ada", "hill", R"(/ \ | I I)")
                                 .outcome();
        return std::pair(outcome.of("overall_absence_rate").size(),
                         outcome.of("overall_absence_rate_age_4").size());
    };
    using Told = std::pair<std::size_t, std::size_t>;
    CHECK(told(Day::of(2019, 8, 31)) == Told{1, 0});  // five that day
    CHECK(told(Day::of(2019, 9, 1)) == Told{0, 1});   // four
    CHECK(told(Day::of(2020, 9, 1)) == Told{0, 0});   // three
    CHECK(told(Day::of(2008, 9, 1)) == Told{1, 0});   // fifteen
    CHECK(told(Day::of(2008, 8, 31)) == Told{0, 0});  // sixteen
    const auto unknown =
        Register(monday).of_statistical_population().marks("ada", "hill", R"(/ \)").outcome();
    REQUIRE(unknown.exclusions.size() == 1);
    CHECK(unknown.exclusions[0].reason == "age_unknown");
}

TEST_CASE("Pupils aged 15 are counted until the second summer half term", "[attendance]") {
    const Day may = Day::of(2025, 5, 19);  // the bank holiday is 26 May
    const auto possible = [&](Day born, const wt::Values& more = {}) {
        wt::Values facts{{"born", born.text()}};
        facts.insert(facts.end(), more.begin(), more.end());
        const auto outcome = Register(may, Day::of(2024, 8, 1), Day::of(2025, 7, 31))
                                 .of_statistical_population()
                                 .pupil("ada", facts)
                                 .marks("ada", "hill", R"(/ \ / \ / \ / \ / \ / \ / \)")
                                 .outcome();
        const auto told = outcome.of("possible_sessions");
        return told.empty() ? 0.0 : told[0].a;
    };
    CHECK(possible(Day::of(2010, 1, 1)) == 14);
    CHECK(possible(Day::of(2009, 1, 1)) == 10);
    CHECK(possible(Day::of(2010, 1, 1), {{"on_roll_from", "2025-05-26"}}) == 0);
    CHECK(possible(Day::of(2010, 1, 1), {{"on_roll_from", "2025-05-23"}}) == 6);
}

TEST_CASE("Who has first marks in the second summer half term does not count", "[attendance]") {
    const auto outcome = Register(Day::of(2022, 6, 6), Day::of(2021, 8, 1), Day::of(2022, 7, 31))
                             .of_statistical_population()
                             .pupil("ada", {{"born", "2010-01-01"}})
                             .marks("ada", "hill", R"(/ \)")
                             .outcome();
    REQUIRE(outcome.exclusions.size() == 1);
    CHECK(outcome.exclusions[0].reason == "started_late");
}

TEST_CASE("Compulsory school age begins on a prescribed day and ends in June", "[attendance]") {
    using attendance::is_of_compulsory_school_age;
    const Day born = Day::of(2015, 4, 1);  // five on 1 April 2020
    CHECK_FALSE(is_of_compulsory_school_age(born, Day::of(2020, 8, 30)));
    CHECK(is_of_compulsory_school_age(born, Day::of(2020, 8, 31)));
    CHECK(is_of_compulsory_school_age(Day::of(2015, 3, 31), Day::of(2020, 3, 31)));
    CHECK(is_of_compulsory_school_age(Day::of(2015, 9, 1), Day::of(2020, 12, 31)));
    // Sixteen on 1 April 2031: to the last Friday in June of that year.
    CHECK(is_of_compulsory_school_age(born, Day::of(2031, 6, 27)));
    CHECK_FALSE(is_of_compulsory_school_age(born, Day::of(2031, 6, 28)));
    CHECK(is_of_compulsory_school_age(Day::of(2012, 2, 29), Day::of(2017, 3, 31)));
}

TEST_CASE("attendance example 5: in the child's view a mover is one", "[attendance]") {
    std::string at_a;
    std::string at_b;
    for (int i = 0; i < 140; ++i) {
        at_a += i < 21 ? "I " : "/ ";
        at_b += "- ";
    }
    for (int i = 0; i < 240; ++i) {
        at_b += i < 12 ? "I " : "/ ";
    }
    auto mover = Register(monday, monday, monday + 400);
    mover.marks("ada", "a", at_a).marks("ada", "b", at_b);
    CHECK(mover.outcome().of("child_attendance_rate").empty());
    const auto outcome = mover.with("child_view", "false", "true").outcome();
    CHECK(ratio(outcome, "child_overall_absence_rate", 0) == Fraction{33, 380});
    CHECK(ratio(outcome, "child_attendance_rate", 0) == Fraction{347, 380});
    CHECK_FALSE(holds(outcome, "child_persistent_absence", 0));
    CHECK_FALSE(holds(outcome, "child_severe_absence", 0));
    CHECK(outcome.of("child_persistent_absence").size() == 1);
    CHECK(outcome.of("persistent_absence").size() == 2);
    CHECK(found(outcome, "double_count") == 0);
}

TEST_CASE("Dual registration: D gives way to the other school's mark, two marks are told of",
          "[attendance]") {
    const auto child = [](const std::string& main, const std::string& other) {
        return Register(monday)
            .marks("ada", "main", main)
            .marks("ada", "other", other)
            .with("child_view", "false", "true")
            .outcome();
    };
    const auto shared = child(R"(/ \ / \ I I D D D D)", R"(D D D D D D / \ O O)");
    CHECK(ratio(shared, "child_overall_absence_rate", 0) == Fraction{4, 10});
    CHECK(found(shared, "double_count") == 0);
    // Both hold a mark: present goes before illness, anything before "no reason yet".
    const auto twice = child(R"(/ I N)", R"(I / I)");
    CHECK(ratio(twice, "child_overall_absence_rate", 0) == Fraction{1, 3});
    CHECK(found(twice, "double_count") == 3);
    const auto swapped = child(R"(I / I)", R"(/ I N)");
    CHECK(ratio(swapped, "child_overall_absence_rate", 0) == Fraction{1, 3});
}

TEST_CASE("The child's view keeps to the statistical population", "[attendance]") {
    const auto pupil = [](const std::string& born) {
        return Register(monday)
            .of_statistical_population()
            .with("child_view", "false", "true")
            .pupil("ada", {{"born", born}})
            .marks("ada", "a", R"(/ I)")
            .marks("ada", "b", R"(- - / I)")
            .outcome();
    };
    CHECK(ratio(pupil("2014-03-01"), "child_overall_absence_rate", 0) == Fraction{2, 4});
    CHECK(pupil("2006-03-01").of("child_overall_absence_rate").empty());
}
