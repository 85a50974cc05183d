// SPDX-License-Identifier: MIT
// Whether a JSON value fits a parameter: the one rule for defaults and for configured values.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "contract/description.hpp"

namespace waymark::contract {

/// What is expected instead, or nullopt when the value fits. A document's value is its path.
[[nodiscard]] std::optional<std::string> misfit(const Parameter& parameter,
                                                const nlohmann::json& value);

/// Decimal text of a number, shortest that reads back to it, never with an exponent: "0.5", "12".
[[nodiscard]] std::string number_text(double number);

}  // namespace waymark::contract
