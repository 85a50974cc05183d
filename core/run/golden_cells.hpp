// SPDX-License-Identifier: MIT
// The table cells.csv of a golden case: its columns, and a figure as their texts.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "run/trial_figures.hpp"

namespace waymark::run {

inline constexpr const char* cells_file = "cells.csv";

/// The first key_columns name a figure, the others say what it is.
inline constexpr std::size_t key_columns = 6;
inline constexpr std::array<const char*, 11> cell_columns{
    "service", "indicator", "series",    "period",      "stratum", "point",
    "state",   "value",     "numerator", "denominator", "people"};

using CellTexts = std::array<std::string, cell_columns.size()>;

/// Numbers are the shortest texts that read back to them; "" where there is none.
[[nodiscard]] CellTexts cell_texts(const TrialFigure& figure);

}  // namespace waymark::run
