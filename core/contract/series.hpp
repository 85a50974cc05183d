// SPDX-License-Identifier: MIT
// The series of an indicator declared with for_each: one per entry of a document's array.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/description.hpp"

namespace waymark::contract {

/// Whether the text is a pattern such as "{code}/{version}": at least one member name in braces,
/// braces closed and not nested.
[[nodiscard]] bool is_series_pattern(std::string_view text) noexcept;

/// The names of the indicator's series in document order; {""} for an indicator without for_each.
/// `parameters_json` is what resolved_parameters gave. Throws Error(configuration) listing every
/// entry that lacks a member of the pattern or gives a name already given, and when the array is
/// empty. An absent array gives no series: the indicator has no cells.
[[nodiscard]] std::vector<std::string> series_of(const Indicator& indicator,
                                                 std::string_view parameters_json);

}  // namespace waymark::contract
