// SPDX-License-Identifier: MIT
// School absence from totals per enrolment, as a census collects them: sessions possible and absent
// in a term, by School attendance (England), sections 3 and 5.
#include <algorithm>
#include <cstdint>
#include <optional>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Ratio overall_absence_rate{0};
constexpr Proportion persistent_absence{1};
constexpr Proportion severe_absence{2};
constexpr Count possible_sessions{3};

constexpr Exclusion no_sessions{0};

constexpr waymark::Finding more_than_possible{0};
constexpr waymark::Finding reasons_beyond_totals{1};

/// One enrolment's totals of one term; any date of the term says which.
struct Totals {
    Day date;
    std::int64_t possible = 0;
    std::int64_t authorised = 0;
    std::int64_t unauthorised = 0;
    std::optional<std::int64_t> reasons;  ///< absent sessions for which a reason was coded
};

struct Sessions {
    std::int64_t possible = 0;
    std::int64_t absent = 0;
    std::int64_t rows = 0;
    std::int64_t beyond_possible = 0;
    std::int64_t beyond_totals = 0;

    Sessions& operator+=(const Sessions& other) {
        possible += other.possible;
        absent += other.absent;
        rows += other.rows;
        beyond_possible += other.beyond_possible;
        beyond_totals += other.beyond_totals;
        return *this;
    }
};

struct AttendanceTotals : FoldMeasure<Sessions, Totals> {
    static void describe(Definition& definition);

    // Reasons and totals come from two parts of a return; the larger holds (section 5).
    void add(Sessions& sum, const Totals& row) const {
        const std::int64_t total = row.authorised + row.unauthorised;
        const std::int64_t absent = std::max(total, row.reasons.value_or(total));
        ++sum.rows;
        if (absent > row.possible) {
            ++sum.beyond_possible;
            return;
        }
        sum.possible += row.possible;
        sum.absent += absent;
        sum.beyond_totals += absent > total ? 1 : 0;
    }

    void answer(const Case& /*pupil*/, const Unit& /*enrolment*/, const Period& /*period*/,
                const Sessions& sum, Answer& out) const {
        if (sum.rows > 0) {
            out.finding(more_than_possible, sum.beyond_possible, sum.rows);
            out.finding(reasons_beyond_totals, sum.beyond_totals, sum.rows);
        }
        if (sum.possible == 0) {
            return out.exclude(no_sessions);
        }
        out.ratio(overall_absence_rate, sum.absent, sum.possible);
        out.proportion(persistent_absence, 10 * sum.absent >= sum.possible);
        out.proportion(severe_absence, 2 * sum.absent >= sum.possible);
        out.count(possible_sessions, sum.possible);
    }
};

IndicatorOptions rate(std::string title, std::string unit, std::string definition) {
    return {.title = std::move(title),
            .unit = std::move(unit),
            .display_multiplier = 100,
            .decimals = 1,
            .direction = Direction::down,
            .definition = std::move(definition),
            .source = "DfE, Pupil absence statistics: methodology",
            .standing = Standing::verified,
            .grains = {Grain::term, Grain::academic_year, Grain::window},
            .min_people_for_rate = 10};
}

void AttendanceTotals::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.attendance_totals",
                        .version = "1.0.0",
                        .title = "School attendance from totals",
                        .summary = "Absence, persistent and severe absence from sessions possible "
                                   "and absent per enrolment and term",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<Totals>("totals", {.unit = true,
                                  .date = "date",
                                  .unique = {"person", "unit", "date"},
                                  .doc = "one row per pupil, school (the unit) and term"})
        .date<&Totals::date>("date", {.doc = "any day of the term, for example its census day"})
        .integer<&Totals::possible>("possible", {.min = 0, .doc = "possible sessions"})
        .integer<&Totals::authorised>("authorised",
                                      {.min = 0, .doc = "sessions of authorised absence"})
        .integer<&Totals::unauthorised>("unauthorised",
                                        {.min = 0, .doc = "sessions of unauthorised absence"})
        .integer<&Totals::reasons>(
            "reasons", {.min = 0,
                        .optional = true,
                        .doc = "absent sessions for which a reason was coded; optional"});
    definition.indicator(overall_absence_rate, "overall_absence_rate",
                         rate("Overall absence", "sessions",
                              "sessions of absence / possible sessions, of each return the larger "
                              "of its totals and its reasons"));
    definition.indicator(persistent_absence, "persistent_absence",
                         rate("Persistent absence", "enrolments",
                              "enrolments absent for at least 10 % of their own possible sessions "
                              "/ enrolments with possible sessions"));
    definition.indicator(severe_absence, "severe_absence",
                         rate("Severe absence", "enrolments",
                              "enrolments absent for at least 50 % of their own possible sessions "
                              "/ enrolments with possible sessions"));
    definition.indicator(possible_sessions, "possible_sessions",
                         {.title = "Possible sessions",
                          .unit = "sessions",
                          .definition = "possible sessions as returned",
                          .source = "DfE, Pupil absence statistics: methodology",
                          .standing = Standing::verified,
                          .grains = {Grain::term, Grain::academic_year, Grain::window}});
    definition.exclusion(no_sessions, "no_sessions", "no possible session in the period");
    definition.finding(more_than_possible, "more_than_possible",
                       "returns with more absent than possible sessions; they do not count", 0.01);
    definition.finding(reasons_beyond_totals, "reasons_beyond_totals",
                       "returns whose reasons add up to more than their totals; the reasons hold");
}

}  // namespace

WAYMARK_MEASURE(AttendanceTotals)
