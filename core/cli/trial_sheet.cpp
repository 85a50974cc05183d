// SPDX-License-Identifier: MIT
#include "cli/trial_sheet.hpp"

#include <waymark/abi.h>

#include <array>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/sheet.hpp"
#include "run/evaluation.hpp"
#include "run/field_place.hpp"
#include "run/plan.hpp"
#include "run/trial_figures.hpp"

namespace waymark::cli {

using run::Plan;

static std::string period_text(const Plan& plan, std::uint32_t period) {
    return period == WM_ALL ? "all" : plan.periods.key(period).text();
}

static std::string indicator_text(const Plan& plan, std::uint32_t indicator) {
    return indicator == WM_ALL ? "all" : plan.reported.indicators[indicator].id;
}

static std::uint32_t or_all(const std::optional<std::uint32_t>& index) {
    return index.value_or(WM_ALL);
}

static Sheet cells_sheet(const std::vector<run::TrialFigure>& figures) {
    Sheet sheet({"service", "indicator", "series", "period", "stratum", "point", "state", "value",
                 "lower", "upper", "numerator", "denominator", "people"});
    for (const run::TrialFigure& one : figures) {
        sheet.add({one.service, one.indicator, cell(one.series), one.period, one.stratum,
                   cell(one.point), one.state, cell(one.value), cell(one.lower), cell(one.upper),
                   cell(one.numerator), cell(one.denominator), cell(one.people)});
    }
    return sheet;
}

static Sheet exclusions_sheet(const Plan& plan, const observation::Observations& observed) {
    Sheet sheet({"service", "reason", "title", "indicator", "period", "cases"});
    for (const observation::ExclusionCount& one : observed.exclusions) {
        const contract::Exclusion& reason = plan.description().exclusions[one.reason];
        sheet.add({observed.services[one.service], reason.id, reason.title,
                   indicator_text(plan, or_all(one.indicator)),
                   period_text(plan, or_all(one.period)), one.cases});
    }
    return sheet;
}

static Sheet findings_sheet(const Plan& plan, const observation::Observations& observed) {
    Sheet sheet({"service", "finding", "title", "period", "count", "of", "cases"});
    for (const observation::FindingCount& one : observed.findings) {
        const contract::Finding& finding = plan.description().findings[one.code];
        sheet.add({one.service ? cell(observed.services[*one.service]) : cell("all"), finding.id,
                   finding.title, period_text(plan, or_all(one.period)), one.count,
                   one.of == 0 ? Cell{} : Cell{one.of}, one.cases});
    }
    return sheet;
}

static std::string strata_text(const Plan& plan, const std::vector<std::uint32_t>& strata) {
    std::string text;
    for (const std::uint32_t stratum : strata) {
        std::uint32_t first = 0;
        for (const contract::OwnStrata& kind : plan.description().strata) {
            const auto count = static_cast<std::uint32_t>(kind.values.size());
            if (stratum >= first && stratum < first + count) {
                text += (text.empty() ? "" : " ") + kind.kind + "=" + kind.values[stratum - first];
            }
            first += count;
        }
    }
    return text;
}

// The words of WM_STATE_*, in their order.
static const char* state_text(std::int32_t state) {
    static constexpr std::array<const char*, 8> words{
        "observed",    "missing",        "not_due",    "not_applicable", "suppressed_at_source",
        "unavailable", "rounds_to_zero", "provisional"};
    check(state >= 0 && static_cast<std::size_t>(state) < words.size(),
          "states of answers were checked");
    return words.at(static_cast<std::size_t>(state));
}

static Sheet contributions_sheet(const Plan& plan, const run::CaseStory& story) {
    Sheet sheet({"indicator", "series", "period", "strata", "state", "a", "b", "people", "units"});
    for (const run::ToldContribution& one : story.contributions) {
        sheet.add({indicator_text(plan, one.indicator),
                   cell(plan.series[one.indicator][one.series]), period_text(plan, one.period),
                   cell(strata_text(plan, one.strata)), state_text(one.state), one.a, one.b,
                   one.people, one.units});
    }
    return sheet;
}

static Sheet case_exclusions_sheet(const Plan& plan, const run::CaseStory& story) {
    Sheet sheet({"reason", "title", "indicator", "period"});
    for (const run::ToldExclusion& one : story.exclusions) {
        const contract::Exclusion& reason = plan.description().exclusions[one.reason];
        sheet.add({reason.id, reason.title, indicator_text(plan, one.indicator_or_all),
                   period_text(plan, one.period_or_all)});
    }
    return sheet;
}

static Sheet case_findings_sheet(const Plan& plan, const run::CaseStory& story) {
    Sheet sheet({"finding", "title", "period", "count", "of"});
    for (const run::ToldFinding& one : story.findings) {
        const contract::Finding& finding = plan.description().findings[one.code];
        sheet.add({finding.id, finding.title, period_text(plan, one.period_or_all), one.count,
                   one.of == 0 ? Cell{} : Cell{one.of}});
    }
    return sheet;
}

static void print_part(const char* title, const Sheet& sheet, std::ostream& out) {
    out << '\n' << title << (sheet.is_empty() ? ": none\n" : "\n");
    if (!sheet.is_empty()) {
        sheet.print(out, Format::table, title);
    }
}

void print_trial(const Plan& plan, const run::Evaluation& evaluation,
                 const std::vector<run::TrialFigure>& figures, std::ostream& out) {
    out << plan.plugin->id << ' ' << plan.plugin->version << ", as of " << date_text(plan.as_of)
        << ", periods";
    for (const calendar::Grain grain : plan.monitor->grains) {
        out << ' ' << calendar::word(grain);
    }
    for (const std::string& window : plan.monitor->windows) {
        out << ' ' << window;
    }
    if (plan.monitor->from && plan.monitor->to) {
        out << " from " << date_text(*plan.monitor->from) << " to " << date_text(*plan.monitor->to);
    }
    out << '\n';
    print_part("Cells", cells_sheet(figures), out);
    print_part("Exclusions", exclusions_sheet(plan, evaluation.observations), out);
    print_part("Findings", findings_sheet(plan, evaluation.observations), out);
    if (evaluation.story.cases > 0) {
        print_part("Contributions of the case", contributions_sheet(plan, evaluation.story), out);
        print_part("Exclusions of the case", case_exclusions_sheet(plan, evaluation.story), out);
        print_part("Findings of the case", case_findings_sheet(plan, evaluation.story), out);
    }
}

static nlohmann::ordered_json refused_json(const run::Evaluation& evaluation) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const run::PullRecord& pull : evaluation.pulls) {
        for (const auto& [reason, seen] : pull.account.refused) {
            nlohmann::ordered_json places = nlohmann::ordered_json::array();
            for (const Place& place : seen.samples) {
                places.push_back(run::field_place(place, reason).text());
            }
            list.push_back({{"input", pull.input},
                            {"reason", reason},
                            {"rows", seen.count},
                            {"places", std::move(places)}});
        }
    }
    return list;
}

nlohmann::ordered_json trial_json(const Plan& plan, const run::Evaluation& evaluation,
                                  const std::vector<run::TrialFigure>& figures) {
    nlohmann::ordered_json json{{"schema", 1},
                                {"measure", plan.plugin->id},
                                {"version", plan.plugin->version},
                                {"as_of", date_text(plan.as_of)},
                                {"protected", false}};
    json["cells"] = cells_sheet(figures).json_rows();
    json["exclusions"] = exclusions_sheet(plan, evaluation.observations).json_rows();
    json["findings"] = findings_sheet(plan, evaluation.observations).json_rows();
    json["refused"] = refused_json(evaluation);
    if (evaluation.story.cases > 0) {
        json["case"] = {{"contributions", contributions_sheet(plan, evaluation.story).json_rows()},
                        {"exclusions", case_exclusions_sheet(plan, evaluation.story).json_rows()},
                        {"findings", case_findings_sheet(plan, evaluation.story).json_rows()}};
    }
    return json;
}

}  // namespace waymark::cli
