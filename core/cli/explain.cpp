// SPDX-License-Identifier: MIT
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/ledger_option.hpp"
#include "cli/options.hpp"
#include "store/release_reader.hpp"

namespace waymark::cli {

using nlohmann::ordered_json;

static ordered_json number_json(const std::optional<double>& number) {
    return number ? ordered_json(*number) : ordered_json(nullptr);
}

// Counts are told as whole numbers where they are; rounded parts of weights need not be.
static ordered_json count_json(const std::optional<double>& count) {
    const bool is_whole = count && *count == std::floor(*count) && std::fabs(*count) < 1e15;
    return is_whole ? ordered_json(std::llround(*count)) : number_json(count);
}

static ordered_json release_json(const store::Recorded& recorded) {
    const release::Key& key = recorded.release.key();
    const release::Figures& figures = recorded.release.figures();
    return {{"service", key.service_id},
            {"indicator", key.indicator_id},
            {"series", key.series},
            {"period", key.period_key},
            {"period_label", figures.period_label},
            {"period_basis", key.period_basis},
            {"stratum", key.stratum_kind + "=" + key.stratum_value},
            {"point", key.point},
            {"state", word(figures.state)},
            {"maturity", word(figures.maturity)},
            {"flags", flags_text(figures.flags)},
            {"restated", word(figures.restated)},
            {"value", number_json(figures.value)},
            {"lower", number_json(figures.lower)},
            {"upper", number_json(figures.upper)},
            {"numerator", count_json(figures.numerator)},
            {"denominator", count_json(figures.denominator)},
            {"people", count_json(figures.people)},
            {"disclosure_profile", figures.disclosure_profile},
            {"vintage", recorded.vintage_id},
            {"as_of", date_text(recorded.as_of)},
            {"recorded_at", instant_text(recorded.recorded_at)},
            {"run", recorded.run_id}};
}

static ordered_json definition_json(const store::ReleaseReader& store, const release::Key& key) {
    for (const release::IndicatorDefinition& definition : store.definitions()) {
        if (definition.measure_id == key.measure_id &&
            definition.indicator_id == key.indicator_id &&
            definition.definition_version == key.definition_version) {
            return {{"title", definition.title},
                    {"kind", definition.kind},
                    {"definition", definition.definition},
                    {"source", definition.source},
                    {"standing", definition.standing},
                    {"measure", definition.measure_id},
                    {"measure_version", definition.measure_version}};
        }
    }
    return ordered_json::object();
}

// What the store alone can prove: hashes and layers, no paths and no parameters.
static ordered_json proof_json(const store::ReleaseReader& store, const std::string& run_id) {
    const auto run = checked(store.run(run_id), "a release in the store has its run there");
    ordered_json json{{"run_id", run_id},
                      {"measure_version", run.notice.measure_version},
                      {"plugin_sha256", run.notice.plugin_sha256},
                      {"config_sha256", run.notice.config_sha256},
                      {"parameters_sha256", run.notice.parameters_sha256},
                      {"calendars", run.notice.calendars},
                      {"sandbox", run.notice.sandbox},
                      {"approved_by", run.notice.approved_by},
                      {"reason", run.notice.reason},
                      {"pulls", ordered_json::array()}};
    for (const release::PullNotice& pull : store.pulls(run_id)) {
        json["pulls"].push_back({{"input", pull.input},
                                 {"source", pull.source_id},
                                 {"file", pull.file},
                                 {"sha256", pull.sha256},
                                 {"bytes", pull.bytes},
                                 {"verdict", pull.verdict},
                                 {"rows_read", count_json(pull.rows_read)},
                                 {"rows_used", count_json(pull.rows_used)},
                                 {"rows_refused", count_json(pull.rows_refused)},
                                 {"rows_out_of_scope", count_json(pull.rows_out_of_scope)}});
    }
    return json;
}

static std::vector<store::Recorded> named_cells(const store::ReleaseReader& store,
                                                const Options& options) {
    store::Filter filter;
    filter.service_id = options.optional("service");
    filter.indicator_id = options.optional("indicator");
    filter.as_of = options.date("as-of");
    const std::string stratum = options.optional("stratum").value_or("all");
    filter.stratum_kind = stratum.substr(0, stratum.find('='));
    if (stratum.find('=') != std::string::npos) {
        filter.stratum_value = stratum.substr(stratum.find('=') + 1);
    }
    std::vector<store::Recorded> cells;
    store.each(filter, [&](const store::Recorded& recorded) {
        if (recorded.release.key().period_key == options.text("period")) {
            cells.push_back(recorded);
        }
    });
    if (cells.empty()) {
        throw Error(ErrorKind::usage, "the store has no such cell; waymark query --store " +
                                          options.text("store") + " --service " +
                                          options.text("service") + " tells which there are");
    }
    return cells;
}

static int explain(const Verb& verb, const std::vector<std::string>& arguments,
                   Surroundings& surroundings) {
    Options options(verb);
    options.value("store", "FILE", "the indicator store; needed")
        .value("service", "S", "the service; needed")
        .value("indicator", "I", "the indicator; needed")
        .value("period", "P", "the period's key, as query prints it; needed")
        .value("stratum", "K=V", "the stratum; all when not given")
        .value("as-of", "DATE", "as known on that day")
        .value("ledger", "FILE", "the ledger, for paths, parameters and refusals of the run");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    for (const char* needed : {"store", "service", "indicator", "period"}) {
        if (!options.has(needed)) {
            throw Error(ErrorKind::usage, "waymark explain needs --" + std::string(needed) +
                                              "; see waymark explain --help");
        }
    }
    const store::ReleaseReader store(options.text("store"));
    ordered_json json{{"schema", 1}, {"cells", ordered_json::array()}};
    for (const store::Recorded& recorded : named_cells(store, options)) {
        ordered_json cell{{"release", release_json(recorded)},
                          {"definition", definition_json(store, recorded.release.key())},
                          {"proof", proof_json(store, recorded.run_id)}};
        if (options.has("ledger")) {
            const ledger::LedgerReader ledger(options.text("ledger"));
            if (const auto run = ledger.run(recorded.run_id)) {
                cell["run"] = run_json(*run, ledger);
            }
        }
        json["cells"].push_back(std::move(cell));
    }
    if (options.has("json")) {
        surroundings.out << json.dump(2) << '\n';
        return 0;
    }
    for (const ordered_json& cell : json["cells"]) {
        print_members(cell, surroundings.out);
    }
    return 0;
}

Verb explain_verb() {
    return {"explain", "--store FILE --service S --indicator I --period P [options]",
            "Tell where a number comes from: definition, run, plugin, pulls and their hashes.",
            "  waymark explain --store indicators.sqlite --service bristol \\\n"
            "      --indicator attendance_rate --period 202425-T1 --stratum phase=Secondary\n",
            explain};
}

}  // namespace waymark::cli
