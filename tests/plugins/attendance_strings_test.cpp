// SPDX-License-Identifier: MIT
// Marks as one text per pupil: School attendance (England), section 6.2.
#include <rapidcheck.h>

#include "../../plugins/attendance/mark_string.hpp"
#include "attendance_register.hpp"

using namespace attendance_test;

namespace {

wt::Outcome of_string(const std::string& marks, Day first = monday,
                      const std::optional<Day>& last = std::nullopt, int days_per_week = 5) {
    Register one(monday);
    if (days_per_week != 5) {
        one.with("days_per_week", "5", std::to_string(days_per_week));
    }
    one.pupil("ada", {});
    one.scene().row("mark_strings", "ada",
                    {{"unit", "hill"},
                     {"first", first},
                     {"last", last ? wt::Value(*last) : wt::Value(nullptr)},
                     {"marks", marks}});
    return one.outcome();
}

std::vector<std::string> tokens(std::string_view text) {
    std::vector<std::string> found;
    while (!text.empty()) {
        found.emplace_back(attendance::next_mark(text));
        text.remove_prefix(found.back().size());
    }
    return found;
}

}  // namespace

TEST_CASE("attendance example 10: mark string", "[attendance]") {
    CHECK(tokens(R"(/\L\IC1Y1Y1/U)") ==
          std::vector<std::string>{"/", "\\", "L", "\\", "I", "C1", "Y1", "Y1", "/", "U"});
    const auto outcome = of_string(R"(/\L\IC1Y1Y1/U)", monday, monday + 4);
    CHECK(ratio(outcome, "attendance_rate") == Fraction{5, 8});
    CHECK(ratio(outcome, "overall_absence_rate") == Fraction{3, 8});
    CHECK(ratio(outcome, "authorised_absence_rate") == Fraction{2, 8});
    CHECK(ratio(outcome, "unauthorised_absence_rate") == Fraction{1, 8});
    CHECK(found(outcome, "unfit_strings") == 0);
    CHECK(found(outcome, "unknown_marks") == 0);
}

TEST_CASE("A blank and a dash are marks of the string and no marks of the register",
          "[attendance]") {
    const auto outcome = of_string("/ -I", monday, monday + 1);
    CHECK(ratio(outcome, "overall_absence_rate") == Fraction{1, 2});
    CHECK(found(outcome, "incomplete") == 2);
    CHECK(tokens("/ -\u2215x1") == std::vector<std::string>{"/", " ", "-", "\u2215", "x1"});
}

TEST_CASE("A string of five days a week passes over the weekend, one of seven does not",
          "[attendance]") {
    const Day friday = monday + 4;
    CHECK(ratio(of_string("//II", friday, monday + 7), "overall_absence_rate") == Fraction{2, 4});
    // Saturday and Sunday are closed: their marks do not count.
    const auto seven = of_string("//####II", friday, monday + 7, 7);
    CHECK(ratio(seven, "overall_absence_rate") == Fraction{2, 4});
    CHECK(found(seven, "off_calendar") == 0);
    CHECK(found(of_string("//IIII//", friday, monday + 7, 7), "off_calendar") == 4);
    // It may end on a weekend that has no marks.
    CHECK(found(of_string("//", friday, friday + 2), "unfit_strings") == 0);
}

TEST_CASE("A string that does not fit its days is one unknown mark and told", "[attendance]") {
    const auto is_unfit = [](const wt::Outcome& outcome) {
        CHECK(outcome.of("overall_absence_rate").empty());
        return found(outcome, "unfit_strings") == 1;
    };
    CHECK(is_unfit(of_string("///")));                       // half a day
    CHECK(is_unfit(of_string("////", monday, monday + 2)));  // two days for three
    CHECK(is_unfit(of_string("////", monday, monday)));      // two days for one
    CHECK(is_unfit(of_string("//", monday + 5)));            // a Saturday, five days a week
    CHECK(is_unfit(of_string("")));
    CHECK(found(of_string("///"), "unknown_marks") == 1);
    CHECK_FALSE(found(of_string("//", monday + 5, std::nullopt, 7), "unfit_strings") == 1);
}

TEST_CASE("Six days a week is refused", "[attendance]") {
    Register one(monday);
    one.with("days_per_week", "5", "6").marks("ada", "hill", "/");
    CHECK(one.scene().run().message == "days_per_week is 5 or 7");
}

TEST_CASE("A string says what the same marks say one by one", "[attendance]") {
    CHECK(rc::check([] {
        const auto codes = *rc::gen::container<std::vector<std::string>>(
            2 * static_cast<std::size_t>(*rc::gen::inRange(1, 12)),
            rc::gen::element<std::string>("/", "\\", "L", "I", "C1", "C", "Y1", "#", "O", "N",
                                          "?"));
        std::string text;
        std::string words;
        for (const std::string& code : codes) {
            text += code;
            words += code + " ";
        }
        const auto whole = of_string(text);
        const auto single = Register(monday).marks("ada", "hill", words).outcome();
        RC_ASSERT(whole.contributions == single.contributions);
        RC_ASSERT(whole.findings == single.findings);
    }));
}
