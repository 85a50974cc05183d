// SPDX-License-Identifier: MIT
// The indicators, by their numbers in the description.
#pragma once

#include "waymark/measure/handle.hpp"

namespace reoffending {

inline constexpr waymark::Proportion reoffending_rate{0};
inline constexpr waymark::Ratio per_reoffender{1};
inline constexpr waymark::Ratio per_offender{2};
inline constexpr waymark::Ratio per_100_offenders{3};
inline constexpr waymark::Quantile days_to_first{4};
inline constexpr waymark::TimeToEvent not_reoffended{5};
inline constexpr waymark::Proportion unique_rate{6};
inline constexpr waymark::Ratio unique_per_offender{7};
inline constexpr waymark::Proportion disposal_rate{8};
inline constexpr waymark::Ratio disposal_per_reoffender{9};

}  // namespace reoffending
