// SPDX-License-Identifier: MIT
// What the measure says of itself.
#include "attendance.hpp"

namespace attendance {

using namespace waymark;

static const std::string methodology = "DfE, Pupil absence statistics: methodology";

static IndicatorOptions rate(std::string title, Direction direction, std::string definition) {
    return {.title = std::move(title),
            .unit = "sessions",
            .display_multiplier = 100,
            .decimals = 1,
            .direction = direction,
            .definition = std::move(definition),
            .source = methodology,
            .standing = Standing::verified,
            .min_people_for_rate = 10};
}

static IndicatorOptions part(std::string title, std::string definition) {
    IndicatorOptions options = rate(std::move(title), Direction::down, std::move(definition));
    options.part_of = "overall_absence_rate";
    return options;
}

static IndicatorOptions share(std::string title, std::string definition) {
    IndicatorOptions options = rate(std::move(title), Direction::down, std::move(definition));
    options.unit = "enrolments";
    // Over a day or a week persistent absence means nothing; DfE does not publish it either.
    options.grains = {Grain::half_term, Grain::term, Grain::academic_year, Grain::window};
    return options;
}

static IndicatorOptions sessions(std::string title, Direction direction, std::string definition) {
    return {.title = std::move(title),
            .unit = "sessions",
            .direction = direction,
            .definition = std::move(definition),
            .source = methodology,
            .standing = Standing::verified};
}

static void describe_details(Definition& definition) {
    IndicatorOptions by_reason =
        rate("Sessions by reason", Direction::neutral,
             "sessions with a code of the series' category and reason / possible sessions");
    by_reason.for_each = ForEach{.document = "codes", .array = "reason", .series = "{id}"};
    definition.indicator(reason_rate, "reason_rate", std::move(by_reason));
    definition.indicator(absent_excluding_c2, "absent_excluding_c2",
                         rate("Overall absence but for part-time timetables", Direction::down,
                              "sessions absent but for those of a part-time timetable / possible "
                              "sessions; not the national definition"));
    definition.indicator(suspension_sessions, "suspension_sessions",
                         sessions("Sessions coded as suspended", Direction::down,
                                  "sessions suspended or excluded without provision made; not the "
                                  "number of suspended sessions of the suspensions statistics"));
    definition.indicator(suspension_rate, "suspension_rate",
                         rate("Sessions coded as suspended, of possible ones", Direction::down,
                              "sessions suspended or excluded without provision made / possible "
                              "sessions"));
    definition.indicator(
        late_before, "late_before",
        sessions("Late, before the register closed", Direction::down, "sessions present but late"));
    definition.indicator(late_after, "late_after",
                         sessions("Late, after the register closed", Direction::down,
                                  "sessions late after the register closed, which are absences"));
    definition.indicator(late_sessions, "late_sessions",
                         sessions("Late sessions", Direction::down,
                                  "sessions late before or after the register closed"));
    IndicatorOptions flag =
        share("Ten unauthorised sessions in ten weeks",
              "enrolments with at least ten sessions of unauthorised absence in ten weeks with "
              "school in a row, the last of them in the period / enrolments");
    flag.source = "national threshold of penalty notices since August 2024, at second hand";
    flag.grains = {Grain::month, Grain::half_term, Grain::term, Grain::academic_year,
                   Grain::window};
    definition.indicator(ten_unauthorised, "ten_unauthorised", std::move(flag));
    definition.indicator(
        overall_absence_rate_age_4, "overall_absence_rate_age_4",
        rate("Overall absence, aged 4", Direction::down,
             "sessions absent / possible sessions, of pupils of statistical age 4, who are in no "
             "other indicator"));
}

static void describe_child_view(Definition& definition) {
    const std::string label = "; not the national definition, which counts enrolments";
    definition.indicator(
        child_attendance_rate, "child_attendance_rate",
        rate("Attendance, of children", Direction::up,
             "sessions attended at all schools / possible sessions at all schools" + label));
    definition.indicator(
        child_overall_absence_rate, "child_overall_absence_rate",
        rate("Overall absence, of children", Direction::down,
             "sessions absent at all schools / possible sessions at all schools" + label));
    const auto children = [&](std::string title, std::string text) {
        IndicatorOptions options = share(std::move(title), std::move(text) + label);
        options.unit = "children";
        return options;
    };
    definition.indicator(child_persistent_absence, "child_persistent_absence",
                         children("Persistent absence, of children",
                                  "children absent for at least 10 % of their possible sessions at "
                                  "all schools / children with possible sessions"));
    definition.indicator(child_severe_absence, "child_severe_absence",
                         children("Severe absence, of children",
                                  "children absent for at least 50 % of their possible sessions at "
                                  "all schools / children with possible sessions"));
}

static void describe_indicators(Definition& definition) {
    definition.indicator(
        attendance_rate, "attendance_rate",
        rate("Attendance", Direction::up,
             "sessions attended (present or approved educational activity) / possible "
             "sessions, over enrolments"));
    definition.indicator(
        overall_absence_rate, "overall_absence_rate",
        rate("Overall absence", Direction::down,
             "sessions of authorised or unauthorised absence / possible sessions"));
    definition.indicator(
        authorised_absence_rate, "authorised_absence_rate",
        part("Authorised absence", "sessions of authorised absence / possible sessions"));
    definition.indicator(
        unauthorised_absence_rate, "unauthorised_absence_rate",
        part("Unauthorised absence", "sessions of unauthorised absence / possible sessions"));
    definition.indicator(
        persistent_absence, "persistent_absence",
        share("Persistent absence",
              "enrolments absent for at least 10 % of their own possible sessions / "
              "enrolments with possible sessions"));
    definition.indicator(
        severe_absence, "severe_absence",
        share("Severe absence",
              "enrolments absent for at least 50 % of their own possible sessions / "
              "enrolments with possible sessions"));
    definition.indicator(possible_sessions, "possible_sessions",
                         {.title = "Possible sessions",
                          .unit = "sessions",
                          .definition = "sessions marked as attended, absent or not attending for "
                                        "reasons of the coronavirus",
                          .source = methodology,
                          .standing = Standing::verified});
    describe_details(definition);
    describe_child_view(definition);
    definition.indicator(late_before_rate, "late_before_rate",
                         rate("Late, before the register closed, of possible sessions",
                              Direction::down, "sessions present but late / possible sessions"));
    definition.indicator(no_reason_rate, "no_reason_rate",
                         rate("No reason yet, of possible sessions", Direction::down,
                              "sessions absent for no reason given yet / possible sessions"));
    definition.indicator(not_required_rate, "not_required_rate",
                         rate("Not required to attend, of all marks", Direction::neutral,
                              "marks of pupils not required to attend (X) / marks"));
}

static void describe_parameters(Definition& definition) {
    definition.document("codes", {.format = "toml",
                                  .schema = R"({"title": "string", "version": "string", "code": [{
                                      "code": "string", "meaning": "string", "category": "string",
                                      "reason": "string?", "valid_from": "date?", "valid_to": "date?",
                                      "standing": "string"}], "reason?": [{
                                      "id": "string", "title": "string", "category": "string",
                                      "reason": "string"}]})",
                                  .default_path = "codes.toml",
                                  .doc = "the code table, with the days each code is valid"});
    definition.document("census", {.format = "toml",
                                   .schema = R"({"title": "string", "version": "string",
                                       "spring_bank_holiday?": [{"date": "date", "standing": "string"}],
                                       "standard_threshold?": [{"rule": "string", "span": "string",
                                       "absent": "int", "standing": "string"}]})",
                                   .default_path = "census.toml",
                                   .doc = "moved bank holidays, and the limits of `pa_rule`"});
    definition.choice("pa_rule",
                      {.choices = {"exact10", "exact15", "std15", "std20"},
                       .default_value = "exact10",
                       .doc = "persistent absence: at least 10 or 15 % of one's own possible "
                              "sessions, or the standard number of sessions of 2010/11 (std15) or "
                              "2005/06 (std20), by term and year only"});
    definition.choice("population",
                      {.choices = {"all", "statistical"},
                       .default_value = "all",
                       .doc = "statistical: aged 5 to 15 on 31 August, aged 15 only until the "
                              "second summer half term; needs dates of birth"});
    definition.integer("days_per_week", {.default_value = 5,
                                         .min = 5,
                                         .max = 7,
                                         .doc = "of mark strings: 5, Monday to Friday, or 7"});
    definition.boolean("child_view", {.default_value = false,
                                      .doc = "whether figures of children over all their schools "
                                             "are told beside those of enrolments"});
    definition.boolean("details", {.default_value = false,
                                   .doc = "whether reasons, lateness, suspensions and the flag of "
                                          "ten unauthorised sessions are told"});
}

static void describe_inputs(Definition& definition) {
    definition
        .input<Mark>("marks", {.need = Need::one_of,
                               .group = "marks",
                               .unit = true,
                               .date = "date",
                               .unique = {"person", "unit", "date", "session"},
                               .on_duplicate = OnDuplicate::pass,
                               .doc = "one row per pupil, school (the unit), day and session"})
        .date<&Mark::date>("date")
        .category<&Mark::session>("session", {.codes = {"AM", "PM"}})
        .category_by_date<&Mark::code, &Attendance::meanings, &Mark::date>(
            "code", {.doc = "attendance or absence code; empty or - for no mark"})
        .instant<&Mark::recorded_at>("recorded_at",
                                     {.optional = true, .doc = "when the mark was made; optional"});
    definition
        .input<MarkString>(
            "mark_strings",
            {.need = Need::one_of,
             .group = "marks",
             .unit = true,
             .date = "first",
             .unique = {"person", "unit", "first"},
             .on_duplicate = OnDuplicate::pass,
             .history_days = 366,
             .whole_record = true,
             .spans_days = true,
             .doc =
                 "one row per pupil and school: two marks a day from a first day on, as one text"})
        .date<&MarkString::first>("first", {.doc = "day of the first two marks"})
        .date<&MarkString::last>("last", {.optional = true,
                                          .doc = "day of the last two; with it the length of the "
                                                 "text is checked"})
        .text<&MarkString::marks>("marks", {.doc = "the codes without anything between them; a "
                                                   "blank or - where there is no mark"});
    definition.case_columns<Pupil>()
        .date<&Pupil::on_roll_from>("on_roll_from",
                                    {.doc = "first day on the school's roll; optional"})
        .date<&Pupil::on_roll_to>("on_roll_to", {.doc = "last day on the school's roll; optional"})
        .date<&Pupil::born>("born", {.doc = "for `population` and codes that depend on age"});
}

void Attendance::describe(Definition& definition) {
    definition.measure(
        {.id = "org.waymark.attendance",
         .version = "1.2.0",
         .title = "School attendance",
         .summary = "Attendance, absence, persistent and severe absence from session marks",
         .author = "The Waymark authors",
         .licence = "MIT"});
    describe_inputs(definition);
    describe_parameters(definition);
    describe_indicators(definition);
    definition.exclusion(no_sessions, "no_sessions", "no possible session in the period");
    definition.exclusion(age_unknown, "age_unknown", "no date of birth");
    definition.exclusion(not_5_to_15, "not_5_to_15", "not of statistical age 5 to 15");
    definition.exclusion(started_late, "started_late",
                         "first on roll in the second summer half term");
    definition.finding(dup_identical, "dup_identical", "the same mark given again for a session");
    definition.finding(dup_conflict, "dup_conflict", "another mark given for the same session");
    definition.finding(unknown_marks, "unknown_marks", "marks with a code nobody knows", 0.01);
    definition.finding(incomplete, "incomplete",
                       "open sessions between first and last mark without a mark that is known",
                       0.05);
    definition.finding(off_calendar, "off_calendar", "marks on days the school was closed");
    definition.finding(code_out_of_period, "code_out_of_period",
                       "marks with a code on a day it was not valid");
    definition.finding(off_roll, "off_roll", "marks before the pupil was on roll or after leaving");
    definition.finding(code_age_mismatch, "code_age_mismatch",
                       "marks with a code that does not fit the pupil's age");
    definition.finding(unfit_strings, "unfit_strings",
                       "mark strings that have not two marks for each of their days; they do not "
                       "count, but as one mark that nobody knows");
    definition.finding(double_count, "double_count",
                       "sessions for which two schools hold a mark that counts; the better one is "
                       "kept in the view of the child");
}

}  // namespace attendance
