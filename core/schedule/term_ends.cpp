// SPDX-License-Identifier: MIT
#include "schedule/term_ends.hpp"

namespace waymark::schedule {

std::vector<Date> term_ends(const calendar::Calendar& calendar) {
    std::vector<Date> ends;
    for (int year = 2000; year < 2100; ++year) {
        for (int ordinal = 1; ordinal <= 3; ++ordinal) {
            const auto term = calendar.period({calendar::Grain::term, year, ordinal});
            if (term.days && !term.days->is_empty()) {
                ends.push_back(term.days->last);
            }
        }
    }
    return ends;
}

}  // namespace waymark::schedule
