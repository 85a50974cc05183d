// SPDX-License-Identifier: MIT
#include "cli/ledger_option.hpp"
#include "cli/options.hpp"

namespace waymark::cli {

static Cell whole(const std::optional<std::int64_t>& number) {
    return number ? Cell{*number} : Cell{};
}

static int list(const Verb& verb, const std::vector<std::string>& arguments,
                Surroundings& surroundings) {
    Options options(verb);
    with_ledger(options).flag("csv", "print CSV");
    if (!options.parse(arguments, surroundings.out)) {
        return 0;
    }
    Sheet sheet({"at", "who", "uid", "verb", "service", "filters", "rows", "reason", "what"});
    for (const ledger::AuditRow& row : opened_ledger(options).audit()) {
        sheet.add({instant_text(row.at), cell(row.who), whole(row.uid), cell(row.verb),
                   cell(row.service_id), cell(row.filters), whole(row.rows_shown), cell(row.reason),
                   cell(row.what)});
    }
    sheet.print(surroundings.out, options.format(), "audit");
    return 0;
}

Verb audit_list_verb() {
    return {"audit list", "--config CONFIG | --ledger FILE",
            "List who looked at exact figures and why, oldest first.",
            "  waymark audit list --ledger ledger.sqlite\n", list};
}

}  // namespace waymark::cli
