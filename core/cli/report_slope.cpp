// SPDX-License-Identifier: MIT
#include "base/error.hpp"
#include "cli/options.hpp"
#include "report/slope.hpp"

namespace waymark::cli {

static Sheet sheet_of(const std::vector<report::SlopeFigure>& figures, Format format) {
    std::vector<std::string> columns{"service",  "indicator", "series",   "period",
                                     "groups",   "slope",     "lower",    "upper",
                                     "relative", "state",     "maturity", "flags"};
    if (format != Format::table) {
        columns.insert(columns.end(), {"measure", "grain", "vintages"});
    }
    Sheet sheet(columns);
    for (const report::SlopeFigure& figure : figures) {
        const release::Key& key = figure.slope.key();
        const release::Figures& told = figure.slope.figures();
        std::string vintages;
        for (const std::string& vintage : figure.vintages) {
            vintages += (vintages.empty() ? "" : " ") + vintage;
        }
        std::vector<Cell> row{key.service_id,
                              key.indicator_id,
                              cell(key.series),
                              key.period_key,
                              static_cast<std::int64_t>(figure.groups),
                              cell(told.value),
                              cell(told.lower),
                              cell(told.upper),
                              cell(figure.relative),
                              std::string(word(told.state)),
                              std::string(word(told.maturity)),
                              cell(flags_text(told.flags))};
        if (format != Format::table) {
            row.insert(row.end(), {key.measure_id, key.grain, cell(vintages)});
        }
        sheet.add(std::move(row));
    }
    return sheet;
}

static int report_slope(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    options.value("store", "FILE", "the indicator store; needed")
        .value("indicator", "I", "only this indicator")
        .value("service", "S", "only this service")
        .value("stratum", "KIND",
               "the strata, ascending from the most deprived; deprivation_quintile")
        .value("as-of", "DATE", "as known on that day")
        .flag("csv", "print CSV with the vintages each figure rests on");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    if (!options.has("store")) {
        throw Error(ErrorKind::usage,
                    "waymark report slope needs --store FILE; see waymark report slope --help");
    }
    const store::ReleaseReader reader(options.text("store"));
    const std::string kind = options.optional("stratum").value_or("deprivation_quintile");
    const auto figures = report::slopes(
        reader,
        {kind, options.optional("indicator"), options.optional("service"), options.date("as-of")});
    sheet_of(figures, options.format()).print(surroundings.out, options.format(), "slopes");
    if (figures.empty()) {
        surroundings.err << "the store has no rates or means by " << kind << '\n';
    }
    return 0;
}

Verb report_slope_verb() {
    return {"report slope", "--store FILE [options]",
            "How figures differ from the most to the least deprived: slope and relative index of "
            "inequality.",
            "  waymark report slope --store indicators.sqlite\n"
            "  waymark report slope --store indicators.sqlite --indicator overall_absence_rate "
            "--json\n",
            report_slope};
}

}  // namespace waymark::cli
