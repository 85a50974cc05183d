// SPDX-License-Identifier: MIT
// School attendance from session marks: rates, persistent and severe absence per enrolment, with
// duplicates and conflicts resolved by the rules of School attendance (England), section 7.
#include "attendance.hpp"

#include <array>
#include <utility>

namespace attendance {

using namespace waymark;

static PersistentRule rule_named(const std::string& word) {
    constexpr std::array<std::pair<std::string_view, PersistentRule>, 4> words{
        {{"exact10", PersistentRule::exact10},
         {"exact15", PersistentRule::exact15},
         {"std15", PersistentRule::std15},
         {"std20", PersistentRule::std20}}};
    for (const auto& [known, rule] : words) {
        if (known == word) {
            return rule;
        }
    }
    return PersistentRule::exact10;  // the choices are those of the definition
}

Attendance::Attendance(const Parameters& parameters)
    : codes_(parameters.document("codes")),
      meanings_(codes_),
      census_(parameters.document("census")),
      rule_(rule_named(parameters.choice("pa_rule"))),
      is_statistical_(parameters.choice("population") == "statistical"),
      has_details_(parameters.boolean("details")),
      has_child_view_(parameters.boolean("child_view")),
      has_weekends_(parameters.integer("days_per_week") == 7) {
    const std::int64_t days = parameters.integer("days_per_week");
    if (days != 5 && days != 7) {
        throw BadParameter("days_per_week is 5 or 7");
    }
}

static void tell_findings(const Tally& tally, const Answer& out) {
    const auto tell = [&](waymark::Finding code, std::int64_t count) {
        if (count > 0) {
            out.finding(code, count);
        }
    };
    tell(dup_identical, tally.identical);
    tell(dup_conflict, tally.conflicts);
    tell(off_calendar, tally.off_calendar);
    tell(unfit_strings, tally.unfit);
    tell(code_out_of_period, tally.out_of_period);
    // Shares need every chance told, also where nothing was found.
    out.finding(unknown_marks, tally.unknown, tally.marks);
    out.finding(incomplete, tally.expected - tally.complete, tally.expected);
}

void Attendance::tell_off_roll(const Pupil& pupil, const Period& period, const Sheet& sheet,
                               const Tally& on_roll, const Answer& out) const {
    const Tally all = counted(sheet, {period.first, period.last}, pupil.calendar(), codes_);
    if (all.marks > on_roll.marks) {
        out.finding(off_roll, all.marks - on_roll.marks);
    }
}

static Days on_roll_in(const Pupil& pupil, const Period& period) {
    return {std::max(period.first, pupil.on_roll_from.value_or(period.first)),
            std::min(period.last, pupil.on_roll_to.value_or(period.last))};
}

void Attendance::answer(const Pupil& pupil, const Unit& /*enrolment*/, const Period& period,
                        const Sheet& sheet, Answer& out) const {
    const Days on_roll = on_roll_in(pupil, period);
    const Tally tally = counted(sheet, on_roll, pupil.calendar(), codes_);
    if (on_roll.first > period.first || on_roll.last < period.last) {
        tell_off_roll(pupil, period, sheet, tally, out);
    }
    tell_findings(tally, out);
    if (!is_statistical_) {
        return answer_enrolment(
            pupil, period, {.sheet = sheet, .days = on_roll, .tally = tally, .age_4 = {}}, out);
    }
    const Headline headline = statistical(pupil, on_roll, sheet);
    // Of pupils aged 4 "not attending, coronavirus" is no possible session.
    const Tally& age_4 = headline.age_4;
    if (age_4.possible() > age_4.covid) {
        out.ratio(overall_absence_rate_age_4, age_4.absent(), age_4.possible() - age_4.covid);
    }
    answer_enrolment(pupil, period, headline, out);
}

void Attendance::answer_together(const Pupil& pupil, const Period& period,
                                 std::span<const Sheet> sheets, Answer& out) const {
    if (!has_child_view_) {
        return;
    }
    const Pooled pooled = pooled_sheets(sheets, codes_);
    const Sheet sheet(pooled.first, pooled.cells);
    const Days on_roll = on_roll_in(pupil, period);
    const Headline child =
        is_statistical_ ? statistical(pupil, on_roll, sheet)
                        : Headline{.sheet = sheet,
                                   .days = on_roll,
                                   .tally = counted(sheet, on_roll, pupil.calendar(), codes_),
                                   .age_4 = {}};
    const auto twice =
        std::count_if(pooled.counted_twice.begin(), pooled.counted_twice.end(),
                      [&](Day day) { return on_roll.first <= day && day <= on_roll.last; });
    if (twice > 0) {
        out.finding(double_count, twice);
    }
    if (child.tally.possible() == 0) {
        return;  // no enrolment counts either, and each has said why
    }
    out.ratio(child_attendance_rate, child.tally.attended, child.tally.possible());
    out.ratio(child_overall_absence_rate, child.tally.absent(), child.tally.possible());
    answer_persistent(child_persistent_absence, pupil, period, child, out);
    out.proportion(child_severe_absence, child.tally.absent_at_least(50));
}

// Academic year by academic year: in each the pupil has one statistical age, and the rules of the
// census for it.
Attendance::Headline Attendance::statistical(const Pupil& pupil, const Days& on_roll,
                                             const Sheet& sheet) const {
    Headline headline{.sheet = sheet, .tally = {}, .age_4 = {}};
    if (!pupil.born) {
        headline.why = age_unknown;
        return headline;
    }
    for (int year = academic_year(on_roll.first); year <= academic_year(on_roll.last); ++year) {
        const Days of_year{Day::of(year, 8, 1), Day::of(year + 1, 7, 31)};
        Days days = on_roll.within(of_year);
        const int age = statistical_age(*pupil.born, year);
        const Day second_half = census_.second_summer_half(year);
        const bool starts_before = pupil.on_roll_from
                                       ? *pupil.on_roll_from < second_half
                                       : sheet.has_marks(of_year.first, second_half - 1);
        if (age < 4 || age > 15) {
            headline.why = not_5_to_15;
            continue;
        }
        if (!starts_before) {
            headline.why = started_late;
            continue;
        }
        if (age == 15) {
            days.last = std::min(days.last, second_half - 1);
        }
        const Tally tally = counted(sheet, days, pupil.calendar(), codes_);
        if (age == 4) {
            headline.age_4 += tally;
            headline.why = not_5_to_15;
            continue;
        }
        headline.tally += tally;
        headline.days = {std::min(headline.days.first, days.first),
                         std::max(headline.days.last, days.last)};
    }
    return headline;
}

void Attendance::answer_enrolment(const Pupil& pupil, const Period& period, const Headline& counted,
                                  const Answer& out) const {
    const Tally& tally = counted.tally;
    if (tally.possible() == 0) {
        return out.exclude(counted.why);
    }
    out.ratio(attendance_rate, tally.attended, tally.possible());
    out.ratio(overall_absence_rate, tally.absent(), tally.possible());
    out.ratio(authorised_absence_rate, tally.authorised, tally.possible());
    out.ratio(unauthorised_absence_rate, tally.unauthorised, tally.possible());
    answer_persistent(persistent_absence, pupil, period, counted, out);
    out.proportion(severe_absence, tally.absent_at_least(50));
    out.count(possible_sessions, tally.possible());
    if (has_details_) {
        answer_details(pupil, counted.days, counted.sheet, tally, out);
    }
}

void Attendance::answer_persistent(waymark::Proportion indicator, const Pupil& pupil,
                                   const Period& period, const Headline& counted_days,
                                   const Answer& out) const {
    const Tally& tally = counted_days.tally;
    if (rule_ == PersistentRule::exact10) {
        return out.proportion(indicator, tally.absent_at_least(10));
    }
    if (rule_ == PersistentRule::exact15) {
        return out.proportion(indicator, tally.absent_at_least(15));
    }
    const int year = academic_year(period.first);
    const bool is_year = period.grain == Grain::academic_year;
    const bool is_five = is_year && (rule_ == PersistentRule::std20 ||
                                     (pupil.born && statistical_age(*pupil.born, year) == 15));
    const auto threshold = census_.standard_threshold(rule_, period, is_five);
    if (!threshold) {
        return out.without_value(indicator, State::not_applicable);
    }
    const Days& days = counted_days.days;
    const Days five{days.first, std::min(days.last, census_.second_summer_half(year) - 1)};
    const Tally judged =
        is_five ? counted(counted_days.sheet, five, pupil.calendar(), codes_) : tally;
    out.proportion(indicator, judged.absent() >= *threshold);
}

void Attendance::answer_details(const Pupil& pupil, const Days& days, const Sheet& sheet,
                                const Tally& tally, const Answer& out) const {
    const Reasons reasons = reasons_counted(sheet, days, pupil.calendar(), codes_);
    for (std::size_t series = 0; series < reasons.of_series.size(); ++series) {
        out.ratio(reason_rate[series], reasons.of_series[series], tally.possible());
    }
    out.ratio(absent_excluding_c2, tally.absent() - reasons.of(Reason::reduced_timetable),
              tally.possible());
    out.count(suspension_sessions, reasons.of(Reason::excluded));
    out.ratio(suspension_rate, reasons.of(Reason::excluded), tally.possible());
    out.count(late_before, reasons.of(Reason::late_before));
    out.count(late_after, reasons.of(Reason::late_after));
    out.count(late_sessions, reasons.of(Reason::late_before) + reasons.of(Reason::late_after));
    out.ratio(late_before_rate, reasons.of(Reason::late_before), tally.possible());
    out.ratio(no_reason_rate, reasons.of(Reason::no_reason_yet), tally.possible());
    out.ratio(not_required_rate, reasons.of(Reason::not_required), tally.marks);
    out.proportion(ten_unauthorised, has_ten_unauthorised(sheet, days, pupil.calendar(), codes_));
    if (pupil.born) {
        const std::int64_t mismatches = age_mismatches(sheet, days, *pupil.born, codes_);
        if (mismatches > 0) {
            out.finding(code_age_mismatch, mismatches);
        }
    }
}

}  // namespace attendance

WAYMARK_MEASURE(attendance::Attendance)
