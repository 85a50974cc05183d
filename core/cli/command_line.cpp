// SPDX-License-Identifier: MIT
#include <algorithm>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "cli/verb.hpp"

namespace waymark::cli {

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all{run_verb(),
                                       daemon_verb(),
                                       schedule_next_verb(),
                                       query_verb(),
                                       report_value_verb(),
                                       report_matched_verb(),
                                       report_slope_verb(),
                                       explain_verb(),
                                       runs_list_verb(),
                                       runs_show_verb(),
                                       status_verb(),
                                       observations_verb(),
                                       forget_verb(),
                                       audit_list_verb(),
                                       config_check_verb(),
                                       config_show_verb(),
                                       config_schema_verb(),
                                       source_test_verb(),
                                       plugin_list_verb(),
                                       plugin_describe_verb(),
                                       plugin_check_verb(),
                                       plugin_new_verb(),
                                       plugin_run_verb(),
                                       plugin_rescan_verb(),
                                       plugin_unquarantine_verb(),
                                       calibrate_verb(),
                                       version_verb()};
    return all;
}

static void print_help(std::ostream& out) {
    out << "Waymark tells services whether the people they support fare better.\n\n"
           "  waymark run deploy.toml                          evaluate every monitor, as of "
           "today\n"
           "  waymark run deploy.toml --as-of 2024-10-10       ... as known on a day\n"
           "  waymark daemon deploy.toml                       run each monitor when it is due\n"
           "  waymark query --store indicators.sqlite          read the indicators\n"
           "  waymark explain --store indicators.sqlite \\\n"
           "      --ledger ledger.sqlite --service S --indicator I --period P\n"
           "                                                   where a number comes from\n\n"
           "Verbs\n";
    std::size_t width = 0;
    for (const Verb& verb : verbs()) {
        width = std::max(width, verb.name.size());
    }
    for (const Verb& verb : verbs()) {
        out << "  " << verb.name << std::string(width - verb.name.size() + 2, ' ') << verb.summary
            << '\n';
    }
    out << "\nwaymark VERB --help tells more. Exit codes: 0 ok, 1 findings, 2 usage, 3 some "
           "measures\n"
           "committed and some not, 65 data refused, 66 input missing, 69 source unavailable, 70 "
           "our\n"
           "mistake, 74 store, 75 try later, 76 measure failed, 77 permission, 78 configuration,\n"
           "130 interrupted.\n";
}

// The verb that the first one or two arguments name; the rest are its own arguments.
static const Verb* find_verb(const std::vector<std::string>& arguments, std::size_t& words) {
    for (words = std::min<std::size_t>(2, arguments.size()); words > 0; --words) {
        std::string name = arguments[0];
        if (words == 2) {
            name += " " + arguments[1];
        }
        for (const Verb& verb : verbs()) {
            if (verb.name == name) {
                return &verb;
            }
        }
    }
    return nullptr;
}

[[noreturn]] static void throw_unknown_verb(const std::vector<std::string>& arguments) {
    std::vector<std::string> names;
    for (const Verb& verb : verbs()) {
        names.push_back(verb.name);
        if (verb.name.starts_with(arguments[0] + " ")) {
            throw Error(ErrorKind::usage, "\"" + arguments[0] +
                                              "\" needs a second word, as in waymark " + verb.name +
                                              "; see waymark --help");
        }
    }
    std::string sentence = "there is no verb \"" + arguments[0] + "\"";
    if (const auto suggestion = nearest(arguments[0], names)) {
        sentence += "; did you mean \"" + *suggestion + "\"?";
    }
    throw Error(ErrorKind::usage, sentence + "; see waymark --help");
}

static int run_checked(const std::vector<std::string>& arguments, Surroundings& surroundings) {
    if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" ||
        arguments[0] == "help") {
        print_help(surroundings.out);
        return arguments.empty() ? exit_code(ErrorKind::usage) : 0;
    }
    if (arguments[0] == "--version") {
        return run_checked({"version"}, surroundings);
    }
    std::size_t words = 0;
    const Verb* verb = find_verb(arguments, words);
    if (verb == nullptr) {
        throw_unknown_verb(arguments);
    }
    const std::vector<std::string> rest(arguments.begin() + static_cast<std::ptrdiff_t>(words),
                                        arguments.end());
    return verb->run(*verb, rest, surroundings);
}

int run_command_line(const std::vector<std::string>& arguments, Surroundings& surroundings) {
    // One of the four borders at which exceptions end (ADR 0001): here they become exit codes.
    try {
        return run_checked(arguments, surroundings);
    } catch (const Error& failure) {
        surroundings.err << "waymark: " << failure.what() << '\n';
        return exit_code(failure.kind());
    } catch (const std::bad_alloc&) {
        surroundings.err
            << "waymark: out of memory; nothing was changed. Lower [machine] threads or "
               "workers, or use a machine with more memory\n";
        return exit_code(ErrorKind::internal);
    } catch (const std::exception& failure) {
        surroundings.err << "waymark: a mistake in the program: " << failure.what()
                         << "; please report it\n";
        return exit_code(ErrorKind::internal);
    }
}

}  // namespace waymark::cli
