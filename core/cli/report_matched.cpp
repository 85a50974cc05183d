// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "report/matched.hpp"

namespace waymark::cli {

static std::string verdict_word(const report::MatchedFigure& figure) {
    if (!figure.verdict) {
        return "";
    }
    switch (*figure.verdict) {
        case statistics::Verdict::significant_decrease:
            return "significant_decrease";
        case statistics::Verdict::significant_increase:
            return "significant_increase";
        case statistics::Verdict::inconclusive:
            return "inconclusive";
    }
    return "";
}

static std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

static Sheet sheet_of(const std::vector<report::MatchedFigure>& figures, Format format) {
    std::vector<std::string> columns{"service",    "period",     "stratum", "design", "treated",
                                     "comparison", "difference", "lower",   "upper",  "verdict",
                                     "state",      "maturity",   "flags"};
    if (format != Format::table) {
        columns.insert(columns.end(), {"grain", "effective", "sentence", "vintages"});
    }
    Sheet sheet(columns);
    for (const report::MatchedFigure& figure : figures) {
        const release::Key& key = figure.difference.key();
        const release::Figures& told = figure.difference.figures();
        const bool is_total = key.stratum_kind == "all";
        std::vector<Cell> row{key.service_id,
                              key.period_key,
                              is_total ? "all" : key.stratum_kind + "=" + key.stratum_value,
                              std::string(word(figure.design)),
                              cell(figure.treated),
                              cell(figure.comparison),
                              cell(told.value),
                              cell(told.lower),
                              cell(told.upper),
                              cell(verdict_word(figure)),
                              std::string(word(told.state)),
                              std::string(word(told.maturity)),
                              cell(flags_text(told.flags))};
        if (format != Format::table) {
            row.insert(row.end(), {key.grain, cell(figure.effective), sentence(figure),
                                   cell(joined(figure.vintages))});
        }
        sheet.add(std::move(row));
    }
    return sheet;
}

static int report_matched(const Verb& verb, const std::vector<std::string>& arguments,
                          Surroundings& surroundings) {
    Options options(verb);
    options.value("store", "FILE", "the indicator store; needed")
        .value("service", "S", "only this service")
        .value("as-of", "DATE", "as known on that day")
        .flag("csv", "print CSV with the vintages each figure rests on");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    if (!options.has("store")) {
        throw Error(ErrorKind::usage,
                    "waymark report matched needs --store FILE; see waymark report matched --help");
    }
    const store::ReleaseReader reader(options.text("store"));
    const auto figures =
        report::matched_differences(reader, options.optional("service"), options.date("as-of"));
    sheet_of(figures, options.format()).print(surroundings.out, options.format(), "differences");
    if (figures.empty()) {
        surroundings.err << "the store has no figures of org.waymark.reoffending_matched"
                         << (options.has("service") ? " for " + options.text("service") : "")
                         << '\n';
    }
    if (options.format() == Format::table) {
        for (const report::MatchedFigure& figure : figures) {
            surroundings.out << figure.difference.key().service_id << ' '
                             << figure.difference.key().period_key << ": " << sentence(figure)
                             << '\n';
        }
    }
    return 0;
}

Verb report_matched_verb() {
    return {"report matched", "--store FILE [options]",
            "The people supported against a comparison group: difference, limits and verdict.",
            "  waymark report matched --store indicators.sqlite\n"
            "  waymark report matched --store indicators.sqlite --service restart --json\n",
            report_matched};
}

}  // namespace waymark::cli
