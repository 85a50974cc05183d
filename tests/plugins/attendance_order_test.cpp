// SPDX-License-Identifier: MIT
// What may not change a figure of attendance: the order of the rows, where batches are cut, a file
// handed in twice, and the years the marks lie in.
#include <rapidcheck.h>

#include <algorithm>

#include "attendance_register.hpp"

using namespace attendance_test;

namespace {

struct Row {
    std::string pupil;
    std::string school;
    int day = 0;  ///< after the first Monday
    bool is_morning = true;
    std::string code;
    std::optional<int> recorded_hour;
};

rc::Gen<Row> any_row() {
    return rc::gen::build<Row>(
        rc::gen::set(&Row::pupil, rc::gen::element<std::string>("ada", "ben")),
        rc::gen::set(&Row::school, rc::gen::element<std::string>("hill", "vale")),
        rc::gen::set(&Row::day, rc::gen::inRange(0, 12)), rc::gen::set(&Row::is_morning),
        rc::gen::set(&Row::code, rc::gen::element<std::string>("/", "\\", "L", "I", "M", "C1", "B",
                                                               "O", "U", "N", "D", "X", "#", "?")),
        rc::gen::set(&Row::recorded_hour,
                     rc::gen::oneOf(rc::gen::just(std::optional<int>{}),
                                    rc::gen::map(rc::gen::inRange(0, 4),
                                                 [](int hour) { return std::optional(hour); }))));
}

rc::Gen<std::vector<Row>> any_rows() {
    return rc::gen::resize(40, rc::gen::container<std::vector<Row>>(any_row()));
}

wt::Outcome outcome_of(const std::vector<Row>& rows, Day from = monday, const wt::Cut& cut = {}) {
    Register all(from, from, from + 200);
    all.with_details().with("child_view", "false", "true");
    all.pupil("ada", {}).pupil("ben", {});
    for (const Row& row : rows) {
        const std::string hour =
            row.recorded_hour ? "T1" + std::to_string(*row.recorded_hour) + ":00:00Z" : "";
        all.mark(row.pupil, row.school, from + row.day, row.is_morning ? "AM" : "PM", row.code,
                 hour.empty() ? "" : (from + row.day).text() + hour);
    }
    return all.scene().run(cut);
}

// Schools come in the order of their first row, so what a pupil has at two of them is a bag.
std::vector<wt::Contribution> sorted(std::vector<wt::Contribution> told) {
    const auto key = [](const wt::Contribution& one) {
        return std::tuple(one.indicator, one.series, one.period, one.about, one.a, one.b);
    };
    std::sort(told.begin(), told.end(),
              [&](const auto& one, const auto& other) { return key(one) < key(other); });
    return told;
}

}  // namespace

TEST_CASE("The order of the marks changes no figure", "[attendance]") {
    CHECK(rc::check([] {
        const std::vector<Row> rows = *any_rows();
        std::vector<Row> others = rows;
        std::mt19937 random(*rc::gen::inRange(0U, 10000U));
        std::shuffle(others.begin(), others.end(), random);
        RC_ASSERT(sorted(outcome_of(rows).contributions) ==
                  sorted(outcome_of(others).contributions));
    }));
}

TEST_CASE("Where batches are cut changes no answer", "[attendance]") {
    CHECK(rc::check([] {
        const std::vector<Row> rows = *any_rows();
        const wt::Cut cut{.rows = static_cast<std::size_t>(*rc::gen::inRange(1, 9)),
                          .cases = static_cast<std::size_t>(*rc::gen::inRange(1, 3))};
        RC_ASSERT(outcome_of(rows) == outcome_of(rows, monday, cut));
    }));
}

TEST_CASE("Marks handed in twice change no figure", "[attendance]") {
    CHECK(rc::check([] {
        const std::vector<Row> rows = *any_rows();
        std::vector<Row> twice = rows;
        twice.insert(twice.end(), rows.begin(), rows.end());
        RC_ASSERT(outcome_of(rows).contributions == outcome_of(twice).contributions);
    }));
}

TEST_CASE("Marks moved to other years, over turns of the year and leap days, count the same",
          "[attendance]") {
    CHECK(rc::check([] {
        const std::vector<Row> rows = *any_rows();
        const int weeks = *rc::gen::inRange(1, 300);
        RC_ASSERT(outcome_of(rows).contributions ==
                  outcome_of(rows, monday + 7 * weeks).contributions);
    }));
}
