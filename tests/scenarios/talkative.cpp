// SPDX-License-Identifier: MIT
// A measure that logs two lines for every row, and some that no terminal should get.
#include <cstdint>
#include <string>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

struct Visit {
    Day day;
    std::int64_t score = 0;
};

constexpr Count visits{0};

struct Talkative : CaseMeasure<Visit> {
    static void describe(Definition& is) {
        is.measure({.id = "org.waymark.test.talkative", .version = "1.0.0", .title = "Talkative"});
        is.input<Visit>("marks", {.date = "day"})
            .date<&Visit::day>("day")
            .integer<&Visit::score>("score");
        is.indicator(visits, "visits",
                     {.title = "Visits", .definition = "rows", .source = "tests"});
    }
    void answer(const Case& person, Rows<Visit> rows, Answer& out) const {
        if (person.number == 0) {
            out.log(LogLevel::debug, "for the author alone");
            out.log(LogLevel::info, "a long line: " + std::string(5000, 'x'));
            out.log(LogLevel::error, "two\nlines, \x1b[31mred");
        }
        for (const Visit& visit : rows) {
            out.log(LogLevel::warning, "a row was seen");
            out.log(LogLevel::debug, "it has a score");
            out.at(visit.day).count(visits, 1);
        }
    }
};

}  // namespace

WAYMARK_MEASURE(Talkative)
