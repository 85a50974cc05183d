// SPDX-License-Identifier: MIT
// The schema a measure declares for a document: which keys it has and what stands under them.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "contract/fields.hpp"

namespace waymark::contract {

enum class DocumentFormat : std::uint8_t { toml, csv };

/// A schema is an object: key -> shape. A shape is a word ("string", "int", "real", "bool", "date",
/// "array", "table", "any"), an object (a table with those keys) or an array of one shape (a list
/// of such). A key may be absent when its word or the key itself ends in '?'; the key "*" stands
/// for all keys not named. Of a CSV the keys are header names and the shapes words, without array
/// and table. Notes every fault at its pointer; at most eight levels.
void check_schema(const nlohmann::json& schema, const std::string& pointer, DocumentFormat format,
                  Faults& faults);

/// "date?" or a key "bands?": the text without its '?' and whether it had one.
struct Marked {
    std::string_view text;
    bool is_optional;
};
[[nodiscard]] Marked marked(std::string_view text) noexcept;

}  // namespace waymark::contract
