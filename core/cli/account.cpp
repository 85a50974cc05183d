// SPDX-License-Identifier: MIT
#include "cli/account.hpp"

namespace waymark::cli {

void print_account(const source::Account& account, std::ostream& out) {
    out << account.rows_read << " rows read, " << account.used << " used, "
        << account.refused_rows() << " refused, " << account.out_of_scope_rows()
        << " out of scope\n";
    for (const auto* reasons : {&account.refused, &account.out_of_scope}) {
        for (const auto& [reason, seen] : *reasons) {
            out << "    " << seen.count
                << (reasons == &account.refused ? " refused: " : " out of scope: ") << reason;
            if (!seen.samples.empty()) {
                out << " (first at " << seen.samples.front().text() << ")";
            }
            out << '\n';
        }
    }
}

}  // namespace waymark::cli
