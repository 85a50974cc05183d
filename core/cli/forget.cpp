// SPDX-License-Identifier: MIT
#include <fstream>
#include <iostream>

#include "base/error.hpp"
#include "cli/caller.hpp"
#include "cli/options.hpp"
#include "config/read_config.hpp"
#include "ledger/forgotten.hpp"

namespace waymark::cli {

// Identifiers come from a file or standard input: on the command line they would stay in the
// shell's history and in the list of processes.
static std::vector<std::string> identifiers_in(std::istream& in) {
    std::vector<std::string> identifiers;
    for (std::string line; std::getline(in, line);) {
        const std::size_t first = line.find_first_not_of(" \t\r");
        if (first != std::string::npos) {
            identifiers.push_back(line.substr(first, line.find_last_not_of(" \t\r") - first + 1));
        }
    }
    return identifiers;
}

static std::vector<std::string> read_identifiers(const Options& options) {
    const auto path = options.optional("from");
    std::vector<std::string> identifiers;
    if (path) {
        std::ifstream file(*path);
        if (!file) {
            throw Error(ErrorKind::input_missing, "cannot read the identifiers", {.file = *path});
        }
        identifiers = identifiers_in(file);
    } else {
        identifiers = identifiers_in(std::cin);
    }
    if (identifiers.empty()) {
        throw Error(ErrorKind::usage,
                    "no identifier was given; write one a line to standard input "
                    "or into the file of --from");
    }
    return identifiers;
}

static void check_scheme(const config::Config& config, const std::string& scheme) {
    bool is_known = scheme == "person";
    if (config.caseload) {
        for (const config::NamedColumn& known : config.caseload->schemes) {
            is_known = is_known || known.name == scheme;
        }
    }
    if (!is_known) {
        throw Error(ErrorKind::usage, "the configuration has no identifier scheme \"" + scheme +
                                          "\"; see [caseload.schemes]");
    }
}

static int forget(const Verb& verb, const std::vector<std::string>& arguments,
                  Surroundings& surroundings) {
    Options options(verb);
    options.positional("CONFIG", "the configuration file")
        .value("scheme", "S", "scheme of the identifiers (person)")
        .value("from", "FILE", "identifiers, one a line; otherwise from standard input")
        .value("reason", "TEXT", "why; kept in the audit");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    const std::string reason = options.text("reason");
    if (reason.empty()) {
        throw Error(ErrorKind::usage, "forgetting needs --reason TEXT, which the audit keeps");
    }
    const config::Config config = config::read_config(options.text("CONFIG"));
    const std::string scheme = options.optional("scheme").value_or("person");
    check_scheme(config, scheme);
    const std::vector<std::string> identifiers = read_identifiers(options);
    ledger::ForgetList list(config.ledger, surroundings.clock);
    ledger::AuditRow audit = use_by_caller("forget");
    audit.what = "a person is forgotten";
    audit.filters = "scheme=" + scheme;
    audit.reason = reason;
    Sheet sheet({"scheme", "digest", "forgotten_before", "places_erased"});
    for (const std::string& identifier : identifiers) {
        const ledger::ForgetProof proof = list.forget(scheme, identifier, audit);
        sheet.add({cell(scheme), hex_text(proof.digest),
                   std::string(proof.was_known ? "yes" : "no"), proof.places_removed});
    }
    sheet.print(surroundings.out, options.format(), "forgotten");
    surroundings.err
        << "Every later run leaves them out and restates what changes as a correction. "
           "Take them out of the sources too: Waymark reads those, it does not change "
           "them.\n";
    return 0;
}

Verb forget_verb() {
    return {"forget", "CONFIG --reason TEXT [--scheme S] [--from FILE]",
            "Leave people out of every later run and erase what could lead to them.",
            "  waymark forget deploy.toml --scheme upn --from leavers.txt --reason \"request "
            "2026-014\"\n",
            forget};
}

}  // namespace waymark::cli
