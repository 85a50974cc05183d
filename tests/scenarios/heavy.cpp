// SPDX-License-Identifier: MIT
// A measure whose rows are heavy: with ORDER any it needs room for all rows, by_case for a block's.
#include <array>
#include <cstddef>
#include <cstdint>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

struct Visit {
    Day day;
    std::int64_t score = 0;
    std::array<std::byte, 1500> weight{};
};

constexpr Count visits{0};

struct Heavy : CaseMeasure<Visit> {
    static void describe(Definition& is) {
        is.measure({.id = "org.waymark.test." HEAVY_NAME, .version = "1.0.0", .title = "Heavy"});
        is.input<Visit>("marks", {.order = Order::ORDER, .date = "day"})
            .date<&Visit::day>("day")
            .integer<&Visit::score>("score");
        is.indicator(visits, "visits",
                     {.title = "Visits", .definition = "rows", .source = "tests"});
    }
    void answer(const Case& /*person*/, Rows<Visit> rows, const Answer& out) const {
        for (const Visit& visit : rows) {
            out.at(visit.day).count(visits, 1);
        }
    }
};

}  // namespace

WAYMARK_MEASURE(Heavy)
