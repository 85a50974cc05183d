// SPDX-License-Identifier: MIT
// Published daily attendance percentages, one per unit and day, as an unweighted mean: without
// enrolments a larger school cannot count for more, and the label says so.
#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Mean mean_attendance{0};
constexpr Count figures{1};
constexpr Finding not_submitted{0};
constexpr Finding off_calendar{1};

struct DayFigure {
    Day date;
    std::optional<double> percent;
};

class AttendanceDaily : public CaseMeasure<DayFigure> {
public:
    static void describe(Definition& definition);

    void answer(const Case& row, Rows<DayFigure> rows, Answer& out) const {
        for (const DayFigure& figure : rows) {
            // A calendar that knows the day and says closed: figures of stub days are not school.
            if (row.calendar().is_open(figure.date, Half::morning) == false &&
                row.calendar().is_open(figure.date, Half::afternoon) == false) {
                out.finding(off_calendar, 1, 1);
                continue;
            }
            out.finding(off_calendar, 0, 1);
            out.finding(not_submitted, figure.percent ? 0 : 1, 1);
            if (figure.percent) {
                out.mean(mean_attendance, *figure.percent / 100.0);
                out.count(figures, 1);
            }
        }
    }
};

void AttendanceDaily::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.attendance_daily",
                        .version = "1.0.0",
                        .title = "Published daily attendance",
                        .summary = "Unweighted mean of published daily attendance percentages",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<DayFigure>("days", {.aggregate = true,
                                   .unit = true,
                                   .date = "date",
                                   .doc = "one row per unit and day of a published daily table"})
        .date<&DayFigure::date>("date")
        .real<&DayFigure::percent>(
            "percent", {.min = 0.0, .max = 100.0, .doc = "attendance of the day in percent"});
    definition.indicator(
        mean_attendance, "mean_daily_attendance",
        {.title = "Attendance, unweighted mean of published daily percentages",
         .unit = "unit-days",
         .display_multiplier = 100,
         .decimals = 2,
         .direction = Direction::up,
         .definition = "sum of the published percentages / number of percentages published; every "
                       "unit and day counts the same, so this is not the area's attendance rate",
         .source = "project rule: the published table gives no enrolments",
         .standing = Standing::project,
         .grains = {Grain::day, Grain::week, Grain::month, Grain::half_term, Grain::term,
                    Grain::academic_year, Grain::calendar_year}});
    definition.indicator(figures, "daily_figures",
                         {.title = "Daily percentages published",
                          .unit = "unit-days",
                          .definition = "units and days with a published percentage on open days",
                          .source = "project rule",
                          .standing = Standing::project,
                          .grains = {Grain::day, Grain::week, Grain::month, Grain::half_term,
                                     Grain::term, Grain::academic_year, Grain::calendar_year}});
    definition.finding(not_submitted, "not_submitted", "days on which a unit submitted no figure");
    definition.finding(off_calendar, "off_calendar",
                       "figures for days the calendar says are closed");
}

}  // namespace

WAYMARK_MEASURE(AttendanceDaily)
