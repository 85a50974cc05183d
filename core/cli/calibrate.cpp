// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/date.hpp"
#include "base/error.hpp"
#include "cli/options.hpp"
#include "cli/progress.hpp"
#include "config/read_config.hpp"
#include "ledger/ledger_reader.hpp"
#include "run/calibration.hpp"
#include "run/verdict.hpp"

namespace waymark::cli {

// The only monitor, or the one that --monitor names.
static const config::Monitor& chosen_monitor(const config::Config& config,
                                             const std::string& wanted) {
    std::string known;
    for (const config::Monitor& monitor : config.monitors) {
        if (monitor.id == wanted || (wanted.empty() && config.monitors.size() == 1)) {
            return monitor;
        }
        known += " " + monitor.id;
    }
    throw Error(ErrorKind::usage, (wanted.empty() ? "say which monitor with --monitor"
                                                  : "no monitor has the id \"" + wanted + "\"") +
                                      std::string("; there are:") + known);
}

// "phq9" means every scale of it, in any version, informant and format.
static bool is_meant(const std::string& series, const std::string& instrument) {
    return series == instrument || series.starts_with(instrument + "/");
}

static std::string six_digits(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.6f", value);
    return text.data();
}

namespace {

/// Prints proposals as the document of instruments has them.
class Proposals {
public:
    Proposals(std::ostream& out, std::string where) : out_(out), where_(std::move(where)) {}

    void print(const run::Calibration& one) {
        out_ << "# " << one.series << ": " << one.forms << " complete baseline forms";
        if (!one.has_enough()) {
            out_ << "; at least " << run::fewest_for_calibration
                 << " are needed, so there is no proposal\n\n";
            return;
        }
        out_ << ", mean " << six_digits(one.mean) << '\n';
        if (!one.sd || !one.reliability || *one.reliability < 0.0) {
            out_ << "# the items do not measure one thing here, so there is no proposal\n\n";
            return;
        }
        ++proposals_;
        const std::size_t slash = one.series.rfind('/');
        const std::string source = "own baseline: " + std::to_string(one.forms) +
                                   " complete forms, " + where_ + "; approved by (name, date)";
        out_ << "[[scale]]\ninstrument = \"" << one.series.substr(0, slash) << "\"\nname = \""
             << one.series.substr(slash + 1) << "\"\nsd = " << six_digits(*one.sd)
             << "\nreliability = " << six_digits(*one.reliability) << "\nsources.sd = \"" << source
             << "\"\nsources.reliability = \"Cronbach's alpha, " << source << "\"\n\n";
    }

    [[nodiscard]] std::size_t count() const { return proposals_; }

private:
    std::ostream& out_;
    std::string where_;
    std::size_t proposals_ = 0;
};

}  // namespace

static std::vector<run::Calibration> calibrated(const config::Config& config,
                                                const config::Monitor& monitor,
                                                const Options& options, Date as_of,
                                                Surroundings& surroundings) {
    const run::Catalogue catalogue(run::plugin_folders(config.plugin_folders));
    const run::Plugin& plugin = catalogue.find(monitor.measure);
    const config::Monitor own = run::calibrating(monitor, plugin);
    const run::Plan plan = run::planned(config, own, plugin, as_of, options.text("service"));
    const worker::Image image = worker::seal(plugin.library);
    ProgressBar bar(surroundings.err, surroundings.has_terminal);
    run::EvaluationOptions evaluation;
    evaluation.progress = [&](const char* step, double share) {
        bar.show(own.id + "  " + step, share);
    };
    evaluation.log = [&](int, const std::string& line) {
        bar.wipe();
        surroundings.err << own.id << ": " << line << '\n';
    };
    evaluation.cancelled = [] { return false; };
    evaluation.clock = &surroundings.clock;
    if (std::filesystem::exists(config.ledger)) {  // without one nobody is forgotten
        evaluation.is_forgotten =
            run::is_forgotten_by(ledger::LedgerReader(config.ledger).forgotten());
    }
    run::expect_trusted(plugin, image, config.plugin_rules, std::nullopt);
    const std::string live = run::checked_description(plugin, image, config.sandbox.require);
    return run::calibrations(plan, run::evaluated(plan, image, live, evaluation),
                             options.text("period"));
}

static void print_json(const std::vector<run::Calibration>& found, std::ostream& out) {
    nlohmann::ordered_json json{{"schema", 1}, {"calibrations", nlohmann::ordered_json::array()}};
    for (const run::Calibration& one : found) {
        nlohmann::ordered_json entry{{"series", one.series}, {"forms", one.forms}};
        if (one.has_enough()) {
            entry["mean"] = one.mean;
            entry["sd"] = one.sd ? nlohmann::ordered_json(*one.sd) : nullptr;
            entry["reliability"] =
                one.reliability ? nlohmann::ordered_json(*one.reliability) : nullptr;
        }
        json["calibrations"].push_back(std::move(entry));
    }
    out << json.dump(2) << '\n';
}

static int print_text(const std::vector<run::Calibration>& found, const std::string& where,
                      std::ostream& out) {
    out << "# A proposal: put what a person approves into the instrument's file. Nothing was "
           "published.\n\n";
    Proposals proposals(out, where);
    for (const run::Calibration& one : found) {
        proposals.print(one);
    }
    return proposals.count() > 0 ? 0 : 1;
}

static int calibrate(const Verb& verb, const std::vector<std::string>& arguments,
                     Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .positional("INSTRUMENT", "code of an instrument, or a longer part of a series' name")
        .value("monitor", "M", "the monitor to take forms from; needed where there are more")
        .value("service", "S", "only this service")
        .value("period", "P", "only episodes that ended in this period")
        .value("as-of", "DATE", "what may be known; today when not given");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    const config::Monitor& monitor = chosen_monitor(config, options.text("monitor"));
    const Date as_of = options.date("as-of").value_or(
        std::chrono::floor<std::chrono::days>(surroundings.clock.now()));
    std::vector<run::Calibration> found = calibrated(config, monitor, options, as_of, surroundings);
    std::erase_if(found, [&](const run::Calibration& one) {
        return !is_meant(one.series, options.text("INSTRUMENT"));
    });
    if (found.empty()) {
        throw Error(ErrorKind::usage, "monitor \"" + monitor.id +
                                          "\" has no complete baseline form of \"" +
                                          options.text("INSTRUMENT") + "\"");
    }
    const std::string service = options.text("service");
    if (options.has("json")) {
        print_json(found, surroundings.out);
        return std::any_of(found.begin(), found.end(),
                           [](const run::Calibration& one) { return one.has_enough(); })
                   ? 0
                   : 1;
    }
    return print_text(found,
                      "monitor " + monitor.id + (service.empty() ? "" : ", service " + service) +
                          ", as of " + date_text(as_of),
                      surroundings.out);
}

Verb calibrate_verb() {
    return {"calibrate", "CONFIG INSTRUMENT [options]",
            "Propose the SD and reliability of an instrument from a service's own baseline.",
            "  waymark calibrate deploy.toml brs --service northgate-youth\n", calibrate};
}

}  // namespace waymark::cli
