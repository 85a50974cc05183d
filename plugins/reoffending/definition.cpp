// SPDX-License-Identifier: MIT
// What the measure says of itself.
#include "findings.hpp"
#include "indicators.hpp"
#include "reoffending.hpp"
#include "strata.hpp"

namespace reoffending {

using namespace waymark;

static const std::string statistics =
    "MoJ, Proven reoffending statistics, England and Wales, and their guide";

static void describe_events(Definition& definition) {
    definition
        .input<EventRow>("events", {.order = Order::by_case,
                                    .whole_record = true,
                                    .doc = "cautions, convictions and releases, one row per event "
                                           "and offence of it; rows may be repeated"})
        .key<&EventRow::event>("event_id", {.space = "event", .doc = "ties are settled by it"})
        .category<&EventRow::type>(
            "event_type",
            {.codes = event_type_codes(),
             .doc = "none: anything that is never an event, as remand, transfer, deportation, "
                    "community resolution or penalty notice"})
        .date<&EventRow::date>("event_date", {.doc = "of the caution, the sentence or the release"})
        .category<&EventRow::disposal, &Reoffending::disposal>(
            "disposal_group", {.doc = "a code of the document `disposals`"})
        .integer<&EventRow::custody_days>(
            "custody_length_days",
            {.min = 0.0, .optional = true, .doc = "length of the sentence a release ends"})
        .key<&EventRow::offence>("offence_id",
                                 {.space = "offence", .doc = "an offence the event is for"});
}

static void describe_offences(Definition& definition) {
    definition
        .input<OffenceRow>("offences", {.order = Order::by_case,
                                        .whole_record = true,
                                        .doc = "offences with their proof, before and after the "
                                               "index events; rows may be repeated"})
        .key<&OffenceRow::offence>("offence_id", {.space = "offence"})
        .date<&OffenceRow::date>("offence_date", {.doc = "the start, where only a range is known"})
        .date<&OffenceRow::proven_on>("proven_date", {.doc = "of the conviction or caution"})
        .category<&OffenceRow::proof>(
            "proven_type", {.codes = proof_codes(),
                            .doc = "none: anything that is no proof, as a charge, an acquittal or "
                                   "an offence taken into consideration"})
        .category<&OffenceRow::group>(
            "offence_group",
            {.codes = offence_group_codes(), .optional = true, .doc = "goes before the class"})
        .category<&OffenceRow::class_group, &Reoffending::group_of_class>(
            "ho_class", {.optional = true, .doc = "a code of the document `offence_groups`"})
        .boolean<&OffenceRow::is_recordable>("recordable")
        .boolean<&OffenceRow::is_breach>("breach")
        .category<&OffenceRow::place>("place", {.codes = place_codes()});
}

static void describe_parameters(Definition& definition) {
    definition.days("entry_lag_days",
                    {.default_value = 90,
                     .min = 0,
                     .max = 3650,
                     .doc = "days after the last possible proof until the records are taken as "
                            "complete; 90 is this project's allowance for late entries"});
    definition.choice("day_0", {.choices = {"exclude", "include"},
                                .default_value = "exclude",
                                .doc = "offences on the index date that are proven later"});
    definition.choice(
        "missing_offence_date",
        {.choices = {"exclude", "proven_date"},
         .default_value = "exclude",
         .doc = "a proven offence of no known date: left out, or dated when it was proven"});
    definition.boolean("drug_tests", {.default_value = false,
                                      .doc = "positive tests are events, as in the series for 2009 "
                                             "to 2011/12"});
    definition.choice("index_events",
                      {.choices = {"any", "from_entry"},
                       .default_value = "any",
                       .doc = "from_entry: events before the case began are no index events"});
    definition.document(
        "disposals",
        {.schema = R"({"title": "string", "version": "string", "source": "string",
                       "disposal": [{"code": "string", "meaning": "string",
                                     "immediate_custody": "bool?"}],
                       "table": [{"code": "string", "title": "string", "event_types": ["string"],
                                  "disposals": ["string"]}]})",
         .default_path = "disposals.toml",
         .doc = "disposals, most severe first, and the cohorts of the disposal tables"});
    definition.document("offence_groups",
                        {.schema = R"({"title": "string", "version": "string", "source": "string",
                       "seriousness": ["string"],
                       "class": [{"code": "string", "group": "string", "meaning": "string"}]})",
                         .default_path = "offence_groups.toml",
                         .doc = "the group of each offence class, and the groups by seriousness"});
}

static const std::vector<Grain> grains_of_quarters{Grain::quarter, Grain::financial_year,
                                                   Grain::calendar_year};
static const std::vector<Grain> grains_of_wholes{Grain::academic_year, Grain::financial_year,
                                                 Grain::calendar_year, Grain::window};

static IndicatorOptions cohort_indicator(std::string title, std::string unit,
                                         std::string definition) {
    return {.title = std::move(title),
            .unit = std::move(unit),
            .decimals = 2,
            .direction = Direction::down,
            .definition = std::move(definition),
            .source = statistics,
            .standing = Standing::background,
            .grains = grains_of_quarters,
            .min_people_for_rate = 10,
            .follow_up_months = follow_up_months,
            .settling_months = proof_months - follow_up_months};
}

static IndicatorOptions rate(std::string title, std::string definition) {
    IndicatorOptions options = cohort_indicator(std::move(title), "entries", std::move(definition));
    options.display_multiplier = 100;
    options.decimals = 1;
    return options;
}

static IndicatorOptions of_whole(IndicatorOptions options) {
    options.standing = Standing::project;
    options.grains = grains_of_wholes;
    return options;
}

static IndicatorOptions by_disposal(IndicatorOptions options) {
    options.for_each = ForEach{"disposals", "table", "{code}"};
    return options;
}

static void describe_headline(Definition& definition) {
    definition.indicator(
        reoffending_rate, "reoffending_rate",
        rate("Proven reoffending rate",
             "entries with a reoffence / entries of the quarterly cohorts; a year pools its four"));
    definition.indicator(per_reoffender, "reoffences_per_reoffender",
                         cohort_indicator("Reoffences per reoffender", "reoffences",
                                          "reoffences / entries with a reoffence"));
    definition.indicator(per_offender, "reoffences_per_offender",
                         cohort_indicator("Reoffences per offender", "reoffences",
                                          "reoffences / entries of the quarterly cohorts"));
    IndicatorOptions per_100 =
        cohort_indicator("Reoffences per 100 offenders", "reoffences",
                         "reoffences / entries of the quarterly cohorts, shown times 100");
    per_100.display_multiplier = 100;
    per_100.decimals = 1;
    definition.indicator(per_100_offenders, "reoffences_per_100_offenders", per_100);
}

static void describe_times(Definition& definition) {
    IndicatorOptions days =
        cohort_indicator("Days to the first reoffence", "days",
                         "quartiles of the days from the index date to the first reoffence, over "
                         "entries with one; due once all entries are settled");
    days.decimals = 0;
    days.direction = Direction::up;
    days.min_people_for_rate = 0;
    days.points = {"0.25", "0.5", "0.75"};
    definition.indicator(days_to_first, "days_to_first_reoffence", days);
    IndicatorOptions curve =
        rate("Not reoffended by day (Kaplan-Meier)",
             "Kaplan-Meier estimate of the share of entries without a reoffence t days after the "
             "index date, over final entries; censored at death and at the anniversary");
    curve.direction = Direction::up;
    curve.source = "E. L. Kaplan and P. Meier, J. Am. Stat. Assoc. 53 (1958) 457-481";
    curve.min_people_for_rate = 0;
    curve.points = {"30", "91", "182", "273", "365"};
    definition.indicator(not_reoffended, "not_reoffended_by_day", curve);
}

static void describe_other_cohorts(Definition& definition) {
    definition.indicator(
        unique_rate, "unique_reoffending_rate",
        of_whole(rate("Proven reoffending rate, one entry a person",
                      "people with a reoffence / people with an index event in the whole period; "
                      "the first one counts")));
    definition.indicator(
        unique_per_offender, "unique_reoffences_per_offender",
        of_whole(cohort_indicator("Reoffences per offender, one entry a person", "reoffences",
                                  "reoffences / people with an index event in the whole period")));
    definition.indicator(
        disposal_rate, "disposal_reoffending_rate",
        by_disposal(rate("Proven reoffending rate by disposal",
                         "entries with a reoffence / entries by the first event in the quarter of "
                         "the table's own kind; tables overlap and never add up")));
    definition.indicator(
        disposal_per_reoffender, "disposal_reoffences_per_reoffender",
        by_disposal(cohort_indicator("Reoffences per reoffender by disposal", "reoffences",
                                     "reoffences / entries with a reoffence, of the same table")));
}

static void describe_findings(Definition& definition) {
    definition.exclusion(no_index_event, "no_index_event", "no event that can be an index event");
    definition.exclusion(under_10, "under_10", "under 10 years at the index date");
    const auto finding = [&](Finding code, const char* id, const char* title) {
        definition.finding(code, id, title);
    };
    finding(duplicate_row, "duplicate_row", "rows that repeat another one");
    finding(conflicting_rows, "conflicting_rows", "rows that contradict another about the same id");
    finding(offence_rejected, "offence_rejected",
            "offences with proof but without its date, or proven before they were committed");
    finding(not_proven, "not_proven", "offences without proof");
    finding(proven_after_cut, "proven_after_cut", "offences proven after the data cut");
    finding(event_without_date, "event_without_date", "events without a date");
    finding(event_after_cut, "event_after_cut", "events after the data cut");
    finding(not_an_event, "not_an_event", "rows of a kind that is never an event");
    finding(drug_test_left_out, "drug_test_left_out", "drug tests, which are no events here");
    finding(immediate_custody, "immediate_custody", "convictions to custody, entered at release");
    finding(after_recall, "after_recall", "releases after a recall");
    finding(disposal_unknown, "disposal_unknown",
            "convictions left out, as their disposal is not known");
    finding(index_offence_unknown, "index_offence_unknown",
            "events left out, as none of their offences is known and proven");
    finding(index_offence_unfit, "index_offence_unfit",
            "events left out, as all their offences are breaches, not recordable or elsewhere");
    finding(pseudo, "pseudo", "offences before the index date, proven after it");
    finding(same_day, "same_day", "offences on the index date, proven after it");
    finding(late_proven, "late_proven", "offences in the follow-up, proven after the waiting time");
    definition.finding(no_date, "no_date", "offences proven in time, of no known date", 0.02);
    finding(breach, "breach", "breaches in the follow-up");
    finding(not_recordable, "not_recordable", "offences in the follow-up that are not recordable");
    finding(elsewhere, "elsewhere", "offences in the follow-up outside England and Wales");
    finding(group_unmapped, "group_unmapped", "index offences of no known group");
    finding(born_unknown, "born_unknown", "entries of unknown age");
    finding(before_entry, "before_entry", "events before the case began, no index events here");
}

void Reoffending::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.reoffending",
                        .version = "1.0.0",
                        .title = "Proven reoffending",
                        .summary = "Binary rate, frequency and time to the first proven reoffence, "
                                   "by quarterly cohorts",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    describe_events(definition);
    describe_offences(definition);
    definition.case_columns<Person>()
        .date<&Person::born>("born", {.doc = "for age at the index date"})
        .date<&Person::died>("died", {.doc = "ends the time to a reoffence; rates keep the dead"});
    describe_parameters(definition);
    describe_headline(definition);
    describe_times(definition);
    describe_other_cohorts(definition);
    describe_strata(definition);
    describe_findings(definition);
}

}  // namespace reoffending
