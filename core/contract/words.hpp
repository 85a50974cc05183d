// SPDX-License-Identifier: MIT
// The words of the description's enumerations, in the order of their enumerators.
#pragma once

#include <array>
#include <string_view>

namespace waymark::contract {

inline constexpr std::array<std::string_view, 10> column_type_words{
    "int", "real", "bool", "date", "instant", "category", "text", "key", "list<int>", "list<real>"};
inline constexpr std::array<std::string_view, 2> row_order_words{"any", "by_case"};
inline constexpr std::array<std::string_view, 3> input_need_words{"required", "optional", "one_of"};
inline constexpr std::array<std::string_view, 2> on_duplicate_words{"refuse", "pass"};
inline constexpr std::array<std::string_view, 6> parameter_type_words{"int",    "real", "bool",
                                                                      "choice", "days", "document"};
inline constexpr std::array<std::string_view, 9> kind_words{
    "count",  "proportion",    "ratio",    "rate",     "mean",
    "change", "time_to_event", "quantile", "published"};
inline constexpr std::array<std::string_view, 3> direction_words{"neutral", "up", "down"};
inline constexpr std::array<std::string_view, 3> standing_words{"verified", "background",
                                                                "project"};
inline constexpr std::array<std::string_view, 2> document_format_words{"toml", "csv"};
/// Before the time of a time_to_event: the mean time free of the event up to then.
inline constexpr std::string_view restricted_mean_prefix = "mean:";
inline constexpr std::array<std::string_view, 3> change_point_words{"mean", "sd", "effect_size"};

}  // namespace waymark::contract
