// SPDX-License-Identifier: MIT
// Exclusions and findings, by their numbers in the description.
#pragma once

#include <optional>
#include <vector>

#include "waymark/measure/day.hpp"
#include "waymark/measure/handle.hpp"

namespace reoffending {

inline constexpr waymark::Exclusion no_index_event{0};
inline constexpr waymark::Exclusion under_10{1};

// Of rows.
inline constexpr waymark::Finding duplicate_row{0};
inline constexpr waymark::Finding conflicting_rows{1};
inline constexpr waymark::Finding offence_rejected{2};
inline constexpr waymark::Finding not_proven{3};
inline constexpr waymark::Finding proven_after_cut{4};
inline constexpr waymark::Finding event_without_date{5};
inline constexpr waymark::Finding event_after_cut{6};

// Of events that are no index events.
inline constexpr waymark::Finding not_an_event{7};
inline constexpr waymark::Finding drug_test_left_out{8};
inline constexpr waymark::Finding immediate_custody{9};
inline constexpr waymark::Finding after_recall{10};
inline constexpr waymark::Finding disposal_unknown{11};
inline constexpr waymark::Finding index_offence_unknown{12};
inline constexpr waymark::Finding index_offence_unfit{13};

// Of cohort entries.
inline constexpr waymark::Finding pseudo{14};
inline constexpr waymark::Finding same_day{15};
inline constexpr waymark::Finding late_proven{16};
inline constexpr waymark::Finding no_date{17};
inline constexpr waymark::Finding breach{18};
inline constexpr waymark::Finding not_recordable{19};
inline constexpr waymark::Finding elsewhere{20};
inline constexpr waymark::Finding group_unmapped{21};
inline constexpr waymark::Finding born_unknown{22};

// Of events again.
inline constexpr waymark::Finding before_entry{23};

// Of cohort entries again.
inline constexpr waymark::Finding class_unknown{24};

/// Something seen while a record was read; without a day it belongs to no period.
struct Note {
    waymark::Finding code;
    std::optional<waymark::Day> day;
};
using Notes = std::vector<Note>;

}  // namespace reoffending
