// SPDX-License-Identifier: MIT
#include "run/observed_days.hpp"

namespace waymark::run {

void find_days(const contract::Input& input, const batch::RowBlock& block,
               const caseload::RowLinks& links, std::vector<std::int32_t>& days) {
    days.clear();
    if (!input.date_column || input.spans_days || block.columns[*input.date_column].is_absent) {
        return;
    }
    const batch::BlockColumn& column = block.columns[*input.date_column];
    const auto dates = column.as<std::int32_t>();
    for (std::uint32_t row = 0; row < block.rows; ++row) {
        if (!days.empty() && days.back() == dates[row]) {
            continue;  // as most rows are: a null among them would tell nothing new
        }
        if (links.case_number[row] != caseload::RowLinks::nowhere && !column.is_null(row)) {
            days.push_back(dates[row]);
        }
    }
}

}  // namespace waymark::run
