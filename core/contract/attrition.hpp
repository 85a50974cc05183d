// SPDX-License-Identifier: MIT
// The host's own indicators, the same for every measure: how many cases are left at each step from
// eligible to used, and why the measure excluded some (docs/methods.md, "Attrition").
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "contract/description.hpp"

namespace waymark::contract {

/// Ids beginning like this are the host's; a measure may not declare one.
inline constexpr std::string_view attrition_prefix = "attrition_";

/// Each step counts cases of the one before it, never others.
enum class AttritionStep : std::uint8_t { eligible, consented, linked, with_data, used };
inline constexpr std::uint32_t attrition_steps = 5;

/// Where an indicator of the host stands among them: 0 for attrition_eligible, and so on.
[[nodiscard]] std::size_t attrition_place(std::string_view indicator_id) noexcept;

/// The measure's description with the host's indicators after its own: one per step, in their
/// order, then attrition_excluded when the measure declares exclusions. It is what sums, ledger,
/// gate and store see; the plugin and the check of its answers keep to its own.
[[nodiscard]] Description with_attrition(Description description);

/// The series of the host's indicators in that order: {""} of a step, and of attrition_excluded the
/// ids of the measure's exclusions.
[[nodiscard]] std::vector<std::vector<std::string>> attrition_series(
    const Description& description);

}  // namespace waymark::contract
