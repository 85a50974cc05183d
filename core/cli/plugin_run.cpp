// SPDX-License-Identifier: MIT
// waymark plugin run: a measure on its author's own rows.
#include <waymark/abi.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/account.hpp"
#include "cli/options.hpp"
#include "cli/trial_sheet.hpp"
#include "run/field_place.hpp"
#include "run/golden.hpp"
#include "run/trial.hpp"
#include "run/trial_figures.hpp"

namespace waymark::cli {
namespace {

run::TrialRequest request_of(const Options& options, const Clock& clock) {
    run::TrialRequest request;
    request.library = options.text("FILE");
    for (const auto& [name, file] : named_texts(options, "input")) {
        request.inputs.emplace_back(name, file);
    }
    request.parameters = named_texts(options, "param");
    for (const std::string& word : options.texts("grain")) {
        const auto grain = calendar::grain_of(word);
        if (!grain) {
            throw Error(ErrorKind::usage, "--grain " + word +
                                              ": grains are day, week, month, half_term, term, "
                                              "academic_year, quarter, financial_year and "
                                              "calendar_year");
        }
        request.grains.push_back(*grain);
    }
    request.windows = options.texts("window");
    request.strata = options.texts("stratum");
    request.calendar = options.text("calendar");
    request.from = options.date("from");
    request.to = options.date("to");
    request.as_of =
        options.date("as-of").value_or(std::chrono::floor<std::chrono::days>(clock.now()));
    return request;
}

bool has_refused(const run::Evaluation& evaluation) {
    return std::any_of(evaluation.pulls.begin(), evaluation.pulls.end(),
                       [](const run::PullRecord& pull) { return pull.account.refused_rows() > 0; });
}

void print_pulls(const run::Evaluation& evaluation, std::ostream& err) {
    for (const run::PullRecord& pull : evaluation.pulls) {
        for (const auto& [reason, seen] : pull.account.refused) {
            for (const Place& place : seen.samples) {
                err << run::field_place(place, reason).text() << ": error: " << reason << '\n';
            }
        }
        err << "input " << pull.input << ": ";
        print_account(pull.account, err);
    }
    for (const std::string& remark : evaluation.remarks) {
        err << remark << '\n';
    }
}

int print_golden(const std::filesystem::path& folder, const std::vector<run::TrialFigure>& figures,
                 Surroundings& surroundings) {
    const std::vector<std::string> differences = run::golden_differences(folder, figures);
    for (const std::string& difference : differences) {
        surroundings.out << difference << '\n';
    }
    surroundings.out << folder.string() << ": "
                     << (differences.empty() ? "the figures are those expected"
                                             : std::to_string(differences.size()) + " differences")
                     << '\n';
    return differences.empty() ? 0 : 1;
}

run::EvaluationOptions evaluation_options(const Options& options, Surroundings& surroundings) {
    run::EvaluationOptions evaluation;
    evaluation.progress = [](const char*, double) {};
    evaluation.log = [&surroundings](int level, const std::string& line) {
        surroundings.err << (level >= WM_LOG_WARNING ? "the measure warns: " : "the measure: ")
                         << line << '\n';
    };
    evaluation.clock = &surroundings.clock;
    evaluation.in_process = options.has("in-process");
    evaluation.watched_person = options.text("case");
    return evaluation;
}

Options& with_trial_options(Options& options) {
    return options.positional("FILE", "the plugin, NAME.so")
        .values("input", "NAME=CSV", "rows of an input; once for each input")
        .values("param", "NAME=VALUE", "a parameter; of a document its path")
        .value("case", "ID", "also what was answered for this person")
        .values("grain", "G", "kind of period: week, month, term ...; calendar_year when not given")
        .values("window", "W", "period relative to a case's start: 0..6m")
        .values("stratum", "COLUMN", "also by the groups of this column")
        .value("calendar", "FILE", "terms and open days; without it the civil calendar")
        .value("from", "DATE", "first day; when not given the first in the rows")
        .value("to", "DATE", "last day; when not given the last in the rows")
        .value("as-of", "DATE", "what may be known; today when not given")
        .value("save-golden", "FOLDER", "keep rows, parameters and figures as a golden case")
        .value("golden", "FOLDER", "run a golden case instead, and tell what differs")
        .flag("in-process", "without sandbox, for a debugger");
}

int run_plugin(const Verb& verb, const std::vector<std::string>& arguments,
               Surroundings& surroundings) {
    Options options(verb);
    with_trial_options(options);
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const run::TrialRequest request =
        options.has("golden") ? run::golden_request(options.text("golden"), options.text("FILE"))
                              : request_of(options, surroundings.clock);
    const run::Trial trial(request);
    const run::Evaluation evaluation = trial.evaluation(evaluation_options(options, surroundings));
    const std::vector<run::TrialFigure> figures =
        run::trial_figures(trial.plan(), evaluation.observations);
    print_pulls(evaluation, surroundings.err);
    if (options.has("golden")) {
        return print_golden(options.text("golden"), figures, surroundings);
    }
    if (options.has("json")) {
        surroundings.out << trial_json(trial.plan(), evaluation, figures).dump(2) << '\n';
    } else {
        print_trial(trial.plan(), evaluation, figures, surroundings.out);
    }
    surroundings.err << "waymark: these figures are exact and not protected: they can tell of "
                        "single people.\nThey are for whoever may see these rows; figures to pass "
                        "on come from waymark run.\n";
    if (options.has("save-golden")) {
        run::save_golden(options.text("save-golden"), request, trial.plan(), figures);
        surroundings.err << "waymark: kept as a golden case in " << options.text("save-golden")
                         << "; check its cells.csv by hand before you rely on it\n";
    }
    return has_refused(evaluation) ? 1 : 0;
}

}  // namespace

Verb plugin_run_verb() {
    return {"plugin run", "FILE --input NAME=CSV [options]",
            "Run a measure on your own rows: no configuration, nothing is kept.",
            "  waymark plugin run build/plugins/org.example.hello/hello.so \\\n"
            "      --input contacts=contacts.csv\n"
            "  waymark plugin run hello.so --input contacts=contacts.csv --case P001 --grain term\n"
            "  waymark plugin run hello.so --input contacts=contacts.csv --save-golden "
            "golden/two_people\n",
            run_plugin};
}

}  // namespace waymark::cli
