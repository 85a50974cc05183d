// SPDX-License-Identifier: MIT
// The sections of a description, each read from its JSON object; used by description.cpp alone.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "contract/description.hpp"
#include "contract/fields.hpp"

namespace waymark::contract {

/// What one entry of inputs, case_columns, parameters or indicators says, as far as it can be
/// judged without the other sections. Faults are noted; the result is complete enough to go on
/// with.
[[nodiscard]] Input parse_input(const Item& item, Faults& faults);
[[nodiscard]] Column parse_case_column(const Item& item, Faults& faults);
[[nodiscard]] Parameter parse_parameter(const Item& item, Faults& faults);
[[nodiscard]] Indicator parse_indicator(const Item& item, Faults& faults);

/// Notes what only shows across sections: names given twice, part_of, for_each.
void check_across(const Description& description, Faults& faults);

}  // namespace waymark::contract
