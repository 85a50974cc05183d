// SPDX-License-Identifier: MIT
#include "indicators.hpp"

#include <string>
#include <variant>
#include <vector>

#include "follow_up.hpp"

namespace reoffending {

using namespace waymark;

namespace {

const char* const statistics =
    "MoJ, Proven reoffending statistics, England and Wales, and their guide";
const char* const project = "domain rules of proven reoffending, sections 4, 6 and 8 (the project)";

/// Which cohorts an indicator is about.
enum class Of { quarters, proofs, wholes, tables, stages, tracker };
enum class Shown { plain, times_100 };

struct Row {
    std::variant<Proportion, Ratio, Mean, Count> handle;
    const char* id;
    const char* title;
    const char* unit;
    const char* definition;
    Of of = Of::quarters;
    Shown shown = Shown::plain;
    Standing standing = Standing::background;
    const char* source = statistics;
};

const std::vector<Grain> grains_of_quarters{Grain::quarter, Grain::financial_year,
                                            Grain::calendar_year};
const std::vector<Grain> grains_of_wholes{Grain::academic_year, Grain::financial_year,
                                          Grain::calendar_year, Grain::window};

const Row headline[] = {
    {reoffending_rate, "reoffending_rate", "Proven reoffending rate", "entries",
     "entries with a reoffence / entries of the quarterly cohorts; a year pools its four",
     Of::quarters, Shown::times_100},
    {per_reoffender, "reoffences_per_reoffender", "Reoffences per reoffender", "reoffences",
     "reoffences / entries with a reoffence"},
    {per_offender, "reoffences_per_offender", "Reoffences per offender", "reoffences",
     "reoffences / entries of the quarterly cohorts"},
    {per_100_offenders, "reoffences_per_100_offenders", "Reoffences per 100 offenders",
     "reoffences", "reoffences / entries of the quarterly cohorts, shown times 100", Of::quarters,
     Shown::times_100},
};

const Row other_cohorts[] = {
    {unique_rate, "unique_reoffending_rate", "Proven reoffending rate, one entry a person",
     "entries",
     "people with a reoffence / people with an index event in the whole period; the first one "
     "counts",
     Of::wholes, Shown::times_100, Standing::project},
    {unique_per_offender, "unique_reoffences_per_offender",
     "Reoffences per offender, one entry a person", "reoffences",
     "reoffences / people with an index event in the whole period", Of::wholes, Shown::plain,
     Standing::project},
    {disposal_rate, "disposal_reoffending_rate", "Proven reoffending rate by disposal", "entries",
     "entries with a reoffence / entries by the first event in the quarter of the table's own "
     "kind; tables overlap and never add up",
     Of::tables, Shown::times_100},
    {disposal_per_reoffender, "disposal_reoffences_per_reoffender",
     "Reoffences per reoffender by disposal", "reoffences",
     "reoffences / entries with a reoffence, of the same table", Of::tables},
    {serious_rate, "serious_reoffending_rate", "Serious reoffending rate", "entries",
     "entries with a reoffence of a class of the document serious_offences / entries of the "
     "quarterly cohorts; missing where a reoffence is of unknown class",
     Of::quarters, Shown::times_100, Standing::project, project},
    {custody_days, "days_in_custody", "Days in custody per entry", "days",
     "days in custody from the day after the index date to the anniversary, death or deportation "
     "/ entries of the quarterly cohorts; told beside the rates, never taken off",
     Of::quarters, Shown::plain, Standing::project, project},
    {entries_in_follow_up, "entries_in_follow_up", "Entries in follow-up", "entries",
     "entries whose anniversary is after the data cut", Of::stages, Shown::plain, Standing::project,
     project},
    {entries_waiting, "entries_waiting", "Entries waiting for proof", "entries",
     "entries between 12 and 18 months after the index date at the data cut", Of::stages,
     Shown::plain, Standing::project, project},
    {entries_final, "entries_final", "Final entries", "entries",
     "entries with at least 18 months from the index date to the data cut", Of::stages,
     Shown::plain, Standing::project, project},
    {tracker_proven, "tracker_proven_to_date", "Live tracker: reoffences proven to date",
     "reoffences",
     "reoffences proven up to the data cut, by a service's own records; always provisional, not "
     "comparable with figures from the Police National Computer",
     Of::tracker, Shown::plain, Standing::project, project},
    {tracker_alleged, "tracker_alleged_pending", "Live tracker: alleged offences pending",
     "offences",
     "offences of the follow-up that are charged and not decided, by a service's own records; an "
     "allegation is no reoffence",
     Of::tracker, Shown::plain, Standing::project, project},
    {tracker_days, "tracker_days_at_risk", "Live tracker: days at risk", "days",
     "days from the index date to the data cut, the anniversary, death or deportation, whichever "
     "comes first; time in custody is not taken off",
     Of::tracker, Shown::plain, Standing::project, project},
    {unique_per_reoffender, "unique_reoffences_per_reoffender",
     "Reoffences per reoffender, one entry a person", "reoffences",
     "reoffences / people with a reoffence, of those with an index event in the whole period",
     Of::wholes, Shown::plain, Standing::project},
    {disposal_per_offender, "disposal_reoffences_per_offender",
     "Reoffences per offender by disposal", "reoffences", "reoffences / entries, of the same table",
     Of::tables},
    {convicted_per_offender, "convicted_reoffences_per_offender",
     "Reoffences proven by conviction per offender", "reoffences",
     "reoffences proven by a conviction / entries of the quarterly cohorts", Of::proofs,
     Shown::plain, Standing::project, project},
    {cautioned_per_offender, "cautioned_reoffences_per_offender",
     "Reoffences proven otherwise per offender", "reoffences",
     "reoffences proven by a caution, reprimand or final warning / entries of the quarterly "
     "cohorts",
     Of::proofs, Shown::plain, Standing::project, project},
};

IndicatorOptions options_of(const Row& row) {
    const bool matures = row.of != Of::stages && row.of != Of::tracker;
    IndicatorOptions options{
        .title = row.title,
        .unit = row.unit,
        .decimals = 2,
        .direction = matures ? Direction::down : Direction::neutral,
        .definition = row.definition,
        .source = row.source,
        .standing = row.standing,
        .grains = row.of == Of::wholes ? grains_of_wholes : grains_of_quarters,
        .min_people_for_rate = matures ? 10 : 0,
        .follow_up_months = matures ? follow_up_months : 0,
        .settling_months = matures ? proof_months - follow_up_months : proof_months};
    if (row.shown == Shown::times_100) {
        options.display_multiplier = 100;
        options.decimals = 1;
    } else if (!matures) {
        options.decimals = 0;
    }
    if (row.of == Of::proofs) {
        options.part_of = "reoffences_per_offender";
    }
    if (row.of == Of::tables) {
        options.for_each = ForEach{"disposals", "table", "{code}"};
    }
    return options;
}

void describe(Definition& definition, const Row& row) {
    std::visit([&](auto handle) { definition.indicator(handle, row.id, options_of(row)); },
               row.handle);
}

IndicatorOptions times(const char* title, const char* unit, const char* text) {
    IndicatorOptions these = options_of({per_offender, "", title, unit, text});
    these.direction = Direction::up;
    these.min_people_for_rate = 0;
    return these;
}

// Figures of points, over entries that are settled or final.
void describe_times(Definition& definition) {
    IndicatorOptions days =
        times("Days to the first reoffence", "days",
              "quartiles of the days from the index date to the first reoffence, over "
              "entries with one; due once all entries are settled");
    days.decimals = 0;
    days.points = {"0.25", "0.5", "0.75"};
    definition.indicator(days_to_first, "days_to_first_reoffence", days);
    IndicatorOptions curve =
        times("Not reoffended by day (Kaplan-Meier)", "entries",
              "Kaplan-Meier estimate of the share of entries without a reoffence t days after "
              "the index date, over final entries; censored at death, deportation and the "
              "anniversary");
    curve.display_multiplier = 100;
    curve.decimals = 1;
    curve.source = "E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958) 457-481";
    curve.points = {"30", "91", "182", "273", "365"};
    definition.indicator(not_reoffended, "not_reoffended_by_day", curve);
}

void describe_days_free(Definition& definition) {
    IndicatorOptions days =
        times("Days free of reoffending in the year", "days",
              "mean days without a reoffence in the 365 days after the index date: the area under "
              "the Kaplan-Meier curve, over final entries");
    days.decimals = 0;
    days.source = "E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958) 457-481";
    days.points = {"mean:365"};
    definition.indicator(days_free, "days_free_of_reoffending", days);
}

}  // namespace

void describe_indicators(Definition& definition) {
    for (const Row& row : headline) {
        describe(definition, row);
    }
    describe_times(definition);
    for (const Row& row : other_cohorts) {
        describe(definition, row);
    }
    describe_days_free(definition);
}

}  // namespace reoffending
