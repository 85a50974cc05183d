// SPDX-License-Identifier: MIT
// waymark plugin check: the conformance kit, and the author's golden cases beside it.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "cli/options.hpp"
#include "conformance/check.hpp"
#include "run/golden.hpp"
#include "run/trial.hpp"
#include "run/trial_figures.hpp"

namespace waymark::cli {
namespace {

namespace fs = std::filesystem;
using conformance::Check;
using conformance::Judgement;
using conformance::Result;
using conformance::Subject;
using conformance::Verdict;

// ------------------------------------------------------------------------------------------ golden

Judgement replayed(const fs::path& golden, const Subject& subject) {
    const run::Trial trial(run::golden_request(golden, subject.request().library));
    run::EvaluationOptions options;
    options.progress = [](const char*, double) {};
    options.in_process = subject.request().in_process;
    const run::Evaluation evaluation = trial.evaluation(options);
    const auto differences =
        run::golden_differences(golden, run::trial_figures(trial.plan(), evaluation.observations));
    return differences.empty()
               ? Judgement{}
               : Judgement{
                     Verdict::fail,
                     differences.front() +
                         (differences.size() == 1
                              ? ""
                              : " (and " + std::to_string(differences.size() - 1) + " more)")};
}

// No made-up row can tell that a definition is wrong: somebody has to say what right is.
Judgement golden_cases(const fs::path& folder, const Subject& subject) {
    const std::vector<fs::path> cases =
        folder.empty() ? std::vector<fs::path>{} : run::golden_cases(folder);
    if (cases.empty()) {
        return {Verdict::fail,
                (folder.empty() ? "none was given (--golden FOLDER)"
                                : "there is none in " + folder.string()) +
                    std::string("; waymark plugin run ... --save-golden FOLDER keeps one")};
    }
    for (const fs::path& golden : cases) {
        try {
            Judgement judgement = replayed(golden, subject);
            if (judgement.verdict != Verdict::pass) {
                return judgement;
            }
        } catch (const worker::MeasureFailure&) {
            throw;
        } catch (const Error& error) {
            return {Verdict::fail, golden.string() + " cannot be replayed: " + error.what()};
        }
    }
    return {};
}

// ----------------------------------------------------------------------------------------- options

constexpr std::uint64_t most_patience = 86'400;

std::uint64_t whole_number(const Options& options, const std::string& option,
                           const std::string& otherwise, std::uint64_t most) {
    const std::string text = options.optional(option).value_or(otherwise);
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || number > most) {
        throw Error(
            ErrorKind::usage,
            "--" + option + " " + text + ": give a whole number from 0 to " + std::to_string(most));
    }
    return number;
}

// The checks wanted: all, or those whose id begins with one of the words given.
std::vector<Check> wanted_checks(const Options& options) {
    std::vector<Check> all = conformance::checks();
    const fs::path golden = options.text("golden");
    all.push_back({"golden.cases", "The figures its author worked out by hand come out.",
                   [golden](const Subject& subject) { return golden_cases(golden, subject); }});
    const std::vector<std::string> words = options.texts("only");
    std::erase_if(all, [&](const Check& check) {
        return !words.empty() && std::none_of(words.begin(), words.end(), [&](const auto& word) {
            return check.id.starts_with(word);
        });
    });
    if (all.empty()) {
        throw Error(ErrorKind::usage, "no check's id begins so; leave --only out to see them all");
    }
    return all;
}

// ----------------------------------------------------------------------------------------
// reporting

void print(const Result& result, std::ostream& out) {
    const std::string verdict(conformance::word(result.judgement.verdict));
    out << verdict << std::string(9 - verdict.size(), ' ') << result.id
        << std::string(result.id.size() < 26 ? 26 - result.id.size() : 1, ' ') << result.sentence
        << '\n';
    if (!result.judgement.cause.empty()) {
        out << "         " << result.judgement.cause << '\n';
    }
}

std::size_t count(const std::vector<Result>& results, Verdict verdict) {
    return static_cast<std::size_t>(
        std::count_if(results.begin(), results.end(),
                      [&](const Result& one) { return one.judgement.verdict == verdict; }));
}

bool is_breach(const Result& result) {
    return result.judgement.verdict == Verdict::fail ||
           result.judgement.verdict == Verdict::crashed;
}

nlohmann::ordered_json json_of(const Subject& subject, const std::vector<Result>& results) {
    nlohmann::ordered_json json{{"schema", 1},
                                {"plugin", subject.request().library.string()},
                                {"seed", subject.request().seed},
                                {"checks", nlohmann::ordered_json::array()}};
    for (const Result& result : results) {
        json["checks"].push_back({{"id", result.id},
                                  {"sentence", result.sentence},
                                  {"verdict", conformance::word(result.judgement.verdict)},
                                  {"cause", result.judgement.cause},
                                  {"seconds", result.seconds}});
    }
    return json;
}

std::string xml_text(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            default:
                escaped += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    }
    return escaped;
}

// The format that CI services read: one case per check; a warning is told as output of one that
// passed.
void print_junit(const Subject& subject, const std::vector<Result>& results, std::ostream& out) {
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\""
        << xml_text(subject.request().library.filename().string()) << "\" tests=\""
        << results.size() << "\" failures=\"" << count(results, Verdict::fail) << "\" errors=\""
        << count(results, Verdict::crashed) << "\" skipped=\"" << count(results, Verdict::skipped)
        << "\">\n";
    for (const Result& result : results) {
        out << "  <testcase classname=\"waymark\" name=\"" << xml_text(result.id) << "\" time=\""
            << result.seconds << "\">";
        const std::string cause = xml_text(result.judgement.cause);
        const std::string message = " message=\"" + cause + "\"/>";
        switch (result.judgement.verdict) {
            case Verdict::pass:
                break;
            case Verdict::warning:
                out << "<system-out>" << cause << "</system-out>";
                break;
            case Verdict::skipped:
                out << "<skipped" << message;
                break;
            case Verdict::fail:
                out << "<failure" << message;
                break;
            case Verdict::crashed:
                out << "<error" << message;
                break;
        }
        out << "</testcase>\n";
    }
    out << "</testsuite>\n";
}

int check_plugin(const Verb& verb, const std::vector<std::string>& arguments,
                 Surroundings& surroundings) {
    Options options(verb);
    options.positional("FILE", "the plugin, NAME.so")
        .value("golden", "FOLDER", "the author's golden cases; needed to pass")
        .values("param", "NAME=VALUE", "a parameter; needed for documents without a default")
        .values("only", "WORD", "only checks whose id begins so: algebra, values.empty")
        .value("seed", "N", "of the rows that are made up; 1 when not given")
        .value("patience", "SECONDS", "so long each run of a check may take; 20 when not given")
        .flag("junit", "print JUnit XML")
        .flag("in-process", "without sandbox, for a debugger");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const Subject subject(
        {.library = options.text("FILE"),
         .parameters = named_texts(options, "param"),
         .seed = whole_number(options, "seed", "1", ~std::uint64_t{0}),
         .in_process = options.has("in-process"),
         .patience = std::chrono::seconds(whole_number(options, "patience", "20", most_patience))});
    const bool is_text = !options.has("json") && !options.has("junit");
    const std::vector<Result> results =
        conformance::results(wanted_checks(options), subject, [&](const Result& result) {
            if (is_text) {
                print(result, surroundings.out);
                surroundings.out.flush();
            }
        });
    if (options.has("junit")) {
        print_junit(subject, results, surroundings.out);
    } else if (options.has("json")) {
        surroundings.out << json_of(subject, results).dump(2) << '\n';
    } else {
        surroundings.out << results.size() << " checks, seed " << subject.request().seed << ": "
                         << count(results, Verdict::pass) << " passed, "
                         << count(results, Verdict::warning) << " warnings, "
                         << count(results, Verdict::skipped) << " skipped, "
                         << count(results, Verdict::fail) << " failed, "
                         << count(results, Verdict::crashed) << " crashed\n";
    }
    return std::any_of(results.begin(), results.end(), is_breach) ? 1 : 0;
}

}  // namespace

Verb plugin_check_verb() {
    return {"plugin check", "FILE --golden FOLDER [options]",
            "Look for what is wrong with a plugin, on rows made up from its description.",
            "  waymark plugin check build/plugins/org.example.hello/hello.so --golden golden\n"
            "  waymark plugin check hello.so --golden golden --only algebra --seed 7\n"
            "  waymark plugin check hello.so --golden golden --junit >check.xml\n",
            check_plugin};
}

}  // namespace waymark::cli
