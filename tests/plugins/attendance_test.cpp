// SPDX-License-Identifier: MIT
// The worked examples of School attendance (England), section 9, that session marks can express.

#include "attendance_register.hpp"

using namespace attendance_test;

TEST_CASE("attendance example 1: one week", "[attendance]") {
    const auto outcome =
        Register(monday).marks("ada", "hill", R"(/ \ | L \ | I I | / B | U \)").outcome();
    CHECK(ratio(outcome, "attendance_rate") == Fraction{7, 10});
    CHECK(ratio(outcome, "overall_absence_rate") == Fraction{3, 10});
    CHECK(ratio(outcome, "authorised_absence_rate") == Fraction{2, 10});
    CHECK(ratio(outcome, "unauthorised_absence_rate") == Fraction{1, 10});
    CHECK(holds(outcome, "persistent_absence"));
    CHECK_FALSE(holds(outcome, "severe_absence"));
}

TEST_CASE("attendance example 2: codes that are not possible sessions", "[attendance]") {
    const auto outcome =
        Register(monday).marks("ada", "hill", R"(D D | X X | Y1 # | # Q | / \)").outcome();
    CHECK(ratio(outcome, "attendance_rate") == Fraction{2, 2});
    CHECK_FALSE(holds(outcome, "persistent_absence"));
}

TEST_CASE("attendance example 3: the boundary of persistent and severe absence", "[attendance]") {
    struct Boundary {
        int absent;
        int possible;
        bool is_persistent;
        bool is_severe;
    };
    const Boundary boundaries[] = {
        {37, 370, true, false},  {36, 370, false, false}, {37, 371, false, false},
        {38, 379, true, false},  {37, 379, false, false}, {38, 380, true, false},
        {37, 380, false, false}, {1, 10, true, false},    {95, 190, true, true},
        {94, 189, true, false},  {95, 189, true, true}};
    for (const Boundary& boundary : boundaries) {
        CAPTURE(boundary.absent, boundary.possible);
        std::string codes;
        for (int i = 0; i < boundary.possible; ++i) {
            codes += i < boundary.absent ? "I " : "/ ";
        }
        const auto outcome =
            Register(monday, monday, monday + 400).marks("ada", "hill", codes).outcome();
        CHECK(ratio(outcome, "overall_absence_rate") ==
              Fraction{double(boundary.absent), double(boundary.possible)});
        CHECK(holds(outcome, "persistent_absence") == boundary.is_persistent);
        CHECK(holds(outcome, "severe_absence") == boundary.is_severe);
    }
}

TEST_CASE("attendance example 5: a mover has two enrolments", "[attendance]") {
    std::string at_a;
    std::string at_b;
    for (int i = 0; i < 140; ++i) {
        at_a += i < 21 ? "I " : "/ ";
    }
    for (int i = 0; i < 240; ++i) {
        at_b += i < 12 ? "I " : "/ ";
    }
    const auto outcome = Register(monday, monday, monday + 400)
                             .marks("ada", "a", at_a)
                             .marks("ada", "b", at_b)
                             .outcome();
    CHECK(ratio(outcome, "overall_absence_rate", 0) == Fraction{21, 140});
    CHECK(ratio(outcome, "overall_absence_rate", 1) == Fraction{12, 240});
    CHECK(holds(outcome, "persistent_absence", 0));
    CHECK_FALSE(holds(outcome, "persistent_absence", 1));
}

TEST_CASE("attendance example 6: dual registration", "[attendance]") {
    const auto outcome = Register(monday)
                             .marks("ada", "main", R"(/ \ / \ I I D D D D)")
                             .marks("ada", "other", R"(- - - - - - / \ O O)")
                             .outcome();
    CHECK(ratio(outcome, "overall_absence_rate", 0) == Fraction{2, 6});
    CHECK(ratio(outcome, "authorised_absence_rate", 0) == Fraction{2, 6});
    CHECK(ratio(outcome, "overall_absence_rate", 1) == Fraction{2, 4});
    CHECK(ratio(outcome, "unauthorised_absence_rate", 1) == Fraction{2, 4});
    CHECK(holds(outcome, "persistent_absence", 1));
    CHECK(holds(outcome, "severe_absence", 1));
}

TEST_CASE("attendance example 7: an enrolment without possible sessions does not count",
          "[attendance]") {
    const auto outcome =
        Register(monday).marks("ada", "hill", "/ /").marks("bob", "hill", "# #").outcome();
    CHECK(outcome.of("persistent_absence").size() == 1);
    REQUIRE(outcome.exclusions.size() == 1);
    CHECK(outcome.exclusions[0].reason == "no_sessions");
    CHECK(outcome.exclusions[0].about == "bob");
}

TEST_CASE("attendance example 8: a code means what it meant on the day", "[attendance]") {
    const auto before = Register(Day::of(2023, 10, 2), Day::of(2023, 8, 1), Day::of(2023, 12, 31))
                            .marks("ada", "hill", R"(J / \ / \ / \ / \ /)")
                            .outcome();
    CHECK(ratio(before, "attendance_rate") == Fraction{10, 10});
    const auto since = Register(Day::of(2024, 9, 30), Day::of(2024, 8, 1), Day::of(2024, 12, 31))
                           .marks("ada", "hill", R"(/ \ / \ J1 \ / \ / \)")
                           .outcome();
    CHECK(ratio(since, "attendance_rate") == Fraction{9, 10});
    CHECK(ratio(since, "authorised_absence_rate") == Fraction{1, 10});
    CHECK(holds(since, "persistent_absence"));
    const auto late = Register(Day::of(2024, 9, 30)).marks("ada", "hill", R"(J \)").outcome();
    CHECK(ratio(late, "attendance_rate") == Fraction{2, 2});
    CHECK(found(late, "code_out_of_period") == 1);
}

TEST_CASE("attendance example 9: X in the pandemic is possible and no absence", "[attendance]") {
    const std::string marks = R"(/ \ / \ / \ / \ I I X X X X X X X X X X)";
    const auto during = Register(Day::of(2021, 2, 1), Day::of(2021, 1, 1), Day::of(2021, 4, 4))
                            .marks("ada", "hill", marks)
                            .outcome();
    CHECK(ratio(during, "overall_absence_rate") == Fraction{2, 20});
    CHECK(ratio(during, "attendance_rate") == Fraction{8, 20});
    CHECK(holds(during, "persistent_absence"));
    const auto after = Register(Day::of(2024, 2, 5), Day::of(2024, 1, 1), Day::of(2024, 3, 31))
                           .marks("ada", "hill", marks)
                           .outcome();
    CHECK(ratio(after, "overall_absence_rate") == Fraction{2, 10});
    CHECK(ratio(after, "attendance_rate") == Fraction{8, 10});
}

TEST_CASE("attendance example 10: the marks of a mark string, token by token", "[attendance]") {
    const auto outcome =
        Register(monday).marks("ada", "hill", R"(/ \ L \ I C1 Y1 Y1 / U)").outcome();
    CHECK(ratio(outcome, "attendance_rate") == Fraction{5, 8});
    CHECK(ratio(outcome, "overall_absence_rate") == Fraction{3, 8});
    CHECK(ratio(outcome, "authorised_absence_rate") == Fraction{2, 8});
    CHECK(ratio(outcome, "unauthorised_absence_rate") == Fraction{1, 8});
}

static wt::Outcome dirty_week(const wt::Cut& cut = {}) {
    Register week(monday);
    for (const int open : {0, 1, 3}) {
        week.scene().open_day(monday + open);
    }
    week.scene().add_case("ada");
    week.mark("ada", "hill", monday, "AM", "/").mark("ada", "hill", monday, "AM", "/");
    week.mark("ada", "hill", monday, "PM", "N", "2024-09-02T12:00:00Z");
    week.mark("ada", "hill", monday, "PM", "I", "2024-09-02T15:00:00Z");
    week.mark("ada", "hill", monday + 1, "AM", "?");
    week.mark("ada", "hill", monday + 2, "AM", "#").mark("ada", "hill", monday + 2, "PM", "#");
    week.mark("ada", "hill", monday + 3, "AM", " l ").mark("ada", "hill", monday + 3, "PM", "/");
    week.mark("ada", "hill", monday + 5, "AM", "/");
    return week.scene().run(cut);
}

TEST_CASE("attendance example 11: a dirty week", "[attendance]") {
    const auto outcome = dirty_week();
    INFO(outcome);
    CHECK(ratio(outcome, "attendance_rate") == Fraction{3, 4});
    CHECK(ratio(outcome, "authorised_absence_rate") == Fraction{1, 4});
    CHECK(found(outcome, "dup_identical") == 1);
    CHECK(found(outcome, "dup_conflict") == 1);
    CHECK(found(outcome, "unknown_marks") == 1);
    CHECK(found(outcome, "off_calendar") == 1);
    CHECK(found(outcome, "incomplete") == 2);  // expected 6, complete 4: low quality
    CHECK(holds(outcome, "persistent_absence"));
    for (const auto& finding : outcome.findings) {
        if (finding.code == "incomplete") {
            CHECK(finding.of == 6);
        }
    }
}

TEST_CASE("An empty code is no mark, like a dash", "[attendance]") {
    Register marks(monday);
    marks.marks("ada", "hill", R"(/ \ | I)");
    const auto before = marks.outcome();
    for (const char* blank : {"", "-"}) {
        marks.mark("ada", "hill", monday + 2, "AM", blank);
        marks.mark("ada", "hill", monday, "AM", blank);
    }
    const auto after = marks.outcome();
    CHECK(ratio(after, "attendance_rate") == Fraction{2, 3});
    CHECK(ratio(after, "attendance_rate") == ratio(before, "attendance_rate"));
    CHECK(found(after, "dup_conflict") == 0);
    CHECK(found(after, "unknown_marks") == 0);
}

TEST_CASE("Batches of any size give the same answers", "[attendance]") {
    for (const std::size_t rows : {1u, 2u, 3u, 7u}) {
        CHECK(dirty_week({.rows = rows}) == dirty_week());
    }
}

TEST_CASE("Of two different marks the later recorded one holds, else the better one",
          "[attendance]") {
    const auto two = [](const std::string& one, const std::string& other, bool is_timed) {
        Register marks(monday);
        marks.scene().add_case("ada");
        marks.mark("ada", "hill", monday, "AM", one, is_timed ? "2024-09-02T09:00:00Z" : "");
        marks.mark("ada", "hill", monday, "AM", other, is_timed ? "2024-09-03T09:00:00Z" : "");
        const auto outcome = marks.outcome();
        return ratio(outcome, "attendance_rate").first == 1.0;
    };
    CHECK_FALSE(two("/", "I", true));
    CHECK(two("I", "/", true));
    CHECK(two("I", "/", false));
    CHECK(two("/", "I", false));
    CHECK(two("N", "B", false));
}

TEST_CASE("Of three marks each further one is counted once, and the latest time decides",
          "[attendance]") {
    Register marks(monday, monday, monday);
    marks.scene().add_case("ada");
    marks.mark("ada", "hill", monday + 1, "AM", "/").mark("ada", "hill", monday + 1, "AM", "I");
    marks.mark("ada", "hill", monday, "PM", "/");
    marks.mark("ada", "hill", monday, "AM", "I", "2024-09-02T09:00:00Z");
    marks.mark("ada", "hill", monday, "AM", "I", "2024-09-02T11:00:00Z");
    marks.mark("ada", "hill", monday, "AM", "/", "2024-09-02T10:00:00Z");
    const auto outcome = marks.outcome();
    CHECK(ratio(outcome, "attendance_rate") == Fraction{1, 2});
    CHECK(found(outcome, "dup_identical") == 1);
    CHECK(found(outcome, "dup_conflict") == 1);
}

TEST_CASE("A mark is told as out of period by the code that holds and its day", "[attendance]") {
    const Day before = Day::of(2024, 8, 16);
    Register marks(monday, before, Day::of(2024, 12, 31));
    marks.scene().add_case("ada");
    // J ended and J1 began with the codes of 2024.
    marks.mark("ada", "hill", before, "AM", "J").mark("ada", "hill", before, "PM", "J1");
    marks.mark("ada", "hill", monday, "AM", "J1").mark("ada", "hill", monday, "PM", "J");
    marks.mark("ada", "hill", monday + 1, "AM", "J").mark("ada", "hill", monday + 1, "AM", "/");
    CHECK(found(marks.outcome(), "code_out_of_period") == 2);
}

TEST_CASE("A code table that cannot be used is refused by its entry", "[attendance]") {
    Register marks(monday);
    marks.scene().parameters(
        R"({"census": {"title": "", "version": ""}, "codes": {"title": "", "version": "", "code": [
        {"code": "/", "meaning": "", "category": "prezent", "standing": "verified"}]}})");
    const auto outcome = marks.scene().run();
    CHECK(outcome.status == WM_E_PARAM);
    CHECK_THAT(outcome.message, Catch::Contains("prezent") && Catch::Contains("present"));
}
