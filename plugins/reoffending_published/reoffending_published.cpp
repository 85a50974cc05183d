// SPDX-License-Identifier: MIT
// Reoffending from published counts of cohorts: offenders, reoffenders and reoffences by period and
// group, as in the tables of the MoJ and of the Scottish Government.
#include <cmath>

#include "waymark/measure.hpp"

namespace {

using namespace waymark;

constexpr Proportion reoffending_rate{0};
constexpr Ratio per_reoffender{1};
constexpr Ratio per_offender{2};
constexpr waymark::Finding more_reoffenders{0};

using Figure = Stated<double>;

struct CohortRow {
    Figure offenders;
    Figure reoffenders;
    Figure reoffences;
};

class ReoffendingPublished : public CaseMeasure<CohortRow> {
public:
    static void describe(Definition& definition);

    void answer(const Case& /*row*/, Rows<CohortRow> rows, const Answer& out) const {
        for (const CohortRow& row : rows) {
            answer_row(row, out);
        }
    }

private:
    static void answer_row(const CohortRow& row, const Answer& out) {
        if (row.offenders.is_observed() && row.reoffenders.is_observed() &&
            people_of(row.reoffenders) > people_of(row.offenders)) {
            out.finding(more_reoffenders, 1);
            out.without_value(reoffending_rate, State::unavailable);
            out.without_value(per_reoffender, State::unavailable);
            out.without_value(per_offender, State::unavailable);
            return;
        }
        const Answer among = out.people(people_of(row.offenders));
        if (row.offenders.is_observed()) {
            among.successes(reoffending_rate, whole(row.reoffenders));
        } else {
            out.without_value(reoffending_rate, row.offenders.state());
        }
        among.ratio(per_offender, row.reoffences, row.offenders);
        out.people(people_of(row.reoffenders))
            .ratio(per_reoffender, row.reoffences, row.reoffenders);
    }

    // Tables count people, some as 12.0; half a person would be no success of anybody.
    static Figure whole(const Figure& count) {
        return count.is_observed() ? Figure(std::round(count.value())) : count;
    }
    static std::int64_t people_of(const Figure& count) {
        return count.is_observed() ? std::llround(count.value()) : 1;
    }
};

IndicatorOptions of_cohorts(std::string title, std::string unit, std::string definition) {
    return {.title = std::move(title),
            .unit = std::move(unit),
            .decimals = 2,
            .direction = Direction::down,
            .definition = std::move(definition),
            .source =
                "MoJ, Proven reoffending statistics, England and Wales; Scottish Government, "
                "Reconviction rates in Scotland",
            .standing = Standing::verified,
            .grains = {Grain::quarter, Grain::financial_year, Grain::calendar_year},
            .min_people_for_rate = 10};
}

void ReoffendingPublished::describe(Definition& definition) {
    definition.measure(
        {.id = "org.waymark.reoffending_published",
         .version = "1.0.0",
         .title = "Published reoffending",
         .summary = "Binary rate and frequency from published counts of offender cohorts",
         .author = "The Waymark authors",
         .licence = "MIT"});
    definition
        .input<CohortRow>("cohorts", {.aggregate = true,
                                      .doc = "one row per cohort and group of a published table"})
        .real<&CohortRow::offenders>("offenders", {.min = 0.0, .doc = "people in the cohort"})
        .real<&CohortRow::reoffenders>("reoffenders",
                                       {.min = 0.0, .doc = "those of them with a reoffence"})
        .real<&CohortRow::reoffences>("reoffences", {.min = 0.0});
    IndicatorOptions rate = of_cohorts("Reoffending rate", "offenders",
                                       "reoffenders / offenders, as counted in the table");
    rate.display_multiplier = 100;
    rate.decimals = 1;
    definition.indicator(reoffending_rate, "reoffending_rate", rate);
    definition.indicator(per_reoffender, "reoffences_per_reoffender",
                         of_cohorts("Reoffences per reoffender", "reoffences",
                                    "reoffences / reoffenders, as counted in the table"));
    definition.indicator(per_offender, "reoffences_per_offender",
                         of_cohorts("Reoffences per offender", "reoffences",
                                    "reoffences / offenders, as counted in the table"));
    definition.finding(more_reoffenders, "more_reoffenders",
                       "rows with more reoffenders than offenders");
}

}  // namespace

WAYMARK_MEASURE(ReoffendingPublished)
