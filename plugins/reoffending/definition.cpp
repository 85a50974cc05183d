// SPDX-License-Identifier: MIT
// What the measure says of itself.
#include "findings.hpp"
#include "indicators.hpp"
#include "reoffending.hpp"
#include "strata.hpp"

namespace reoffending {

using namespace waymark;

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
                    "community resolution or penalty notice; custody_start and custody_end are no "
                    "events either, and tell of days in custody"})
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
            "proven_type",
            {.codes = proof_codes(),
             .doc = "none: anything that is no proof, as a charge, an acquittal or "
                    "an offence taken into consideration; pending: a charge not decided yet"})
        .category<&OffenceRow::group>(
            "offence_group",
            {.codes = offence_group_codes(), .optional = true, .doc = "goes before the class"})
        .category<&OffenceRow::offence_class, &Reoffending::offence_class>(
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
    definition.boolean("custody_known",
                       {.default_value = false,
                        .doc = "the events tell of every stay in custody, remand and recall too: "
                               "then days in custody are told"});
    definition.boolean("live_tracker",
                       {.default_value = false,
                        .doc = "tell the tracker_ counters; for a service's own records, never "
                               "comparable with figures from the Police National Computer"});
    definition.boolean("by_proof",
                       {.default_value = false,
                        .doc = "tell reoffences proven by conviction and otherwise, which add up "
                               "to reoffences_per_offender"});
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
    definition.document("serious_offences",
                        {.schema = R"({"title": "string", "version": "string", "source": "string",
                       "class": [{"code": "string", "meaning": "string"}]})",
                         .default_path = "serious_offences.toml",
                         .doc = "the offence classes that are serious reoffences"});
}

struct FindingRow {
    Finding code;
    const char* id;
    const char* title;
    std::optional<double> low_quality_above = {};
};

static const FindingRow finding_rows[] = {
    {duplicate_row, "duplicate_row", "rows that repeat another one"},
    {conflicting_rows, "conflicting_rows", "rows that contradict another about the same id"},
    {offence_rejected, "offence_rejected",
     "offences with proof but without its date, or proven before they were committed"},
    {not_proven, "not_proven", "offences without proof"},
    {proven_after_cut, "proven_after_cut", "offences proven after the data cut"},
    {event_without_date, "event_without_date", "events without a date"},
    {event_after_cut, "event_after_cut", "events after the data cut"},
    {not_an_event, "not_an_event", "rows of a kind that is never an event"},
    {drug_test_left_out, "drug_test_left_out", "drug tests, which are no events here"},
    {immediate_custody, "immediate_custody", "convictions to custody, entered at release"},
    {after_recall, "after_recall", "releases after a recall"},
    {disposal_unknown, "disposal_unknown", "convictions left out, as their disposal is not known"},
    {index_offence_unknown, "index_offence_unknown",
     "events left out, as none of their offences is known and proven"},
    {index_offence_unfit, "index_offence_unfit",
     "events left out, as all their offences are breaches, not recordable or elsewhere"},
    {pseudo, "pseudo", "offences before the index date, proven after it"},
    {same_day, "same_day", "offences on the index date, proven after it"},
    {late_proven, "late_proven", "offences in the follow-up, proven after the waiting time"},
    {no_date, "no_date", "offences proven in time, of no known date", 0.02},
    {breach, "breach", "breaches in the follow-up"},
    {not_recordable, "not_recordable", "offences in the follow-up that are not recordable"},
    {elsewhere, "elsewhere", "offences in the follow-up outside England and Wales"},
    {group_unmapped, "group_unmapped", "index offences of no known group"},
    {born_unknown, "born_unknown", "entries of unknown age"},
    {before_entry, "before_entry", "events before the case began, no index events here"},
    {class_unknown, "class_unknown", "reoffences of no known class, which may be serious ones"},
};

static void describe_findings(Definition& definition) {
    definition.exclusion(no_index_event, "no_index_event", "no event that can be an index event");
    definition.exclusion(under_10, "under_10", "under 10 years at the index date");
    for (const FindingRow& row : finding_rows) {
        definition.finding(row.code, row.id, row.title, row.low_quality_above);
    }
}

void Reoffending::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.reoffending",
                        .version = "1.1.0",
                        .title = "Proven reoffending",
                        .summary = "Binary rate, frequency and time to the first proven reoffence, "
                                   "by quarterly cohorts",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    describe_events(definition);
    describe_offences(definition);
    definition.case_columns<Person>()
        .date<&Person::born>("born", {.doc = "for age at the index date"})
        .date<&Person::died>("died", {.doc = "ends the time to a reoffence; rates keep the dead"})
        .date<&Person::deported>(
            "deported",
            {.optional = true, .doc = "ends the time likewise; rates keep the deported"});
    describe_parameters(definition);
    describe_indicators(definition);
    describe_strata(definition);
    describe_findings(definition);
}

}  // namespace reoffending
