// SPDX-License-Identifier: MIT
// School attendance from session marks: rates, persistent and severe absence per enrolment, with
// duplicates and conflicts resolved by the rules of School attendance (England), section 7.
#include "code_table.hpp"
#include "register.hpp"
#include "waymark/measure.hpp"

namespace attendance {

using namespace waymark;

constexpr Ratio attendance_rate{0};
constexpr Ratio overall_absence_rate{1};
constexpr Ratio authorised_absence_rate{2};
constexpr Ratio unauthorised_absence_rate{3};
constexpr Proportion persistent_absence{4};
constexpr Proportion severe_absence{5};
constexpr Count possible_sessions{6};

constexpr Exclusion no_sessions{0};

constexpr waymark::Finding dup_identical{0};
constexpr waymark::Finding dup_conflict{1};
constexpr waymark::Finding unknown_marks{2};
constexpr waymark::Finding incomplete{3};
constexpr waymark::Finding off_calendar{4};
constexpr waymark::Finding code_out_of_period{5};
constexpr waymark::Finding off_roll{6};

/// One row: a mark of one pupil at one school for one session.
struct Mark {
    Day date;
    Half session = Half::morning;
    std::optional<Meaning> code;  ///< none: no mark was entered
    std::optional<Instant> recorded_at;
};

/// A pupil's spell with a service. Being on a school's roll is another thing, told by its own
/// dates.
struct Pupil : waymark::Case {
    std::optional<Day> on_roll_from;
    std::optional<Day> on_roll_to;  ///< inclusive
};

class Attendance : public SheetMeasure<Cell, Mark> {
public:
    using Case = Pupil;
    using Note = attendance::Note;

    explicit Attendance(const Parameters& parameters) : codes_(parameters.document("codes")) {}

    static void describe(Definition& definition);

    [[nodiscard]] Eras<Meaning> meanings(std::string_view code) const {
        return codes_.meanings(code);
    }

    [[nodiscard]] Half half(const Mark& mark) const { return mark.session; }

    void mark(Cell& cell, const Margin<Note>& margin, const Mark& mark,
              const Case& /*pupil*/) const {
        if (!mark.code) {
            return;
        }
        std::uint32_t recorded = 0;
        if (mark.recorded_at) {
            // A day early so that marks made in advance are after it; later than 136 years is not
            // told.
            constexpr std::int64_t second = 1'000'000;
            const std::int64_t from = (std::int64_t{mark.date.number} - 1) * 86'400;
            recorded = static_cast<std::uint32_t>(std::clamp<std::int64_t>(
                mark.recorded_at->microseconds / second - from, 1, 0xFFFFFFFF));
        }
        add_mark(cell, margin, *mark.code, recorded, codes_);
    }

    void answer(const Case& pupil, const Unit& /*enrolment*/, const Period& period,
                const Sheet& sheet, Answer& out) const {
        const Day first = std::max(period.first, pupil.on_roll_from.value_or(period.first));
        const Day last = std::min(period.last, pupil.on_roll_to.value_or(period.last));
        const Tally tally = counted(sheet, first, last, pupil.calendar(), codes_);
        if (first > period.first || last < period.last) {
            tell_off_roll(pupil, period, sheet, tally, out);
        }
        tell_findings(tally, out);
        if (tally.possible() == 0) {
            return out.exclude(no_sessions);
        }
        out.ratio(attendance_rate, tally.attended, tally.possible());
        out.ratio(overall_absence_rate, tally.absent(), tally.possible());
        out.ratio(authorised_absence_rate, tally.authorised, tally.possible());
        out.ratio(unauthorised_absence_rate, tally.unauthorised, tally.possible());
        out.proportion(persistent_absence, tally.is_persistent());
        out.proportion(severe_absence, tally.is_severe());
        out.count(possible_sessions, tally.possible());
    }

private:
    void tell_off_roll(const Case& pupil, const Period& period, const Sheet& sheet,
                       const Tally& on_roll, const Answer& out) const {
        const Tally all = counted(sheet, period.first, period.last, pupil.calendar(), codes_);
        if (all.marks > on_roll.marks) {
            out.finding(off_roll, all.marks - on_roll.marks);
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
        tell(code_out_of_period, tally.out_of_period);
        // Shares need every chance told, also where nothing was found.
        out.finding(unknown_marks, tally.unknown, tally.marks);
        out.finding(incomplete, tally.expected - tally.complete, tally.expected);
    }

    CodeTable codes_;
};

static const std::string methodology =
    "DfE, Pupil absence statistics: methodology; School attendance (England), section 3";

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
}

void Attendance::describe(Definition& definition) {
    definition.measure(
        {.id = "org.waymark.attendance",
         .version = "1.0.0",
         .title = "School attendance",
         .summary = "Attendance, absence, persistent and severe absence from session marks",
         .author = "The Waymark authors",
         .licence = "MIT"});
    definition
        .input<Mark>("marks", {.unit = true,
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
    definition.case_columns<Pupil>()
        .date<&Pupil::on_roll_from>("on_roll_from",
                                    {.doc = "first day on the school's roll; optional"})
        .date<&Pupil::on_roll_to>("on_roll_to", {.doc = "last day on the school's roll; optional"});
    definition.document("codes", {.format = "toml",
                                  .schema = R"({"title": "string", "version": "string", "code": [{
                                      "code": "string", "meaning": "string", "category": "string",
                                      "reason": "string?", "valid_from": "date?", "valid_to": "date?",
                                      "standing": "string"}]})",
                                  .default_path = "codes.toml",
                                  .doc = "the code table, with the days each code is valid"});
    describe_indicators(definition);
    definition.exclusion(no_sessions, "no_sessions", "no possible session in the period");
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
}

}  // namespace attendance

WAYMARK_MEASURE(attendance::Attendance)
