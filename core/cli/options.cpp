// SPDX-License-Identifier: MIT
#include "cli/options.hpp"

#include <boost/program_options.hpp>

#include "base/error.hpp"
#include "base/nearest.hpp"

namespace waymark::cli {

namespace po = boost::program_options;

struct Options::State {
    const Verb& verb;
    po::options_description options{"Options"};
    po::options_description hidden;
    po::positional_options_description positions;
    std::vector<std::string> required;
    po::variables_map given;
};

Options::Options(const Verb& verb)
    : state_(new State{verb, po::options_description{"Options"}, {}, {}, {}, {}}) {
    flag("help", "this help");
    flag("json", "print JSON");
}

Options::~Options() = default;

Options& Options::flag(const std::string& name, const std::string& help) {
    state_->options.add_options()(name.c_str(), help.c_str());
    return *this;
}

Options& Options::value(const std::string& name, const std::string& placeholder,
                        const std::string& help) {
    state_->options.add_options()(name.c_str(), po::value<std::string>()->value_name(placeholder),
                                  help.c_str());
    return *this;
}

Options& Options::values(const std::string& name, const std::string& placeholder,
                         const std::string& help) {
    state_->options.add_options()(
        name.c_str(), po::value<std::vector<std::string>>()->composing()->value_name(placeholder),
        help.c_str());
    return *this;
}

Options& Options::positional(const std::string& name, const std::string& help) {
    state_->hidden.add_options()(name.c_str(), po::value<std::string>(), help.c_str());
    state_->positions.add(name.c_str(), 1);
    state_->required.push_back(name);
    return *this;
}

static void print_help(const Verb& verb, const po::options_description& options,
                       std::ostream& out) {
    out << verb.examples << "\nwaymark " << verb.name << ' ' << verb.synopsis << "\n  "
        << verb.summary << "\n\n"
        << options;
}

bool Options::parse(const std::vector<std::string>& arguments, std::ostream& out) {
    po::options_description all;
    all.add(state_->options).add(state_->hidden);
    try {
        po::store(po::command_line_parser(arguments)
                      .options(all)
                      .positional(state_->positions)
                      .style(po::command_line_style::default_style &
                             ~po::command_line_style::allow_guessing)
                      .run(),
                  state_->given);
    } catch (const po::unknown_option& unknown) {
        std::vector<std::string> names;
        for (const auto& option : state_->options.options()) {
            names.push_back("--" + option->long_name());
        }
        std::string sentence = "unknown option " + unknown.get_option_name();
        if (const auto suggestion = nearest(unknown.get_option_name(), names)) {
            sentence += "; did you mean " + *suggestion + "?";
        }
        throw Error(ErrorKind::usage, sentence + "; see waymark " + state_->verb.name + " --help");
    } catch (const po::too_many_positional_options_error&) {
        throw Error(ErrorKind::usage,
                    "waymark " + state_->verb.name +
                        " takes no further words beside its options; see waymark " +
                        state_->verb.name + " --help");
    } catch (const po::error& failure) {
        throw Error(ErrorKind::usage,
                    std::string(failure.what()) + "; see waymark " + state_->verb.name + " --help");
    }
    if (has("help")) {
        print_help(state_->verb, state_->options, out);
        return false;
    }
    for (const std::string& name : state_->required) {
        if (!has(name)) {
            throw Error(ErrorKind::usage, "waymark " + state_->verb.name + " needs " + name +
                                              "; see waymark " + state_->verb.name + " --help");
        }
    }
    return true;
}

bool Options::has(const std::string& name) const {
    return state_->given.count(name) > 0;
}

std::string Options::text(const std::string& name) const {
    return optional(name).value_or("");
}

std::optional<std::string> Options::optional(const std::string& name) const {
    return has(name) ? std::optional(state_->given[name].as<std::string>()) : std::nullopt;
}

std::vector<std::string> Options::texts(const std::string& name) const {
    return has(name) ? state_->given[name].as<std::vector<std::string>>()
                     : std::vector<std::string>{};
}

std::optional<Date> Options::date(const std::string& name) const {
    if (!has(name)) {
        return std::nullopt;
    }
    const auto date = parse_date(text(name));
    if (!date) {
        throw Error(ErrorKind::usage,
                    "--" + name + " \"" + text(name) + "\" is not a date; write it as 2024-10-10");
    }
    return date;
}

Format Options::format() const {
    if (has("json")) {
        return Format::json;
    }
    return has("csv") ? Format::csv : Format::table;
}

static std::string unnamed(const std::string& option, const std::string& text) {
    return "--" + option + " " + text + ": write --" + option + " NAME=VALUE";
}

std::vector<std::pair<std::string, std::string>> named_texts(const Options& options,
                                                             const std::string& option) {
    std::vector<std::pair<std::string, std::string>> named;
    for (const std::string& text : options.texts(option)) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            throw Error(ErrorKind::usage, unnamed(option, text));
        }
        named.emplace_back(text.substr(0, equals), text.substr(equals + 1));
    }
    return named;
}

}  // namespace waymark::cli
