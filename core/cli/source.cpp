// SPDX-License-Identifier: MIT
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "cli/account.hpp"
#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "run/catalogue.hpp"
#include "run/intake.hpp"
#include "run/plan.hpp"
#include "source/locate.hpp"

namespace waymark::cli {
namespace {

constexpr std::uint64_t head_rows = 1000;

/// What the head of a source looks like to one table that reads it.
struct Head {
    std::string monitor;  ///< "" when no table reads the source
    std::string input;
    std::string service;  ///< "" unless it is read service by service
    std::vector<std::string> columns;
    source::Account account;
    bool is_whole = false;  ///< there were no more rows
    std::vector<std::string> remarks;
};

const config::Source& chosen_source(const config::Config& config, const std::string& id) {
    std::vector<std::string> known;
    for (const config::Source& source : config.sources) {
        known.push_back(source.id);
        if (source.id == id) {
            return source;
        }
    }
    const auto suggestion = nearest(id, known);
    throw Error(ErrorKind::usage,
                config.file.string() + " has no source \"" + id + "\"" +
                    (suggestion ? "; did you mean \"" + *suggestion + "\"?" : ""));
}

// Reads until enough rows have come, and lets go of the rest.
void read_head(source::PullRequest request, source::Asked asked, const Clock& clock, Head& head) {
    asked.clock = &clock;
    head.service = asked.service;
    request.threads = 1;
    request.block_bytes = 64 * 1024;
    head.remarks = source::locate(request, asked);
    source::Pull pull(std::move(request));
    while (pull.account().rows_read < head_rows && !head.is_whole) {
        head.is_whole = pull.next() == nullptr;
    }
    head.columns = pull.columns();
    head.account = pull.account();
}

// The service a source is asked for: the one wished, or the first one.
std::string service_of(const config::Source& source, const std::vector<std::string>& services,
                       const std::string& wished) {
    if (!source.is_per_service()) {
        return {};
    }
    return !wished.empty() || services.empty() ? wished : services.front();
}

std::vector<Head> heads(const config::Config& config, const config::Source& source,
                        const Options& options, const Clock& clock) {
    const run::Catalogue catalogue(run::plugin_folders(config.plugin_folders));
    const Date as_of =
        options.date("as-of").value_or(std::chrono::floor<std::chrono::days>(clock.now()));
    const std::string wished = options.text("service");
    std::vector<Head> found;
    for (const config::Monitor& monitor : config.monitors) {
        const bool reads =
            std::any_of(monitor.tables.begin(), monitor.tables.end(),
                        [&](const config::Table& table) { return table.source == source.id; });
        if (!reads) {
            continue;
        }
        const run::Plan plan =
            run::planned(config, monitor, catalogue.find(monitor.measure), as_of, wished);
        for (const run::TablePlan& table : plan.tables) {
            if (table.source->id == source.id) {
                Head head;
                head.monitor = monitor.id;
                head.input = plan.input_of(table).name;
                const std::string service = service_of(source, plan.services.ids, wished);
                read_head(run::pull_request(plan, table), run::asked_of(plan, table, service),
                          clock, head);
                found.push_back(std::move(head));
            }
        }
    }
    if (!found.empty()) {
        return found;
    }
    if (source.kind == config::SourceKind::http && source.body.format != config::BodyFormat::csv) {
        throw Error(ErrorKind::usage,
                    "no monitor reads source \"" + source.id +
                        "\", and JSON has no header to show. Add a monitor that does");
    }
    std::vector<std::string> services;
    services.reserve(config.services.size());
    for (const config::Service& service : config.services) {
        services.push_back(service.id);
    }
    source::PullRequest request;
    request.source = source;
    source::Asked asked{.base = config.file.parent_path(),
                        .as_of = as_of,
                        .from = as_of,
                        .to = as_of,
                        .service = service_of(source, services, wished)};
    found.emplace_back();
    read_head(std::move(request), std::move(asked), clock, found.back());
    return found;
}

void print_heads(const config::Source& source, const std::vector<Head>& heads, std::ostream& out) {
    for (const Head& head : heads) {
        out << "source " << source.id << " (" << config::word(source.kind) << ")";
        if (!head.service.empty()) {
            out << " for service " << head.service;
        }
        if (head.monitor.empty()) {
            out << ", which no monitor reads";
        } else {
            out << " as table " << head.input << " of monitor " << head.monitor;
        }
        out << "\n  columns: ";
        for (std::size_t i = 0; i < head.columns.size(); ++i) {
            out << (i == 0 ? "" : ", ") << head.columns[i];
        }
        out << "\n  " << (head.is_whole ? "all of it: " : "the head of it: ");
        print_account(head.account, out);
        for (const std::string& remark : head.remarks) {
            out << "  " << remark << '\n';
        }
    }
}

nlohmann::ordered_json json_of(const std::map<std::string, source::Reason>& reasons) {
    nlohmann::ordered_json json = nlohmann::ordered_json::array();
    for (const auto& [reason, seen] : reasons) {
        json.push_back({{"reason", reason}, {"rows", seen.count}});
        if (!seen.samples.empty()) {
            json.back()["first"] = seen.samples.front().text();
        }
    }
    return json;
}

nlohmann::ordered_json json_of(const config::Source& source, const std::vector<Head>& heads) {
    nlohmann::ordered_json json{{"schema", 1},
                                {"source", source.id},
                                {"kind", config::word(source.kind)},
                                {"heads", nlohmann::ordered_json::array()}};
    for (const Head& head : heads) {
        json["heads"].push_back({{"monitor", head.monitor},
                                 {"table", head.input},
                                 {"service", head.service},
                                 {"columns", head.columns},
                                 {"is_whole", head.is_whole},
                                 {"rows_read", head.account.rows_read},
                                 {"rows_used", head.account.used},
                                 {"refused", json_of(head.account.refused)},
                                 {"out_of_scope", json_of(head.account.out_of_scope)},
                                 {"remarks", head.remarks}});
    }
    return json;
}

int test(const Verb& verb, const std::vector<std::string>& arguments, Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .value("source", "ID", "the source")
        .value("service", "S", "for this service; the first one when not given")
        .value("as-of", "DATE", "as a run of this day would ask; today when not given");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    if (!options.has("source")) {
        throw Error(ErrorKind::usage, "waymark source test needs --source ID");
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    const config::Source& source = chosen_source(config, options.text("source"));
    const std::vector<Head> found = heads(config, source, options, surroundings.clock);
    if (options.has("json")) {
        surroundings.out << json_of(source, found).dump(2) << '\n';
    } else {
        print_heads(source, found, surroundings.out);
    }
    const bool is_well = std::all_of(found.begin(), found.end(), [](const Head& head) {
        return head.account.rows_read > 0 && head.account.refused_rows() == 0;
    });
    return is_well ? 0 : 1;
}

}  // namespace

Verb source_test_verb() {
    return {
        "source test", "CONFIG --source ID [options]",
        "Read the head of a source as its monitors would; nothing is run or kept.",
        "  waymark source test deploy.toml --source register\n"
        "  waymark source test deploy.toml --source register --service northgate-youth --json\n",
        test};
}

}  // namespace waymark::cli
