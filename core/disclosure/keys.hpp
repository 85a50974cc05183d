// SPDX-License-Identifier: MIT
// The public names of cells and indicators, from the indices of a run. Pure.
#pragma once

#include <string>
#include <vector>

#include "contract/description.hpp"
#include "observation/observation.hpp"
#include "release/release.hpp"

namespace waymark::disclosure {

/// "2" of "2.1.0".
[[nodiscard]] std::string major_version(const std::string& version);

[[nodiscard]] release::Key key_of(const observation::CellKey& cell, const std::string& point,
                                  const observation::Observations& observed,
                                  const contract::Description& description);

/// Figures that say when and how, and no number.
[[nodiscard]] release::Figures bare_figures(const observation::Observation& cell,
                                            const observation::Observations& observed,
                                            const std::string& profile_id);

[[nodiscard]] std::vector<release::IndicatorDefinition> definitions_of(
    const contract::Description& description);

}  // namespace waymark::disclosure
