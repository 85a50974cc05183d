// SPDX-License-Identifier: MIT
// The indicators, by their numbers in the description.
#pragma once

#include "waymark/measure/definition.hpp"
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
inline constexpr waymark::Proportion serious_rate{10};
inline constexpr waymark::Mean custody_days{11};
inline constexpr waymark::Count entries_in_follow_up{12};
inline constexpr waymark::Count entries_waiting{13};
inline constexpr waymark::Count entries_final{14};
inline constexpr waymark::Count tracker_proven{15};
inline constexpr waymark::Count tracker_alleged{16};
inline constexpr waymark::Count tracker_days{17};
inline constexpr waymark::Ratio unique_per_reoffender{18};
inline constexpr waymark::Ratio disposal_per_offender{19};
inline constexpr waymark::Ratio convicted_per_offender{20};
inline constexpr waymark::Ratio cautioned_per_offender{21};
inline constexpr waymark::TimeToEvent days_free{22};

/// Declares them.
void describe_indicators(waymark::Definition& definition);

}  // namespace reoffending
