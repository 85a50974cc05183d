// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "report/value.hpp"

namespace waymark::cli {

using nlohmann::ordered_json;

static ordered_json figure_json(const report::ValueFigure& figure) {
    const release::Key& key = figure.release.key();
    const release::Figures& figures = figure.release.figures();
    ordered_json json{{"service", key.service_id},
                      {"indicator", key.indicator_id},
                      {"series", key.series},
                      {"definition_version", key.definition_version},
                      {"grain", key.grain},
                      {"period", key.period_key},
                      {"period_label", figures.period_label},
                      {"title", figure.title},
                      {"unit", figure.unit},
                      {"state", word(figures.state)},
                      {"maturity", word(figures.maturity)},
                      {"flags", flags_text(figures.flags)},
                      {"disclosure_profile", figures.disclosure_profile}};
    if (figures.value) {
        json["value"] = *figures.value;
    }
    return json;
}

static ordered_json input_json(const report::ValueInput& input) {
    const report::Found& found = input.found;
    ordered_json json{
        {"service", input.service}, {"outcome", input.outcome}, {"factor", input.factor}};
    if (found.number) {
        json["number"] = *found.number;
    }
    if (found.sought.empty()) {
        json["source"] = found.source;
        return json;
    }
    json["figure"] = found.sought;
    if (found.recorded) {
        const release::Key& key = found.recorded->release.key();
        json["measure"] = key.measure_id;
        json["indicator"] = key.indicator_id;
        json["period"] = key.period_key;
        json["state"] = word(found.recorded->release.figures().state);
        json["vintage"] = found.recorded->vintage_id;
        json["run"] = found.recorded->run_id;
    } else {
        json["state"] = word(State::missing);
    }
    return json;
}

static ordered_json document_json(const config::UnitCosts& document) {
    return {{"title", document.title},
            {"version", document.version},
            {"sha256", document.sha256},
            {"currency", document.currency},
            {"price_year", document.price_year},
            {"discount_source", document.discount_source},
            {"discount_vintage", document.discount_vintage},
            {"optimism_source", document.optimism_source}};
}

static void print_json(const config::UnitCosts& document, const report::ValueReport& value,
                       std::ostream& out) {
    ordered_json json{{"schema", 1},
                      {"document", document_json(document)},
                      {"figures", ordered_json::array()},
                      {"inputs", ordered_json::array()}};
    for (const report::ValueFigure& figure : value.figures) {
        json["figures"].push_back(figure_json(figure));
    }
    for (const report::ValueInput& input : value.inputs) {
        json["inputs"].push_back(input_json(input));
    }
    out << json.dump(2) << '\n';
}

// Which vintages a figure of this service and series rests on.
static std::string vintages_of(const report::ValueReport& value, const release::Key& key) {
    std::string text;
    for (const report::ValueInput& input : value.inputs) {
        const bool counts =
            input.service == key.service_id && (key.series.empty() || key.series == input.outcome);
        if (counts && input.found.recorded &&
            text.find(input.found.recorded->vintage_id) == std::string::npos) {
            text += (text.empty() ? "" : " ") + input.found.recorded->vintage_id;
        }
    }
    return text;
}

static void print_figures(const config::UnitCosts& document, const report::ValueReport& value,
                          Format format, std::ostream& out) {
    std::vector<std::string> columns{"service", "period", "indicator", "outcome", "value",
                                     "unit",    "state",  "maturity",  "flags"};
    if (format == Format::csv) {
        columns.insert(columns.end(), {"vintages", "document_sha256"});
    }
    Sheet sheet(columns);
    for (const report::ValueFigure& figure : value.figures) {
        const release::Key& key = figure.release.key();
        const release::Figures& figures = figure.release.figures();
        std::vector<Cell> row{key.service_id,
                              key.period_key,
                              key.indicator_id,
                              cell(key.series),
                              cell(figures.value),
                              figure.unit,
                              std::string(word(figures.state)),
                              std::string(word(figures.maturity)),
                              cell(flags_text(figures.flags))};
        if (format == Format::csv) {
            row.insert(row.end(), {vintages_of(value, key), document.sha256});
        }
        sheet.add(std::move(row));
    }
    sheet.print(out, format, "figures");
}

static void print_inputs(const report::ValueReport& value, std::ostream& out) {
    Sheet sheet({"service", "outcome", "factor", "number", "from", "state", "vintage"});
    for (const report::ValueInput& input : value.inputs) {
        const auto& recorded = input.found.recorded;
        const State state = recorded ? recorded->release.figures().state : State::missing;
        const bool is_stated = input.found.sought.empty();
        sheet.add({input.service, input.outcome, input.factor, cell(input.found.number),
                   is_stated ? input.found.source : input.found.sought,
                   cell(is_stated ? "stated" : std::string(word(state))),
                   cell(recorded ? recorded->vintage_id : std::string())});
    }
    sheet.print(out, Format::table, "inputs");
}

static void print_table(const config::UnitCosts& document, const report::ValueReport& value,
                        std::ostream& out) {
    out << document.title << ' ' << document.version << ", in " << document.currency << " of "
        << document.price_year << "; discounted by " << document.discount_source << " ("
        << document.discount_vintage << ")\n\n";
    print_figures(document, value, Format::table, out);
    out << "\nWhat went in\n";
    print_inputs(value, out);
    out << "\nThe document is " << document.sha256 << " (SHA-256).\n";
}

static int report_value(const Verb& verb, const std::vector<std::string>& arguments,
                        Surroundings& surroundings) {
    Options options(verb);
    options.positional("COSTS", "the unit-cost document, a TOML file")
        .value("store", "FILE", "the indicator store; needed")
        .value("service", "S", "only this service")
        .value("as-of", "DATE", "as known on that day")
        .flag("csv", "print CSV with the vintages each figure rests on");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    if (!options.has("store")) {
        throw Error(ErrorKind::usage,
                    "waymark report value needs --store FILE; see waymark report value --help");
    }
    const config::UnitCosts document = config::read_unit_costs(options.text("COSTS"));
    const store::ReleaseReader reader(options.text("store"));
    const report::ValueReport value = report::value_for_money(
        document, report::FigureFinder(reader, options.date("as-of")), options.optional("service"));
    switch (options.format()) {
        case Format::json:
            print_json(document, value, surroundings.out);
            break;
        case Format::csv:
            print_figures(document, value, Format::csv, surroundings.out);
            break;
        case Format::table:
            print_table(document, value, surroundings.out);
    }
    return 0;
}

Verb report_value_verb() {
    return {"report value", "COSTS --store FILE [options]",
            "Cost per outcome, fiscal benefit, net present value and benefit-cost ratio, from "
            "indicators and a unit-cost document.",
            "  waymark report value unit_costs.toml --store indicators.sqlite\n"
            "  waymark report value unit_costs.toml --store indicators.sqlite --service bristol "
            "--json\n",
            report_value};
}

}  // namespace waymark::cli
