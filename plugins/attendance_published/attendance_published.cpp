// SPDX-License-Identifier: MIT
// Attendance from published counts of sessions: the DfE's daily, weekly and year-to-date files, and
// the absence files of Explore Education Statistics. Rates are ratios of the counts; the published
// percentages stand beside them as they were given, because totals are weighted for non-response
// and need not be the ratio.
#include <cmath>
#include <cstdint>

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
constexpr Proportion persistent_absence{7};
constexpr Proportion severe_absence{8};
constexpr waymark::Finding more_than_enrolments{0};

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

/// A row of the absence files: enrolments and sessions of a term or year.
struct AbsenceRow {
    Figure enrolments;
    Figure possible;
    Figure absent;
    Figure authorised;
    Figure unauthorised;
    Figure absence_percent;
    Figure persistent;
    Figure severe;
};

/// A row of the long files: the sessions of one reason, which are of one kind.
struct KindRow {
    enum class Kind : std::uint8_t { attended, authorised, unauthorised };
    Kind kind = Kind::attended;
    Figure sessions;
};

Figure share(const Figure& percent) {
    return percent.is_observed() ? Figure(percent.value() / 100.0) : percent;
}

class AttendancePublished : public CaseMeasure<WeekRow, AbsenceRow, KindRow> {
public:
    static void describe(Definition& definition);

    void answer(const Case& /*row*/, Rows<WeekRow> weeks, Rows<AbsenceRow> absences,
                Rows<KindRow> kinds, const Answer& out) const {
        for (const WeekRow& row : weeks) {
            const Answer about = among(row.enrolments, out);
            about.ratio(attendance_rate, row.attended, row.possible);
            answer_absence(row, about);
            about.published(published_attendance, share(row.attendance_percent));
        }
        for (const AbsenceRow& row : absences) {
            answer_absence(row, among(row.enrolments, out));
            answer_enrolments(persistent_absence, row.persistent, row.enrolments, out);
            answer_enrolments(severe_absence, row.severe, row.enrolments, out);
        }
        for (const KindRow& row : kinds) {
            answer_kind(row, out);
        }
    }

private:
    // Its sessions are possible ones of every rate, and count above the line of their own.
    static void answer_kind(const KindRow& row, const Answer& out) {
        const bool is_attended = row.kind == KindRow::Kind::attended;
        const auto tell = [&](Ratio rate, bool counts) {
            out.ratio(rate, counts || !row.sessions.is_observed() ? row.sessions : Figure(0.0),
                      row.sessions);
        };
        tell(attendance_rate, is_attended);
        tell(absence_rate, !is_attended);
        tell(authorised_rate, row.kind == KindRow::Kind::authorised);
        tell(unauthorised_rate, row.kind == KindRow::Kind::unauthorised);
        out.count(possible_sessions, row.sessions);
    }

    static Answer among(const Figure& enrolments, const Answer& out) {
        return enrolments.is_observed() ? out.people(std::llround(enrolments.value())) : out;
    }

    template <class Row>
    static void answer_absence(const Row& row, const Answer& about) {
        about.ratio(absence_rate, row.absent, row.possible);
        about.ratio(authorised_rate, row.authorised, row.possible);
        about.ratio(unauthorised_rate, row.unauthorised, row.possible);
        about.count(possible_sessions, row.possible);
        about.published(published_absence, share(row.absence_percent));
    }

    static void answer_enrolments(Proportion indicator, const Figure& absent,
                                  const Figure& enrolments, const Answer& out) {
        if (!enrolments.is_observed()) {
            return out.without_value(indicator, enrolments.state());
        }
        if (std::llround(enrolments.value()) == 0) {
            return out.without_value(indicator, State::not_applicable);
        }
        if (absent.is_observed() && absent.value() > enrolments.value()) {
            out.finding(more_than_enrolments, 1);
            return out.without_value(indicator, State::unavailable);
        }
        among(enrolments, out).successes(indicator, absent);
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

IndicatorOptions of_enrolments(std::string title, std::string definition) {
    return {.title = std::move(title),
            .unit = "enrolments",
            .display_multiplier = 100,
            .decimals = 1,
            .direction = Direction::down,
            .definition = std::move(definition),
            .source = "DfE, Pupil absence in schools in England",
            .standing = Standing::verified,
            // A flag of a term is not one of a year: the table's own rows say each.
            .grains = {Grain::half_term, Grain::term, Grain::academic_year},
            .min_people_for_rate = 10};
}

void describe_inputs(Definition& definition) {
    definition
        .input<WeekRow>("sessions",
                        {.need = Need::one_of,
                         .group = "table",
                         .aggregate = true,
                         .doc = "one row per area, phase and period of a published table"})
        .real<&WeekRow::enrolments>("enrolments", {.min = 0.0})
        .real<&WeekRow::possible>("possible_sessions", {.min = 0.0})
        .real<&WeekRow::attended>("overall_attendance", {.min = 0.0})
        .real<&WeekRow::absent>("overall_absence", {.min = 0.0})
        .real<&WeekRow::authorised>("authorised_absence", {.min = 0.0})
        .real<&WeekRow::unauthorised>("unauthorised_absence", {.min = 0.0})
        .real<&WeekRow::attendance_percent>("attendance_perc", {.min = 0.0, .max = 100.0})
        .real<&WeekRow::absence_percent>("overall_absence_perc", {.min = 0.0, .max = 100.0});
    definition
        .input<AbsenceRow>("absence", {.need = Need::one_of,
                                       .group = "table",
                                       .aggregate = true,
                                       .doc = "one row per area, phase and term or year of an "
                                              "absence file of Explore Education Statistics"})
        .real<&AbsenceRow::enrolments>("enrolments", {.min = 0.0})
        .real<&AbsenceRow::possible>("sess_possible", {.min = 0.0})
        .real<&AbsenceRow::absent>("sess_overall", {.min = 0.0})
        .real<&AbsenceRow::authorised>("sess_authorised", {.min = 0.0})
        .real<&AbsenceRow::unauthorised>("sess_unauthorised", {.min = 0.0})
        .real<&AbsenceRow::absence_percent>("sess_overall_percent", {.min = 0.0, .max = 100.0})
        .real<&AbsenceRow::persistent>("enrolments_pa_10_exact", {.min = 0.0})
        .real<&AbsenceRow::severe>("enrolments_pa_50_exact", {.min = 0.0});
    definition
        .input<KindRow>(
            "reasons", {.need = Need::one_of,
                        .group = "table",
                        .aggregate = true,
                        .doc = "one row per area, period and reason of a long file; leave out rows "
                               "that sum others up, by a filter"})
        .category<&KindRow::kind>("kind", {.codes = {"attended", "authorised", "unauthorised"},
                                           .doc = "what the reason counts as"})
        .real<&KindRow::sessions>("session_count", {.min = 0.0});
}

void AttendancePublished::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.attendance_published",
                        .version = "1.2.0",
                        .title = "Published attendance",
                        .summary = "Attendance and absence rates from published counts of sessions",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    describe_inputs(definition);
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
    definition.indicator(
        persistent_absence, "persistent_absence",
        of_enrolments("Persistent absence",
                      "enrolments absent for at least 10 % of their own possible sessions / "
                      "enrolments, as counted in the table"));
    definition.indicator(
        severe_absence, "severe_absence",
        of_enrolments("Severe absence",
                      "enrolments absent for at least 50 % of their own possible sessions / "
                      "enrolments, as counted in the table"));
    definition.finding(more_than_enrolments, "more_than_enrolments",
                       "rows with more absent enrolments than enrolments");
}

}  // namespace

WAYMARK_MEASURE(AttendancePublished)
