// SPDX-License-Identifier: MIT
// How released figures are rounded. Pure arithmetic; any thread.
#pragma once

#include <cstdint>

namespace waymark::disclosure {

/// To the nearest multiple of `base`, halves up: 5 floor((x + 2) / 5), 10 floor((x + 5) / 10).
/// Figures that are not whole go to the nearest whole number first. A base of 1 changes nothing at
/// all.
[[nodiscard]] double rounded_to(double value, std::int64_t base);

/// To this many significant decimal digits; 0 stays 0.
[[nodiscard]] double significant(double value, int digits);

}  // namespace waymark::disclosure
