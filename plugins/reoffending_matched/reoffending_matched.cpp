// SPDX-License-Identifier: MIT
// Reoffending of the people a programme supported beside that of a comparison group, from an
// extract in which somebody has matched them and given the weights. The difference and its verdict
// are `waymark report matched`.
#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Proportion treated_rate{0};
constexpr Proportion comparison_rate{1};
constexpr Proportion unadjusted_rate{2};
constexpr Count squared_weights{3};
constexpr Ratio treated_frequency{4};
constexpr Ratio comparison_frequency{5};
constexpr Mean treated_days{6};
constexpr Mean comparison_days{7};

constexpr Exclusion no_row{0};
constexpr Exclusion no_weight{1};

constexpr Finding weight_ignored{0};
constexpr Finding days_without_reoffence{1};

constexpr int follow_up_months = 12;
constexpr int waiting_months = 6;

enum class Group : std::uint8_t { treated, comparison };

struct Member {
    Day index;
    Group group = Group::treated;
    std::optional<double> weight;
    bool reoffended = false;
    std::optional<std::int64_t> reoffences;
    std::optional<std::int64_t> days_to_first;
};

class ReoffendingMatched : public CaseMeasure<Member> {
public:
    explicit ReoffendingMatched(const Parameters& parameters)
        : is_matched_(parameters.choice("design") == "matched") {}

    static void describe(Definition& definition);

    void answer(const Case&, Rows<Member> rows, Answer& out) const {
        if (rows.empty()) {
            return out.exclude(no_row);
        }
        const Member& member = rows.front();
        const Answer here = out.at(member.index);
        const bool is_treated = member.group == Group::treated;
        const bool is_weighted = !is_treated && is_matched_;
        here.finding(weight_ignored, !is_weighted && member.weight.value_or(1.0) != 1.0 ? 1 : 0, 1);
        here.finding(days_without_reoffence, !member.reoffended && member.days_to_first ? 1 : 0, 1);
        if (is_weighted && member.weight.value_or(0.0) == 0.0) {
            return here.exclude(no_weight);
        }
        const double weight = is_weighted ? member.weight.value_or(0.0) : 1.0;
        const Day settled = member.index.plus_months(follow_up_months + waiting_months);
        if (out.as_of() < member.index.plus_months(follow_up_months)) {
            tell_not_due(is_treated, here);
        } else {
            tell(member, weight, is_treated, here.provisional(out.as_of() < settled));
        }
    }

private:
    [[nodiscard]] Proportion rate_of(bool is_treated) const {
        if (is_treated) {
            return treated_rate;
        }
        return is_matched_ ? comparison_rate : unadjusted_rate;
    }

    void tell_not_due(bool is_treated, const Answer& here) const {
        here.without_value(rate_of(is_treated), State::not_due);
        here.without_value(is_treated ? treated_frequency : comparison_frequency, State::not_due);
        here.without_value(is_treated ? treated_days : comparison_days, State::not_due);
    }

    void tell(const Member& member, double weight, bool is_treated, const Answer& here) const {
        here.proportion(rate_of(is_treated), member.reoffended, weight);
        if (!is_treated && is_matched_) {
            here.count(squared_weights, weight * weight);
        }
        if (member.reoffences) {
            here.ratio(is_treated ? treated_frequency : comparison_frequency,
                       static_cast<double>(*member.reoffences) * weight, weight);
        }
        if (member.reoffended && member.days_to_first) {
            here.mean(is_treated ? treated_days : comparison_days, *member.days_to_first, weight);
        }
    }

    bool is_matched_;
};

IndicatorOptions figure(std::string title, std::string unit, Direction direction,
                        std::string definition) {
    return {.title = std::move(title),
            .unit = std::move(unit),
            .decimals = 2,
            .direction = direction,
            .definition = std::move(definition),
            .source =
                "after MoJ, Justice Data Lab: methodology paper (April 2013) and statistics; "
                "matching and weights are the extract's",
            .standing = Standing::background,
            .grains = {Grain::quarter, Grain::academic_year, Grain::financial_year,
                       Grain::calendar_year},
            .follow_up_months = follow_up_months,
            .settling_months = waiting_months};
}

// The Data Lab's least number of people, at second hand.
IndicatorOptions rate(std::string title, std::string definition) {
    IndicatorOptions options =
        figure(std::move(title), "people", Direction::down, std::move(definition));
    options.display_multiplier = 100;
    options.decimals = 1;
    options.min_people_for_rate = 30;
    return options;
}

void describe_indicators(Definition& definition) {
    definition.indicator(treated_rate, "treated_rate",
                         rate("Reoffending of those supported",
                              "people supported with a reoffence within a year / people "
                              "supported"));
    definition.indicator(comparison_rate, "comparison_rate",
                         rate("Reoffending of the matched comparison group",
                              "weights of comparators with a reoffence within a year / weights of "
                              "all comparators"));
    definition.indicator(unadjusted_rate, "unadjusted_rate",
                         rate("Reoffending of a group that is not matched",
                              "people of the other group with a reoffence within a year / people "
                              "of that group; its difference is unadjusted and no effect"));
    definition.indicator(squared_weights, "squared_weights",
                         figure("Sum of squared weights", "weight", Direction::neutral,
                                "sum of the squared weights of the comparators, from which their "
                                "effective number follows"));
    definition.indicator(treated_frequency, "treated_frequency",
                         figure("Reoffences per person supported", "reoffences", Direction::down,
                                "reoffences within a year / people supported"));
    definition.indicator(comparison_frequency, "comparison_frequency",
                         figure("Reoffences per comparator", "reoffences", Direction::down,
                                "weighted reoffences within a year / weights of all comparators"));
    definition.indicator(
        treated_days, "treated_days_to_first",
        figure("Days to the first reoffence of those supported", "days", Direction::up,
               "mean days to the first reoffence of those supported who "
               "reoffended"));
    definition.indicator(comparison_days, "comparison_days_to_first",
                         figure("Days to the first reoffence of comparators", "days", Direction::up,
                                "weighted mean of days to the first reoffence of comparators who "
                                "reoffended"));
}

void ReoffendingMatched::describe(Definition& definition) {
    definition.measure({.id = "org.waymark.reoffending_matched",
                        .version = "1.0.0",
                        .title = "Reoffending beside a comparison group",
                        .summary = "Reoffending within a year of the people supported and of a "
                                   "comparison group, weighted by a matching done elsewhere",
                        .author = "The Waymark authors",
                        .licence = "MIT"});
    definition
        .input<Member>("members", {.order = Order::by_case,
                                   .date = "index_date",
                                   .unique = {"person"},
                                   .doc = "one row per person of either group"})
        .date<&Member::index>("index_date", {.doc = "from which the year counts"})
        .category<&Member::group>("group", {.codes = {"treated", "comparison"},
                                            .doc = "treated: supported by the programme"})
        .real<&Member::weight>("weight", {.min = 0.0, .optional = true, .doc = "of a comparator"})
        .boolean<&Member::reoffended>("reoffended", {.doc = "proven within a year"})
        .integer<&Member::reoffences>("reoffences",
                                      {.min = 0.0, .optional = true, .doc = "within a year"})
        .integer<&Member::days_to_first>(
            "days_to_first",
            {.min = 0.0, .optional = true, .doc = "from the index date to the first reoffence"});
    definition.choice("design",
                      {.choices = {"matched", "unadjusted"},
                       .doc = "matched: comparators carry weights of a matching; unadjusted: a "
                              "plain other group, whose difference is no effect"});
    describe_indicators(definition);
    definition.exclusion(no_row, "no_row", "no row in the extract");
    definition.exclusion(no_weight, "no_weight", "a comparator without weight");
    definition.finding(weight_ignored, "weight_ignored",
                       "weights other than 1 of people who are not weighted");
    definition.finding(days_without_reoffence, "days_without_reoffence",
                       "days to a reoffence of people who had none");
}

}  // namespace

WAYMARK_MEASURE(ReoffendingMatched)
