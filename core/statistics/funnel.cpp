// SPDX-License-Identifier: MIT
#include "statistics/funnel.hpp"

#include <algorithm>
#include <cmath>

#include "statistics/distribution.hpp"
#include "statistics/rate.hpp"

namespace waymark::statistics {

static constexpr double outer_confidence = 0.998;

std::string_view text(FunnelPlace place) noexcept {
    switch (place) {
        case FunnelPlace::not_significant:
            break;
        case FunnelPlace::low_025:
            return "Low (0.025)";
        case FunnelPlace::low_001:
            return "Low (0.001)";
        case FunnelPlace::high_025:
            return "High (0.025)";
        case FunnelPlace::high_001:
            return "High (0.001)";
    }
    return "Not significant";
}

std::optional<Interval> proportion_funnel(double common, double n, double confidence) {
    if (!(n > 0.0 && std::isfinite(n) && common >= 0.0 && common <= 1.0)) {
        return std::nullopt;
    }
    const double reach = two_sided_z(confidence) * std::sqrt(common * (1.0 - common) / n);
    return Interval{std::max(0.0, common - reach), std::min(1.0, common + reach)};
}

std::optional<FunnelPlace> proportion_place(double common, const FunnelUnit& unit) {
    const auto inner = proportion_funnel(common, unit.base);
    const auto outer = proportion_funnel(common, unit.base, outer_confidence);
    if (!inner || !outer || !(unit.events >= 0.0 && unit.events <= unit.base)) {
        return std::nullopt;
    }
    const double share = unit.events / unit.base;
    if (share < outer->lower) {
        return FunnelPlace::low_001;
    }
    if (share < inner->lower) {
        return FunnelPlace::low_025;
    }
    if (share > outer->upper) {
        return FunnelPlace::high_001;
    }
    return share > inner->upper ? FunnelPlace::high_025 : FunnelPlace::not_significant;
}

std::optional<Interval> ratio_funnel(double observed, double confidence) {
    if (!(observed >= 0.0 && std::isfinite(observed))) {
        return std::nullopt;
    }
    const double tail = (1.0 - confidence) / 2.0;
    return Interval{observed > 0.0 ? chi_squared_quantile(tail, 2.0 * observed) / 2.0 : 0.0,
                    chi_squared_quantile(1.0 - tail, 2.0 * (observed + 1.0)) / 2.0};
}

std::optional<FunnelPlace> ratio_place(double common, const FunnelUnit& unit) {
    const auto inner = rate_interval(unit.events, unit.base);
    const auto outer = rate_interval(unit.events, unit.base, outer_confidence);
    if (!inner || !outer) {
        return std::nullopt;
    }
    if (outer->lower > common) {
        return FunnelPlace::high_001;
    }
    if (inner->lower > common) {
        return FunnelPlace::high_025;
    }
    if (outer->upper < common) {
        return FunnelPlace::low_001;
    }
    return inner->upper < common ? FunnelPlace::low_025 : FunnelPlace::not_significant;
}

}  // namespace waymark::statistics
