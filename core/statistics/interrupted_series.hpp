// SPDX-License-Identifier: MIT
// Interrupted time series: did level and trend change when something began? Pure arithmetic; any
// thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "statistics/interval.hpp"

namespace waymark::statistics {

/// y_t = b0 + b1 t + b2 D_t + b3 D_t (t - T0) + e, t = 1, 2, ...; D = 1 after T0, the last point
/// before.
struct InterruptedSeries {
    std::array<double, 4> coefficients{};       ///< level, trend, change of level, change of trend
    std::array<double, 4> ordinary_errors{};    ///< as if the points were independent
    std::array<double, 4> newey_west_errors{};  ///< what to report
    Estimate
        jump;  ///< at the first point after T0: b2 + b3, with its Newey-West error; no interval
    std::optional<double>
        durbin_watson;  ///< about 2 without autocorrelation; none for a perfect fit
};

/// How Newey-West errors are made; name both beside the result.
struct NeweyWest {
    std::size_t lags = 3;       ///< Bartlett weights 1 - l / (lags + 1)
    bool small_sample = false;  ///< variance times n / (n - 4)
};

/// Ordinary least squares by Householder QR. `y` are equally spaced points, the first
/// `points_before` of them before the interruption. Seasonal data need yearly differences first.
/// Missing  fewer than 8 points on either side gives nullopt.
/// Source   A. K. Wagner, S. B. Soumerai, F. Zhang, D. Ross-Degnan, J. Clin. Pharm. Ther. 27 (2002)
///          299-309; W. K. Newey, K. D. West, Econometrica 55 (1987) 703-708; docs/methods.md,
///          "Interrupted series".
[[nodiscard]] std::optional<InterruptedSeries> interrupted_series(std::span<const double> y,
                                                                  std::size_t points_before,
                                                                  const NeweyWest& errors = {});

}  // namespace waymark::statistics
