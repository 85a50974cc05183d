// SPDX-License-Identifier: MIT
#include "cli/ledger_option.hpp"

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "config/read_config.hpp"

namespace waymark::cli {

using nlohmann::ordered_json;

Options& with_ledger(Options& options) {
    return options.value("config", "CONFIG", "the ledger of this configuration")
        .value("ledger", "FILE", "this ledger");
}

std::filesystem::path ledger_path(const Options& options) {
    if (options.has("ledger")) {
        return options.text("ledger");
    }
    if (options.has("config")) {
        return config::read_config(options.text("config")).ledger;
    }
    throw Error(ErrorKind::usage, "which ledger? Give --config CONFIG or --ledger FILE");
}

ledger::LedgerReader opened_ledger(const Options& options) {
    return ledger::LedgerReader(ledger_path(options));
}

std::uint32_t limit_of(const Options& options) {
    const std::string text = options.optional("limit").value_or("20");
    std::uint32_t limit = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), limit);
    if (failure != std::errc{} || end != text.data() + text.size() || limit == 0) {
        throw Error(ErrorKind::usage, "--limit \"" + text + "\" is not a positive number");
    }
    return limit;
}

static ordered_json reasons_json(const std::vector<ledger::PullReason>& reasons) {
    ordered_json json = ordered_json::array();
    for (const ledger::PullReason& reason : reasons) {
        json.push_back(
            {{"reason", reason.reason}, {"rows", reason.count}, {"places", reason.places}});
    }
    return json;
}

static ordered_json pull_json(const ledger::PullRecord& pull) {
    ordered_json files = ordered_json::array();
    for (const ledger::PullFile& file : pull.files) {
        files.push_back({{"path", file.path}, {"bytes", file.bytes}, {"sha256", file.sha256}});
    }
    return {{"input", pull.input},
            {"source", pull.source_id},
            {"verdict", pull.verdict},
            {"why", pull.why},
            {"rows_read", pull.rows_read},
            {"rows_used", pull.rows_used},
            {"files", std::move(files)},
            {"refused", reasons_json(pull.refused)},
            {"out_of_scope", reasons_json(pull.out_of_scope)}};
}

static ordered_json proofs_json(const std::vector<ledger::Proof>& proofs) {
    ordered_json json = ordered_json::array();
    for (const ledger::Proof& proof : proofs) {
        json.push_back(
            {{"name", proof.name}, {"version", proof.version}, {"sha256", proof.sha256}});
    }
    return json;
}

// Documents are embedded in the parameters; their hash says which, so their text is left out here.
static ordered_json parameters_json(const ledger::RunStart& start) {
    ordered_json parameters = ordered_json::parse(start.parameters_json);
    for (const ledger::Proof& document : start.documents) {
        parameters[document.name] = "document " + document.sha256;
    }
    return parameters;
}

ordered_json run_json(const ledger::RunRecord& run, const ledger::LedgerReader& ledger) {
    ordered_json json{{"run_id", run.run_id},
                      {"state", ledger::word(run.state)},
                      {"outcome", run.outcome ? ledger::word(*run.outcome) : ""},
                      {"sentence", run.sentence},
                      {"vintage", run.vintage_id.value_or("")},
                      {"as_of", date_text(run.start.as_of)},
                      {"due", run.start.due ? instant_text(*run.start.due) : ""},
                      {"started_at", instant_text(run.started_at)},
                      {"finished_at", run.finished_at ? instant_text(*run.finished_at) : ""},
                      {"monitor", run.start.monitor_id},
                      {"measure", run.start.measure_id},
                      {"measure_version", run.start.measure_version},
                      {"plugin", run.start.plugin_path},
                      {"plugin_sha256", run.start.plugin_sha256},
                      {"config_sha256", run.start.config_sha256},
                      {"parameters", parameters_json(run.start)},
                      {"documents", proofs_json(run.start.documents)},
                      {"calendars", proofs_json(run.start.calendars)},
                      {"sandbox", run.sandbox},
                      {"shards", run.start.shards},
                      {"threads", run.start.threads},
                      {"workers", run.start.workers},
                      {"host_version", run.start.host_version},
                      {"publication_sha256", run.publication_sha256.value_or("")},
                      {"pulls", ordered_json::array()},
                      {"exclusions", ordered_json::array()},
                      {"findings", ordered_json::array()}};
    for (const ledger::PullRecord& pull : ledger.pulls(run.run_id)) {
        json["pulls"].push_back(pull_json(pull));
    }
    for (const ledger::ExclusionRecord& exclusion : ledger.exclusions(run.run_id)) {
        json["exclusions"].push_back({{"service", exclusion.service_id},
                                      {"indicator", exclusion.indicator_id},
                                      {"period", exclusion.period_key},
                                      {"code", exclusion.code},
                                      {"cases", exclusion.cases}});
    }
    for (const ledger::FindingRecord& finding : ledger.findings(run.run_id)) {
        json["findings"].push_back({{"service", finding.service_id},
                                    {"period", finding.period_key},
                                    {"code", finding.code},
                                    {"count", finding.count},
                                    {"of", finding.of},
                                    {"cases", finding.cases}});
    }
    return json;
}

static std::string plain(const ordered_json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

static bool is_empty(const ordered_json& value) {
    return value.is_null() || (value.is_string() && value.get<std::string>().empty()) ||
           (value.is_structured() && value.empty());
}

void print_members(const ordered_json& object, std::ostream& out, int indent) {
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    for (const auto& [name, value] : object.items()) {
        if (is_empty(value)) {
            continue;
        }
        if (value.is_object()) {
            out << margin << name << ":\n";
            print_members(value, out, indent + 2);
        } else if (value.is_array() && value.front().is_object()) {
            out << margin << name << ":\n";
            for (const ordered_json& entry : value) {
                out << margin << "  -\n";
                print_members(entry, out, indent + 4);
            }
        } else {
            out << margin << name << ": " << plain(value) << '\n';
        }
    }
}

}  // namespace waymark::cli
