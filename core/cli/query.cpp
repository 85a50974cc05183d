// SPDX-License-Identifier: MIT
#include <algorithm>
#include <tuple>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "cli/options.hpp"
#include "contract/attrition.hpp"
#include "store/release_reader.hpp"

namespace waymark::cli {

// K=V of --stratum; V alone may be left out.
static void set_stratum(store::Filter& filter, const std::string& text) {
    const std::size_t equals = text.find('=');
    filter.stratum_kind = text.substr(0, equals);
    if (equals != std::string::npos) {
        filter.stratum_value = text.substr(equals + 1);
    }
}

static store::Filter filter_of(const Options& options) {
    store::Filter filter;
    filter.indicator_id = options.optional("indicator");
    filter.service_id = options.optional("service");
    filter.measure_id = options.optional("measure");
    filter.grain = options.optional("grain");
    filter.vintage_id = options.optional("vintage");
    filter.as_of = options.date("as-of");
    filter.include_history = options.has("history");
    if (options.has("stratum")) {
        set_stratum(filter, options.text("stratum"));
    }
    return filter;
}

// A word the store does not know is a mistyped one: an empty table would look like an answer.
static void expect_known(const std::string& option, const std::optional<std::string>& given,
                         const std::vector<std::string>& known) {
    if (!given || std::find(known.begin(), known.end(), *given) != known.end()) {
        return;
    }
    std::string sentence = "--" + option + " \"" + *given + "\": the store has none of that name";
    if (const auto suggestion = nearest(*given, known)) {
        sentence += "; did you mean \"" + *suggestion + "\"?";
    }
    throw Error(ErrorKind::usage, sentence);
}

static void expect_known_names(const store::Filter& filter, const store::ReleaseReader& reader) {
    std::vector<std::string> services;
    for (const auto& [id, name] : reader.services()) {
        services.push_back(id);
    }
    std::vector<std::string> indicators;
    std::vector<std::string> measures;
    for (const release::IndicatorDefinition& definition : reader.definitions()) {
        indicators.push_back(definition.indicator_id);
        measures.push_back(definition.measure_id);
    }
    expect_known("service", filter.service_id, services);
    expect_known("indicator", filter.indicator_id, indicators);
    expect_known("measure", filter.measure_id, measures);
    const std::vector<std::string> grains{
        "day",           "week",    "month",          "half_term",     "term",
        "academic_year", "quarter", "financial_year", "calendar_year", "window"};
    expect_known("grain", filter.grain, grains);
}

static const std::vector<std::string> table_columns{
    "service", "indicator", "series",      "period", "stratum", "point",    "value", "lower",
    "upper",   "numerator", "denominator", "people", "state",   "maturity", "flags", "vintage"};

static const std::vector<std::string> full_columns{
    "service_id", "measure_id",   "indicator_id",  "series",       "definition_version",
    "grain",      "period_key",   "period_basis",  "period_label", "period_start",
    "period_end", "stratum_kind", "stratum_value", "point",        "state",
    "maturity",   "flags",        "restated",      "value",        "lower",
    "upper",      "numerator",    "denominator",   "people",       "disclosure_profile",
    "vintage_id", "as_of",        "recorded_at",   "run_id"};

static std::vector<Cell> table_row(const store::Recorded& recorded) {
    const release::Key& key = recorded.release.key();
    const release::Figures& figures = recorded.release.figures();
    const std::string stratum =
        key.stratum_kind == "all" ? "all" : key.stratum_kind + "=" + key.stratum_value;
    return {key.service_id,
            key.indicator_id,
            cell(key.series),
            key.period_key,
            stratum,
            cell(key.point),
            cell(figures.value),
            cell(figures.lower),
            cell(figures.upper),
            cell(figures.numerator),
            cell(figures.denominator),
            cell(figures.people),
            std::string(word(figures.state)),
            std::string(word(figures.maturity)),
            cell(flags_text(figures.flags)),
            recorded.vintage_id};
}

static Cell date_cell(const std::optional<Date>& date) {
    return date ? Cell{date_text(*date)} : Cell{};
}

static std::vector<Cell> full_row(const store::Recorded& recorded) {
    const release::Key& key = recorded.release.key();
    const release::Figures& figures = recorded.release.figures();
    return {key.service_id,
            key.measure_id,
            key.indicator_id,
            cell(key.series),
            key.definition_version,
            key.grain,
            key.period_key,
            key.period_basis,
            figures.period_label,
            date_cell(figures.period_start),
            date_cell(figures.period_end),
            key.stratum_kind,
            key.stratum_value,
            cell(key.point),
            std::string(word(figures.state)),
            std::string(word(figures.maturity)),
            cell(flags_text(figures.flags)),
            cell(std::string(word(figures.restated))),
            cell(figures.value),
            cell(figures.lower),
            cell(figures.upper),
            cell(figures.numerator),
            cell(figures.denominator),
            cell(figures.people),
            figures.disclosure_profile,
            recorded.vintage_id,
            date_text(recorded.as_of),
            instant_text(recorded.recorded_at),
            recorded.run_id};
}

// Attrition of one group and period together, from step to step.
static bool is_earlier_step(const store::Recorded& left, const store::Recorded& right) {
    const auto place = [](const store::Recorded& recorded) {
        const release::Key& key = recorded.release.key();
        return std::tuple(key.service_id, key.measure_id, key.grain, key.period_key,
                          key.stratum_kind, key.stratum_value,
                          contract::attrition_place(key.indicator_id));
    };
    return place(left) < place(right);
}

static int query(const Verb& verb, const std::vector<std::string>& arguments,
                 Surroundings& surroundings) {
    Options options(verb);
    options.value("store", "FILE", "the indicator store; needed")
        .value("indicator", "I", "only this indicator")
        .value("service", "S", "only this service")
        .value("measure", "M", "only this measure")
        .value("grain", "G", "only periods of this grain: week, term, window ...")
        .value("stratum", "K=V", "only this stratum; all for totals, K alone for a kind")
        .value("vintage", "V", "only what this vintage brought")
        .value("as-of", "DATE", "as known on that day")
        .flag("history", "superseded figures too")
        .flag("csv", "print CSV with every column");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    if (!options.has("store")) {
        throw Error(ErrorKind::usage, "waymark query needs --store FILE; see waymark query --help");
    }
    const store::ReleaseReader reader(options.text("store"));
    const store::Filter filter = filter_of(options);
    expect_known_names(filter, reader);
    const bool is_table = options.format() == Format::table;
    Sheet sheet(is_table ? table_columns : full_columns);
    const auto add = [&](const store::Recorded& recorded) {
        sheet.add(is_table ? table_row(recorded) : full_row(recorded));
    };
    std::vector<store::Recorded> attrition;  // told last, so that it does not stand between figures
    reader.each(filter, [&](const store::Recorded& recorded) {
        if (recorded.release.key().indicator_id.starts_with(contract::attrition_prefix)) {
            attrition.push_back(recorded);
        } else {
            add(recorded);
        }
    });
    std::stable_sort(attrition.begin(), attrition.end(), is_earlier_step);
    std::for_each(attrition.begin(), attrition.end(), add);
    if (sheet.is_empty()) {
        surroundings.err << "no indicator matches; waymark query --store " << options.text("store")
                         << " without further options lists everything\n";
    }
    sheet.print(surroundings.out, options.format(), "observations");
    return 0;
}

Verb query_verb() {
    return {
        "query", "--store FILE [options]", "Read indicators from a store.",
        "  waymark query --store indicators.sqlite --indicator attendance_rate --stratum all\n"
        "  waymark query --store indicators.sqlite --service bristol --as-of 2024-10-10 --csv\n",
        query};
}

}  // namespace waymark::cli
