// SPDX-License-Identifier: MIT
// Documents handed to plugins: TOML and CSV texts as JSON, checked against a declared schema.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/error_list.hpp"

namespace waymark::contract {

/// The equivalent JSON of a TOML text; dates become "YYYY-MM-DD", times of day and numbers that are
/// not finite are faults. `schema` is as document_schema.hpp states, or null for any content. Every
/// fault is added at its line and column of `file`; the result is then of no use.
[[nodiscard]] nlohmann::json toml_document(std::string_view text, const std::string& file,
                                           const nlohmann::json& schema, ErrorList& errors);

/// The records of a CSV text (RFC 4180, UTF-8, comma, with header) as an array of objects of texts.
/// A field under an optional key may be empty; an absent optional column is left out.
[[nodiscard]] nlohmann::json csv_document(std::string_view text, const std::string& file,
                                          const nlohmann::json& schema, ErrorList& errors);

}  // namespace waymark::contract
