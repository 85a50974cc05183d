// SPDX-License-Identifier: MIT
// Attendance from published counts of sessions (the layout of the DfE's daily, weekly and
// year-to-date files). Rates are ratios of the counts; the published percentages stand beside them
// as they were given, because totals are weighted for non-response and need not be the ratio.
#include <cmath>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Ratio attendance_rate{0};
constexpr Ratio absence_rate{1};
constexpr Ratio authorised_rate{2};
constexpr Ratio unauthorised_rate{3};
constexpr Count possible_sessions{4};
constexpr Published published_attendance{5};
constexpr Published published_absence{6};

using Figure = Stated<double>;

struct WeekRow {
    Figure enrolments;
    Figure possible;
    Figure attended;
    Figure absent;
    Figure authorised;
    Figure unauthorised;
    Figure attendance_percent;
    Figure absence_percent;
};

Figure share(const Figure& percent) {
    return percent.is_observed() ? Figure(percent.value() / 100.0) : percent;
}

class AttendancePublished : public CaseMeasure<WeekRow> {
public:
    static void describe(Definition& definition);

    void answer(const Case& /*row*/, Rows<WeekRow> rows, Answer& out) const {
        for (const WeekRow& row : rows) {
            const Answer about = row.enrolments.is_observed()
                                     ? out.people(std::llround(row.enrolments.value()))
                                     : out;
            about.ratio(attendance_rate, row.attended, row.possible);
            about.ratio(absence_rate, row.absent, row.possible);
            about.ratio(authorised_rate, row.authorised, row.possible);
            about.ratio(unauthorised_rate, row.unauthorised, row.possible);
            about.count(possible_sessions, row.possible);
            about.published(published_attendance, share(row.attendance_percent));
            about.published(published_absence, share(row.absence_percent));
        }
    }
};

const std::string source_text = "DfE, Pupil attendance in schools";

IndicatorOptions rate(std::string title, Direction direction, std::string definition) {
    return {.title = std::move(title),
            .unit = "sessions",
            .display_multiplier = 100,
            .decimals = 1,
            .direction = direction,
            .definition = std::move(definition),
            .source = source_text,
            .standing = Standing::verified};
}

void AttendancePublished::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.attendance_published",
                        .version = "1.0.0",
                        .title = "Published attendance",
                        .summary = "Attendance and absence rates from published counts of sessions",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<WeekRow>(
            "sessions",
            {.aggregate = true, .doc = "one row per area, phase and period of a published table"})
        .real<&WeekRow::enrolments>("enrolments", {.min = 0.0})
        .real<&WeekRow::possible>("possible_sessions", {.min = 0.0})
        .real<&WeekRow::attended>("overall_attendance", {.min = 0.0})
        .real<&WeekRow::absent>("overall_absence", {.min = 0.0})
        .real<&WeekRow::authorised>("authorised_absence", {.min = 0.0})
        .real<&WeekRow::unauthorised>("unauthorised_absence", {.min = 0.0})
        .real<&WeekRow::attendance_percent>("attendance_perc", {.min = 0.0, .max = 100.0})
        .real<&WeekRow::absence_percent>("overall_absence_perc", {.min = 0.0, .max = 100.0});
    definition.indicator(attendance_rate, "attendance_rate",
                         rate("Overall attendance", Direction::up,
                              "sessions attended / possible sessions, as counted in the table"));
    IndicatorOptions absence = rate("Overall absence", Direction::down,
                                    "sessions absent / possible sessions, as counted in the table");
    definition.indicator(absence_rate, "overall_absence_rate", absence);
    IndicatorOptions authorised = rate("Authorised absence", Direction::down,
                                       "sessions of authorised absence / possible sessions");
    authorised.part_of = "overall_absence_rate";
    definition.indicator(authorised_rate, "authorised_absence_rate", authorised);
    IndicatorOptions unauthorised = rate("Unauthorised absence", Direction::down,
                                         "sessions of unauthorised absence / possible sessions");
    unauthorised.part_of = "overall_absence_rate";
    definition.indicator(unauthorised_rate, "unauthorised_absence_rate", unauthorised);
    definition.indicator(possible_sessions, "possible_sessions",
                         {.title = "Possible sessions",
                          .unit = "sessions",
                          .definition = "sessions at which a pupil on roll could have attended",
                          .source = source_text,
                          .standing = Standing::verified});
    definition.indicator(
        published_attendance, "published_attendance_rate",
        rate("Overall attendance as published", Direction::up,
             "the percentage given in the table; totals are weighted for non-response"));
    definition.indicator(
        published_absence, "published_absence_rate",
        rate("Overall absence as published", Direction::down,
             "the percentage given in the table; totals are weighted for non-response"));
}

}  // namespace

WAYMARK_MEASURE(AttendancePublished)
