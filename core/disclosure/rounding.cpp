// SPDX-License-Identifier: MIT
#include "disclosure/rounding.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace waymark::disclosure {

double rounded_to(double value, std::int64_t base) {
    if (base == 1) {
        return value;
    }
    const auto step = static_cast<double>(base);
    const auto half = static_cast<double>(base / 2);
    return step * std::floor((std::round(value) + half) / step);
}

// By way of text: powers of ten are not exact in binary, and 0.00123 must be the double that reads
// so.
double significant(double value, int digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*e", digits - 1, value);
    const double rounded = std::strtod(text, nullptr);
    return rounded == 0.0 ? 0.0 : rounded;
}

}  // namespace waymark::disclosure
