// SPDX-License-Identifier: MIT
#include "cli/caller.hpp"

#include <pwd.h>
#include <unistd.h>

namespace waymark::cli {

ledger::AuditRow use_by_caller(const std::string& verb) {
    ledger::AuditRow row;
    const ::uid_t uid = ::getuid();
    const ::passwd* entry = ::getpwuid(uid);
    row.who = entry != nullptr ? entry->pw_name : "";
    row.uid = std::int64_t{uid};
    row.verb = verb;
    return row;
}

}  // namespace waymark::cli
