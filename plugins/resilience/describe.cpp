// SPDX-License-Identifier: MIT
// What the measure declares of itself: inputs, parameters, indicators, exclusions and findings.
#include <string>
#include <utility>

#include "resilience.hpp"

namespace resilience {

using waymark::Definition;
using waymark::Direction;
using waymark::ForEach;
using waymark::IndicatorOptions;
using waymark::Standing;

static const ForEach each_scale{"instruments", "scale", "{instrument}/{name}"};
static const ForEach each_band{"instruments", "band", "{scale}/{name}"};
static const ForEach each_composite{"instruments", "composite", "{name}"};
static const ForEach each_added_value{"instruments", "added_value", "{name}"};

static const std::string jacobson_truax =
    "N. S. Jacobson, P. Truax, J. Consult. Clin. Psychol. 59 (1991) 12-19; thresholds and cut-offs "
    "from the instrument's file, with their sources";
static const std::string pairing_rules =
    "rules of this project: windows are parameters, population by the end of the episode";
static const std::string talking_therapies =
    "NHS Talking Therapies manual (case, reliable change, recovery) and CORC's analysis of "
    "2011-2015, by the rule of the composite; both at second hand";

static const std::string form_doc =
    "one row per completed form of a questionnaire; items of several questionnaires need a row "
    "each, or another input";

template <class Row>
static void label_columns(waymark::Columns<Row> columns) {
    columns.template date<&Row::date>("date", {.doc = "day the form was completed"})
        .template key<&Row::record>("record",
                                    {.space = "record",
                                     .optional = true,
                                     .doc = "id of the record; of two equally complete forms of "
                                            "a day the higher one counts"})
        .template category<&Row::instrument>(
            "instrument", {.optional = true, .doc = "code of the instrument, where there are more"})
        .template category<&Row::version>("version",
                                          {.optional = true, .doc = "version of the form"})
        .template category<&Row::informant>(
            "informant", {.optional = true, .doc = "who answered: self, parent, teacher ..."})
        .template category<&Row::format>("format",
                                         {.optional = true, .doc = "response format, as 1-5"})
        .template category<&Row::language>("language",
                                           {.optional = true, .doc = "language of the form"});
}

static waymark::InputOptions input_options(std::string doc) {
    // An episode that ends in the first period may have begun years before.
    return {.order = waymark::Order::by_case,
            .need = waymark::Need::optional,
            .date = "date",
            .on_duplicate = waymark::OnDuplicate::pass,
            .history_days = 3653,
            .ahead_days = 366,
            .doc = std::move(doc)};
}

static void describe_inputs(Definition& definition) {
    for (const char* name : {"forms", "more_forms"}) {
        auto columns = definition.input<Form>(name, input_options(form_doc));
        label_columns(columns);
        columns.reals<&Form::items>("items", {.doc = "the answers, in the order of the items"});
    }
    auto scores = definition.input<GivenScore>(
        "scores", input_options("one row per score that was worked out elsewhere"));
    label_columns(scores);
    scores
        .category<&GivenScore::scale>(
            "scale", {.optional = true, .doc = "name of the scale, where there are more"})
        .real<&GivenScore::score>("score", {.doc = "the score; empty where it is missing"});
    definition.case_columns<Episode>()
        .date<&Episode::born>("born", {.doc = "date of birth, for the ages an instrument is for"})
        .integer<&Episode::age>("age", {.min = 0, .max = 130, .doc = "age at the start, in years"})
        .integer<&Episode::contacts>("contacts", {.min = 0, .doc = "contacts attended"})
        .date<&Episode::previous_end>(
            "previous_end",
            {.doc = "end of the person's episode before this one, which a caseload knows"});
}

static void describe_parameters(Definition& definition) {
    definition.document("instruments",
                        {.format = "toml",
                         .schema = R"({
           "instrument?": [{"code": "string", "version": "string", "informant": "string",
             "format": "string", "title": "string", "items": "int", "response_min": "int?",
             "response_max": "int?", "responses?": ["int"], "reverse_items?": ["int"],
             "age_min": "int?", "age_max": "int?", "recall_days": "int?", "licence": "string",
             "needs": "string?", "source": "string", "standing": "string"}],
           "licence?": [{"instrument": "string", "allowed_by": "string", "reference": "string"}],
           "scale?": [{"instrument": "string", "name": "string", "title": "string?",
             "better": "string", "items?": ["int"], "parts?": ["string"], "combine": "string?",
             "compare": "string?", "rc_threshold_one_item": "real?",
             "multiplier": "real?", "rounding": "string?", "min_answered": "int?",
             "lookup?": [["real"]], "score_min": "real", "score_max": "real",
             "rc_threshold": "real?", "sd": "real?", "reliability": "real?", "cutoff": "real?",
             "criterion_c?": {"clinical_mean": "real", "clinical_sd": "real",
               "general_mean": "real", "general_sd": "real", "source": "string"},
             "clinical": "string?", "band_decimals": "int?", "sources?": {"*": "string"}}],
           "band?": [{"scale": "string", "name": "string", "from": "real?", "to": "real?",
             "above": "real?", "below": "real?", "source": "string", "standing": "string"}],
           "composite?": [{"name": "string", "title": "string?", "rule": "string",
             "scales": ["string"], "source": "string", "standing": "string"}],
           "added_value?": [{"name": "string", "total": "string", "impact": "string",
             "emotional": "string", "constant": "real", "of_total": "real", "of_impact": "real",
             "of_emotional": "real", "months_from": "int", "months_to": "int", "source": "string",
             "standing": "string"}]})",
                         .doc = "the questionnaires: one TOML file, or a list of them"});
    const auto window = [&](const char* name, std::int64_t preset, const char* doc) {
        definition.days(name, {.default_value = preset, .min = 0, .max = 3653, .doc = doc});
    };
    window("baseline_before", 28, "baseline: from so many days before the start");
    window("baseline_after", 42, "baseline: to so many days after the start");
    window("follow_up_gap", 14, "first_last: follow-up at least so many days after the baseline");
    window("follow_up_after_end", 28, "first_last: follow-up to so many days after the end");
    definition.choice("follow_up", {.choices = {"first_last", "first_within"},
                                    .default_value = "first_last",
                                    .doc = "the last score of the episode, or the one nearest to "
                                           "the middle of a span after the baseline"});
    window("within_from", 0, "first_within: the span begins so many days after the baseline");
    window("within_to", 0, "first_within: and ends so many days after it");
    definition.integer("min_contacts",
                       {.default_value = 2,
                        .min = 0,
                        .max = 1000,
                        .doc = "contacts attended from which on an episode counts, where known"});
    definition.choice("episodes",
                      {.choices = {"first", "all"},
                       .default_value = "first",
                       .doc = "of several episodes of a person that end in a period: the first, or "
                              "all, with the own stratum episode (first, later)"});
    definition.boolean("calibration", {.default_value = false,
                                       .doc = "answer only with what `waymark calibrate` needs"});
}

static IndicatorOptions share(ForEach each, std::string title, Direction direction,
                              std::string definition, std::string source) {
    return {.title = std::move(title),
            .unit = "episodes",
            .display_multiplier = 100,
            .decimals = 1,
            .direction = direction,
            .definition = std::move(definition),
            .source = std::move(source),
            .standing = Standing::background,
            .min_people_for_rate = 10,
            .for_each = std::move(each)};
}

static IndicatorOptions points(std::string title, std::string definition) {
    return {.title = std::move(title),
            .unit = "points",
            .decimals = 2,
            .definition = std::move(definition),
            .source = pairing_rules,
            .standing = Standing::project,
            .for_each = each_scale};
}

static void describe_pairing(Definition& definition) {
    const auto rate = [](std::string title, std::string text) {
        IndicatorOptions options =
            share(each_scale, std::move(title), Direction::up, std::move(text), pairing_rules);
        options.standing = Standing::project;
        return options;
    };
    definition.indicator(baseline_rate, "baseline_rate",
                         rate("Baseline completed",
                              "ended episodes with a baseline / eligible "
                              "ended episodes"));
    definition.indicator(completion_rate, "completion_rate",
                         rate("Baseline and follow-up completed",
                              "ended episodes with baseline and follow-up / eligible ended "
                              "episodes"));
    definition.indicator(baseline_mean, "baseline_mean",
                         points("Baseline score", "mean baseline score of all with a baseline"));
    definition.indicator(baseline_mean_paired, "baseline_mean_paired",
                         points("Baseline score of those followed up",
                                "mean baseline score of those with a follow-up"));
    definition.indicator(baseline_mean_unpaired, "baseline_mean_unpaired",
                         points("Baseline score of those not followed up",
                                "mean baseline score of those without a follow-up"));
    definition.indicator(follow_up_mean, "follow_up_mean",
                         points("Follow-up score", "mean follow-up score"));
    definition.indicator(
        mean_change, "mean_change",
        {.title = "Mean change",
         .unit = "points",
         .decimals = 2,
         .direction = Direction::up,
         .definition = "mean of the improvement from baseline to follow-up, positive is better; a "
                       "change of one group is not an effect",
         .source = "B. J. Becker, Br. J. Math. Stat. Psychol. 41 (1988) 257-278; L. V. Hedges, J. "
                   "Educ. Stat. 6 (1981) 107-128",
         .standing = Standing::verified,
         .points = {"mean", "sd", "effect_size"},
         .for_each = each_scale});
}

static void describe_verdicts(Definition& definition) {
    const auto one = [](std::string title, Direction direction, std::string text) {
        return share(each_scale, std::move(title), direction, std::move(text), jacobson_truax);
    };
    definition.indicator(reliable_improvement, "reliable_improvement",
                         one("Reliable improvement", Direction::up,
                             "pairs improved by the threshold of reliable change / pairs"));
    definition.indicator(reliable_deterioration, "reliable_deterioration",
                         one("Reliable deterioration", Direction::down,
                             "pairs worse by the threshold of reliable change / pairs"));
    definition.indicator(no_room, "no_room",
                         one("No room to improve", Direction::neutral,
                             "pairs whose baseline is nearer to the best score than the threshold "
                             "/ pairs; they stay in every denominator"));
    definition.indicator(clinical_at_baseline, "clinical_at_baseline",
                         one("Clinical at baseline", Direction::down,
                             "baselines on the clinical side of the cut-off / baselines"));
    definition.indicator(clinical_at_follow_up, "clinical_at_follow_up",
                         one("Clinical at follow-up", Direction::down,
                             "pairs with a follow-up on the clinical side of the cut-off / pairs"));
    definition.indicator(recovery, "recovery",
                         one("Recovery", Direction::up,
                             "pairs not clinical at follow-up / pairs clinical at baseline"));
    definition.indicator(reliable_recovery, "reliable_recovery",
                         one("Reliable recovery", Direction::up,
                             "pairs recovered and reliably improved / pairs clinical at baseline"));
}

static void describe_bands_and_composites(Definition& definition) {
    const std::string of_file = "bands of the instrument's file, with their sources";
    definition.indicator(band_at_baseline, "band_at_baseline",
                         share(each_band, "In the band at baseline", Direction::neutral,
                               "baselines in the band / baselines", of_file));
    definition.indicator(band_at_follow_up, "band_at_follow_up",
                         share(each_band, "In the band at follow-up", Direction::neutral,
                               "pairs with a follow-up in the band / pairs", of_file));
    const auto joint = [](std::string title, Direction direction, std::string text) {
        return share(each_composite, std::move(title), direction, std::move(text),
                     talking_therapies);
    };
    definition.indicator(joint_completion_rate, "joint_completion_rate",
                         joint("Baseline and follow-up completed, several scales", Direction::up,
                               "ended episodes with the pairs the rule needs / eligible ended "
                               "episodes"));
    definition.indicator(joint_improvement, "joint_improvement",
                         joint("Reliable improvement, several scales", Direction::up,
                               "episodes with some scale reliably better and none reliably worse / "
                               "episodes with the pairs"));
    definition.indicator(joint_deterioration, "joint_deterioration",
                         joint("Reliable deterioration, several scales", Direction::down,
                               "episodes with some scale reliably worse (talking_therapies: and "
                               "none reliably better) / episodes with the pairs"));
    definition.indicator(joint_recovery, "joint_recovery",
                         joint("Recovery, several scales", Direction::up,
                               "episodes clinical on no scale at follow-up / episodes clinical on "
                               "some scale at baseline"));
    definition.indicator(joint_reliable_recovery, "joint_reliable_recovery",
                         joint("Reliable recovery, several scales", Direction::up,
                               "episodes recovered and reliably improved / episodes clinical on "
                               "some scale at baseline"));
}

static void describe_calibration(Definition& definition) {
    definition.indicator(calibration_score, "calibration_score",
                         points("Calibration: score", "mean score of complete baseline forms"));
    definition.indicator(
        calibration_sum, "calibration_sum",
        points("Calibration: sum of items", "mean sum of the items of complete baseline forms"));
    definition.indicator(calibration_item, "calibration_item",
                         points("Calibration: item",
                                "mean of each item of complete baseline forms, by own stratum"));
    std::vector<std::string> items;
    for (std::size_t item = 1; item <= Instruments::most_items; ++item) {
        items.push_back(std::to_string(item));
    }
    definition.strata(item_strata, "item", std::move(items));
    definition.strata(episode_strata, "episode", {"first", "later"});
}

static void describe_added_value_and_steps(Definition& definition) {
    definition.indicator(
        added_value, "added_value",
        {.title = "Added value",
         .unit = "points",
         .decimals = 2,
         .direction = Direction::up,
         .definition = "mean of the follow-up expected from the baseline less the one that came, "
                       "positive is better than expected; only of high-risk groups whose parents "
                       "were concerned already. Five points are one standard deviation",
         .source = "youthinmind, SDQ added value score (sdqinfo.com, e10); coefficients from the "
                   "instrument's file, with their source",
         .standing = Standing::background,
         .for_each = each_added_value});
    const auto moved = [](std::string title, Direction direction, std::string text) {
        IndicatorOptions options =
            share(each_scale, std::move(title), direction, std::move(text), pairing_rules);
        options.standing = Standing::project;
        return options;
    };
    definition.indicator(moved_up, "moved_up",
                         moved("Moved to a better step", Direction::up,
                               "pairs with an item that moved at least one step to the better / "
                               "pairs, of scales compared by steps"));
    definition.indicator(moved_down, "moved_down",
                         moved("Moved to a worse step", Direction::down,
                               "pairs with an item that moved at least one step to the worse / "
                               "pairs, of scales compared by steps"));
}

static void describe_exclusions_and_findings(Definition& definition) {
    definition.exclusion(no_start, "no_start", "the start of the episode is not known");
    definition.exclusion(episode_open, "episode_open", "the episode is still open: not due");
    definition.exclusion(end_before_start, "end_before_start", "the episode ends before it starts");
    definition.exclusion(too_few_contacts, "too_few_contacts", "too few contacts attended");
    definition.exclusion(age_outside, "age_outside", "outside the ages of every instrument");
    definition.exclusion(no_baseline, "no_baseline", "no valid baseline on any scale");
    definition.exclusion(no_follow_up, "no_follow_up",
                         "a baseline, but no valid follow-up on any scale");
    definition.exclusion(later_episode, "later_episode",
                         "an earlier episode of the person ended in the period; see `episodes`");
    definition.finding(invalid_forms, "invalid_forms",
                       "forms or scores with a value the instrument does not allow", 0.05);
    definition.finding(unknown_forms, "unknown_forms",
                       "forms that fit no instrument of the document, or several");
    definition.finding(duplicate_forms, "duplicate_forms", "the same form given again");
    definition.finding(same_day_scores, "same_day_scores",
                       "scores left aside for a more complete or later one of the same day");
    definition.finding(incomplete_scores, "incomplete_scores",
                       "scores missing for want of answers");
    definition.finding(prorated_pairs, "prorated_pairs",
                       "pairs in which items left out were made up from the others");
    definition.finding(other_language, "other_language",
                       "later scores in another language than the baseline");
    definition.finding(age_unknown, "age_unknown",
                       "episodes taken as in range although the age is not known");
    definition.finding(not_followed_up, "not_followed_up",
                       "eligible scales of ended episodes without baseline and follow-up",
                       std::nullopt, 0.5);
}

void Resilience::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.resilience",
                        .version = "1.2.0",
                        .title = "Resilience and wellbeing",
                        .summary = "Scores of questionnaires, change between baseline and "
                                   "follow-up, reliable change and recovery",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    describe_inputs(definition);
    describe_parameters(definition);
    describe_pairing(definition);
    describe_verdicts(definition);
    describe_bands_and_composites(definition);
    describe_calibration(definition);
    describe_added_value_and_steps(definition);
    describe_exclusions_and_findings(definition);
}

}  // namespace resilience
